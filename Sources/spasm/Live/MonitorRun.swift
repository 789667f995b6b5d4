import EpisodeRecorder
import Foundation
import Links
import Monitoring
import RecordingFormats
import Settings
import Signals
import Simulation
import SpasmDetection
import Synchronization
import TerminalUI
import Wearables

/// Wearables that are monitored by a command, from the first sample to the last line.
final class MonitorRun {
  /// One wearable, ready to be monitored.
  struct Wearable {
    var device: SourceAddress
    var source: any BlockSource
    /// By what it is judged.
    var preset: Preset
    var known: SiteFile.Known?
    var recorder: SessionRecorder?
    /// The strongest contraction of each channel, as a calibration beside the monitoring left it; empty without one.
    var maxima: [Double?] = []

    /// What the person calls the channels.
    var shownNames: [String] {
      let labels = source.description.streams.muscleLabels
      return zip(labels, known?.names ?? []).map { label, name in name.map { printable($0) } ?? label }
    }
  }

  private(set) var wearables: [Wearable]
  let clock = MonitorClock.system
  let settings: LiveSettings
  private let arguments: MonitorArguments
  private let usesSites: Bool
  private static let isLeft = Atomic(false)

  /// Opens the devices and begins their sessions; `keeping` is nil where nothing is recorded.
  ///
  /// A calibration neither begins with what is known of the sites nor keeps what is learnt beside it (`usesSites`).
  init(
    _ devices: [SourceAddress], _ arguments: MonitorArguments, _ settings: LiveSettings,
    keeping: KeepingArguments?, usesSites: Bool = true
  ) throws {
    self.arguments = arguments
    self.settings = settings
    self.usesSites = usesSites
    Interruption.watch()
    var wearables: [Wearable] = []
    for device in devices {
      let preset = try arguments.preset(for: device, settings)
      let source = try Self.open(device, arguments, clock)
      try Replay(source, name: device.text, preset: preset).check()
      try arguments.person.check(source.description.streams)
      let file = usesSites ? arguments.siteFile(of: device, settings) : nil
      let known = try file?.known(of: source.description.streams, at: .now())
      for remark in known?.remarks ?? [] { Failure.say("\(device.text): \(remark)") }
      wearables.append(Wearable(device: device, source: source, preset: preset, known: known))
    }
    if let keeping {
      let sessions = try keeping.sessions(settings)
      closeCutSessions(in: LibraryFolder.sessionFolders(in: sessions)) { line, _ in Failure.say(line) }
      for place in wearables.indices {
        let pace = arguments.pace(of: wearables[place].device)
        let part =
          wearables[0].recorder.map { SessionPlace.Part.companion(place + 1, of: $0) }
          ?? .first(sessions: sessions, companions: wearables.count - 1)
        let recorder = try keeping.begin(
          wearables[place].source.description, name: wearables[place].device.text,
          preset: wearables[place].preset,
          sites: wearables[place].known?.sites ?? [],
          place: SessionPlace(part: part, isAtPaceOfLife: pace == .itsOwn || pace == .times(1)), settings,
          clock: clock)
        wearables[place].recorder = recorder
        Failure.say("recording to \(recorder.folder.path)")
      }
    }
    self.wearables = wearables
  }

  /// The wearables' addresses.
  var names: [String] { wearables.map(\.device.text) }

  /// Whether what is seen is kept.
  var isRecording: Bool { wearables.contains { $0.recorder != nil } }

  /// Whether someone looks on while it happens.
  var isLive: Bool { wearables.contains { arguments.pace(of: $0.device) != .greatest } }

  /// Where the lanes write down what a person may look at.
  func board(keepsTraces: Bool) -> Board {
    Board(
      wearables.map { wearable in
        Board.Wearable(
          name: wearable.device.text, source: wearable.source.description,
          preset: wearable.preset.name,
          session: wearable.recorder?.folder, maxima: wearable.known?.sites.map { $0?.maximum } ?? [])
      }, keepsTraces: keepsTraces, clock: clock)
  }

  /// Asks the monitoring to end.
  static func leave() { isLeft.store(true, ordering: .relaxed) }

  private static var isStopped: Bool { Interruption.isAsked || isLeft.load(ordering: .relaxed) }

  /// Monitors until the last wearable ends or the person has had enough, while `watch` goes on as long as it likes.
  ///
  /// What `watch` throws does not end a recording; it is thrown when that is over.
  /// - Throws: what a source failed with, a session that could not be closed, or what `watch` threw.
  func run(_ board: Board, outlets: [any MonitorOutlet], watch: (Watch) throws -> Void) throws {
    let inboxes = wearables.map { _ in Inbox() }
    let vibrators = wearables.map { ($0.source as? DeviceSource)?.vibrator }
    let alerts = AlertsOutlet(
      settings.alerts, board: board, names: names, clock: clock,
      vibrate: { vibrators.indices.contains($0) && vibrators[$0]?.vibrate() == true },
      tell: { health in for inbox in inboxes { inbox.put(health) } })
    let feeds = wearables.map { wearable in
      var settings = Feed.Settings()
      settings.pace = arguments.pace(of: wearable.device)
      settings.duration = arguments.duration.map { Seconds($0) }
      settings.isStopped = { Self.isStopped }
      return Feed(wearable.source, settings: settings)
    }
    let lanes = wearables.indices.map { number in
      let wearable = wearables[number]
      var settings = Lane.Settings(name: wearable.device.text, preset: wearable.preset)
      settings.sites = wearable.known?.sites ?? []
      settings.outlets = outlets + [alerts]
      settings.inbox = inboxes[number]
      settings.healthInterval = self.settings.healthInterval
      return Lane(
        feeds[number], number: number, recorder: wearable.recorder, board: board, settings: settings)
    }
    let monitor = Monitor(feeds, lanes, clock: clock)
    monitor.start()
    let service = isLive ? MonitorService(monitor, board, clock: clock) : nil
    defer { service?.end() }
    let watching = Watch(monitor: monitor, alerts: alerts, service: service, clock: clock)
    var failure: (any Error)?
    do { try watch(watching) } catch {
      failure = error
      if !isRecording { Self.leave() }
    }
    while !watching.turn(waiting: Self.turnInterval) {}
    alerts.finish()
    try finish(feeds, lanes)
    if let failure { throw failure }
  }

  /// What goes on beside the lanes, in the hands of who watches.
  final class Watch {
    let monitor: Monitor
    let alerts: AlertsOutlet
    private let service: MonitorService?
    private let clock: MonitorClock
    private var next: Seconds = 0
    private static let interval: Seconds = 0.5

    init(monitor: Monitor, alerts: AlertsOutlet, service: MonitorService?, clock: MonitorClock) {
      self.monitor = monitor
      self.alerts = alerts
      self.service = service
      self.clock = clock
    }

    /// Does what is due, and waits so long at the most for the end; whether all is over.
    ///
    /// To be called ten times a second.
    func turn(waiting span: Seconds) -> Bool {
      let now = clock.elapsed()
      if now >= next {
        next = now + Self.interval
        alerts.turn()
      }
      service?.turn()
      return monitor.wait(span)
    }
  }

  /// How long is waited for the end at one go.
  static let turnInterval: Seconds = 0.1

  /// Keeps what a calibration found of a wearable's sites; the names of those that were kept, nil where nothing is.
  func keep(_ state: BoardCalibration, of lane: Int) throws -> [String]? {
    let (wearable, result) = (wearables[lane], state.calibration.result)
    guard result.ending == .finished, let file = arguments.siteFile(of: wearable.device, settings) else {
      return nil
    }
    let streams = wearable.source.description.streams
    let kept = try file.keep(result, learnt: state.learnt, of: streams, at: .now())
    wearables[lane].maxima = result.channels.map(\.maximum)
    return kept.isEmpty ? nil : kept
  }

  private func keepLearnt(_ learnt: [SiteMemory?], of wearable: Wearable) throws {
    var sites = learnt
    // A calibration without a maximum leaves none.
    for (channel, maximum) in wearable.maxima.enumerated() { sites[channel]?.maximum = maximum }
    try arguments.siteFile(of: wearable.device, settings)?.keep(
      sites, of: wearable.source.description.streams)
  }

  /// Keeps what was learnt of every wearable and tells where its recording is, whatever befell the others.
  private func finish(_ feeds: [Feed], _ lanes: [Lane]) throws {
    var failures = lanes.compactMap(\.failure)
    for (wearable, lane) in zip(wearables, lanes) {
      if usesSites, lane.failure == nil {
        do { try keepLearnt(lane.learnt, of: wearable) } catch { failures.append(error) }
      }
      let damage = wearable.source.damage
      if !damage.isEmpty {
        Failure.say("\(wearable.device.text): damaged: \(damage.joined(separator: "; "))")
      }
      if let recorder = wearable.recorder { Failure.say("kept in \(recorder.folder.path)") }
    }
    failures += feeds.compactMap(\.failure)
    if let failure = failures.first { throw failure }
  }

  /// Opens a device, a recording or a scenario.
  static func open(
    _ device: SourceAddress, _ arguments: MonitorArguments, _ clock: MonitorClock
  ) throws -> any BlockSource {
    switch device {
    case .simulation(let scenario):
      return SimulatedSource(
        scenario, seed: arguments.seed,
        duration: arguments.duration.map { Seconds($0) } ?? scenario.defaultDuration)
    case .file(let path):
      var options = arguments.reading.options
      options.fits24Bits = true
      return try openAnyRecording(path, options: options)
    case .device(let address):
      let file = try arguments.capture.map { try CaptureFile(path: $0, kind: address.kind) }
      var settings = DeviceSource.Settings(
        connect: { () throws(LinkError) in try address.connect() }, now: clock.elapsed,
        isStopped: { Self.isStopped })
      if let file { settings.capture = file.add }
      return try DeviceSource(address.kind, name: address.description, settings: settings)
    }
  }
}
