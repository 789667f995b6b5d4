public import EpisodeRecorder
public import Events
public import Signals
public import SpasmDetection
internal import Synchronization

/// Where lanes write down what a person may look at: read by a screen, by `spasm status` and by nobody, at any time.
///
/// A lane holds it for microseconds a block; who reads it copies. Memory is fixed but for the texts of remarks.
public final class Board: Sendable {
  private let state: Mutex<State>
  private let clock: MonitorClock
  private let begin: Seconds

  struct State {
    var lanes: [BoardLane]
    var remarks: [MonitorSnapshot.Remark] = []
  }

  /// A board of wearables, with what is known of them before the first sample.
  ///
  /// `keepsTraces` is for a screen: without it no sample is looked at.
  public init(_ wearables: [Wearable], keepsTraces: Bool, clock: MonitorClock) {
    self.clock = clock
    begin = clock.elapsed()
    state = Mutex(State(lanes: wearables.map { BoardLane($0, keepsTraces: keepsTraces) }))
  }

  /// What is known of a wearable beforehand.
  public struct Wearable: Sendable {
    public var name: String
    public var source: SourceDescription
    public var preset: String
    /// The folder of its session, where it is recorded.
    public var session: SessionFolder?
    /// RMS of the strongest contraction of each EMG channel, where it was measured.
    public var maxima: [Double?]

    /// A wearable called `name`.
    public init(
      name: String, source: SourceDescription, preset: String, session: SessionFolder?,
      maxima: [Double?] = []
    ) {
      self.name = name
      self.source = source
      self.preset = preset
      self.session = session
      self.maxima = maxima
    }
  }

  /// Everything at this moment, with the traces of the last `window`.
  public func snapshot(window: Seconds = 0) -> MonitorSnapshot {
    let columns = Int((window.value / TraceHistory.columnSpan).rounded())
    let now = clock.elapsed()
    return state.withLock { state in
      MonitorSnapshot(
        wearables: state.lanes.map { $0.snapshot(columns: columns, at: now) }, uptime: now - begin,
        remarks: state.remarks)
    }
  }

  /// How far the foremost wearable has come.
  public var time: Seconds { state.withLock { $0.lanes.map(\.time).max() ?? 0 } }

  /// Adds what a person should know.
  public func remark(_ text: String, isWarning: Bool = true) {
    let text = printable(text, limit: 400)
    let at = clock.elapsed() - begin
    state.withLock { state in
      state.remarks.append(MonitorSnapshot.Remark(at: at, text: text, isWarning: isWarning))
      if state.remarks.count > MonitorSnapshot.mostRemarks { state.remarks.removeFirst() }
    }
  }

  /// Writes down what a person said that an episode was.
  public func correct(episode: Int, of lane: Int, to kind: Episode.Kind) {
    change(lane) { $0.correct(episode: episode, to: kind) }
  }

  /// Begins a calibration of a wearable's electrode sites beside the monitoring.
  public func calibrate(_ lane: Int, _ plan: CalibrationPlan) { change(lane) { $0.calibrate(plan) } }

  /// Does what the person wants of a calibration.
  public func tell(_ command: CalibrationCommand, of lane: Int) {
    change(lane) { $0.calibration?.take(command) }
  }

  /// How the calibration of a wearable stands, with the remarks since this was asked last; nil where there is none.
  public func calibration(of lane: Int) -> (state: BoardCalibration, remarks: [CalibrationRemark])? {
    state.withLock { state in
      guard var calibration = state.lanes[lane].calibration else { return nil }
      let remarks = calibration.takeRemarks()
      state.lanes[lane].calibration = calibration
      return (calibration, remarks)
    }
  }

  /// The account of a lane's muscle.
  func account(of lane: Int) -> Ledger { state.withLock { $0.lanes[lane].account } }

  func change(_ lane: Int, _ body: (inout BoardLane) -> Void) {
    state.withLock { body(&$0.lanes[lane]) }
  }
}
