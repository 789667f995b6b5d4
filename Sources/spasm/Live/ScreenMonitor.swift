import EpisodeRecorder
import Events
import Monitoring
import RecordingFormats
import Settings
import Signals
import SpasmDetection
import TerminalUI

/// Monitoring on a screen.
final class ScreenMonitor {
  /// A spasm that the person has said to be a movement while it went on.
  private struct Pending: Equatable {
    var lane: Int
    var channel: Int
    var onset: Seconds
  }

  private let monitoring: MonitorRun
  private let board: Board
  private var pending: [Pending] = []
  /// How long the terminal may take for the last lines.
  private static let farewell = 3.0
  /// What has not been heard for longer is missing, not under way.
  private static let longestPacket: Seconds = 1

  /// A screen of what `run` monitors.
  init(_ run: MonitorRun) {
    monitoring = run
    board = run.board(keepsTraces: true)
  }

  /// Monitors to the end, or until the person quits; a terminal that goes does not end a recording.
  func run() throws {
    let screen = try TerminalScreen(style: Terminal.output.style(monitoring.settings.screenColour))
    try monitoring.run(board, outlets: [RemarkOutlet(board, names: monitoring.names)]) { watch in
      var page = LiveScreen(
        window: monitoring.settings.screenWindow, snapshot: { self.snapshot($0, watch.alerts) },
        perform: { self.perform($0, watch, on: screen) })
      try screen.show(&page) { watch.turn(waiting: 0) }
      MonitorRun.leave()
    }
    // What was said of a spasm that the end has settled.
    settlePending(board.snapshot())
    try tellAccount()
  }

  private func snapshot(_ window: Seconds, _ alerts: AlertsOutlet) -> MonitorSnapshot {
    var snapshot = board.snapshot(window: window)
    snapshot.silence = alerts.desk.silentUntil.map { $0 - monitoring.clock.elapsed() }
    settlePending(snapshot)
    return snapshot
  }

  /// What a key asks for; the answer is shown.
  private func perform(_ action: ScreenAction, _ watch: MonitorRun.Watch, on screen: TerminalScreen) -> String
  {
    switch action {
    case .mark: note { at, seconds in Note(.mark, at: at, atSeconds: seconds) } ?? "marked"
    case .note(let text, let pain):
      note { at, seconds in Note(.note, at: at, atSeconds: seconds, text: text, pain: pain) } ?? "noted"
    case .wasMovement: correct()
    case .calibrate: calibrate(watch, on: screen)
    case .silence: silence(watch.alerts)
    case .quit: ""
    }
  }

  /// Calibrates the first wearable beside the monitoring; what was found counts from the next start on.
  private func calibrate(_ watch: MonitorRun.Watch, on screen: TerminalScreen) -> String {
    let wearable = monitoring.wearables[0]
    let labels = wearable.source.description.streams.muscleLabels
    guard !labels.isEmpty else { return "there is no muscle to calibrate" }
    var plan = CalibrationPlan()
    // Contractions of a story come in their own time.
    if !wearable.device.isDevice { plan.lead = CalibrateCommand.lead }
    var page = CalibrationPage(board, lane: 0, names: wearable.shownNames, plan: plan)
    do throws(StandardOutput.Failure) {
      try screen.show(&page) { watch.turn(waiting: 0) }
    } catch {
      return "NOT CALIBRATED: \(error.message)"
    }
    guard let (state, _) = board.calibration(of: 0) else { return "" }
    do {
      let kept = try monitoring.keep(state, of: 0)
      return kept.map { "calibrated: \($0.joined(separator: ", ")); it counts from the next start on" }
        ?? "nothing is kept of the calibration"
    } catch {
      return "NOT KEPT: \((error as? RecordingError)?.message ?? "\(error)")"
    }
  }

  /// Silences alerts for ten minutes, or no longer where they are silent.
  private func silence(_ alerts: AlertsOutlet) -> String {
    let now = monitoring.clock.elapsed()
    if let end = alerts.desk.silentUntil, end > now {
      alerts.desk.silence(for: 0, now: now)
      return "alerts are told again"
    }
    alerts.desk.silence(now: now)
    return "no alerts for \(spanText(AlertEngine.usualSilence))"
  }

  /// Adds a note to what is recorded, in the time of the first wearable; why that did not work, or nil.
  private func note(_ make: (WallTime, Double) -> Note) -> String? {
    guard let recorder = monitoring.wearables.first?.recorder else {
      return "not kept: nothing is recorded (--record)"
    }
    // By the signal's time, which goes on where nothing comes: a wall clock that was set meanwhile does not move it.
    let first = board.snapshot().wearables[0]
    let time = (first.time + (first.unheard > Self.longestPacket ? first.unheard : 0)).value
    return write(make(recorder.started.adding(time), time), to: recorder)
  }

  /// The spasms that go on, or the one that was settled last, were a movement, by the person's word.
  private func correct() -> String {
    let shown = board.snapshot().wearables
    var first: Seconds?
    for (lane, wearable) in shown.enumerated() {
      for (channel, state) in wearable.channels.map(\.state).enumerated() {
        guard case .spasm(let onset) = state else { continue }
        first = min(first ?? onset, onset)
        let one = Pending(lane: lane, channel: channel, onset: onset)
        if !pending.contains(one) { pending.append(one) }
      }
    }
    if let first { return "what began at \(clockText(first)) is movement; it is kept so when it is over" }
    let last = shown.enumerated().compactMap { lane, wearable -> (lane: Int, episode: RecentEpisode)? in
      wearable.episodes.first { $0.episode.kind == .spasm && $0.correction == nil }.map { (lane, $0) }
    }.max { $0.episode.episode.offset < $1.episode.episode.offset }
    guard let last else { return "there is no spasm to correct" }
    return correct(last.episode.episode, of: last.lane)
      ?? "what began at \(clockText(last.episode.episode.onset)) was movement"
  }

  /// Corrects what was said to be a movement while it went on, once it is settled.
  private func settlePending(_ snapshot: MonitorSnapshot) {
    guard !pending.isEmpty else { return }
    pending.removeAll { one in
      let settled = snapshot.wearables[one.lane].episodes.first {
        $0.channel == one.channel && $0.episode.onset >= one.onset - 1
      }
      guard let settled else { return false }
      if settled.episode.kind == .spasm { _ = correct(settled.episode, of: one.lane) }
      return true
    }
  }

  /// Keeps that an episode was a movement; why that did not work, or nil.
  private func correct(_ episode: Episode, of lane: Int) -> String? {
    if let recorder = monitoring.wearables[lane].recorder {
      let note = Note(
        .correction, at: recorder.started.adding(episode.offset.value), atSeconds: episode.offset.value,
        episode: episode.id, label: Episode.Kind.movement.rawValue)
      if let failure = write(note, to: recorder) { return failure }
    }
    board.correct(episode: episode.id, of: lane, to: .movement)
    return nil
  }

  private func write(_ note: Note, to recorder: SessionRecorder) -> String? {
    do throws(SessionError) { try NoteFile(path: recorder.folder.notes).append(note) } catch {
      board.remark(error.message)
      return "NOT KEPT: \(error.reason)"
    }
    return nil
  }

  /// What there was, in a few lines, where the screen was.
  private func tellAccount() throws {
    let pipe = TextPipe()
    let (width, style) = (Terminal.output.width, Terminal.output.style)
    for wearable in board.snapshot().wearables {
      pipe.put(Array(MonitorAccount(wearable).page(width: width).text(style).utf8))
    }
    // A terminal that takes nothing is not waited for.
    _ = pipe.close(within: Self.farewell)
    if let failure = pipe.failure { throw failure }
  }
}

/// News of the monitoring as remarks on the screen.
private struct RemarkOutlet: MonitorOutlet {
  private let board: Board
  private let names: [String]

  init(_ board: Board, names: [String]) {
    self.board = board
    self.names = names
  }

  func take(_ event: Event, from lane: Int) {
    guard case .health(let health) = event.body, health.condition != .alive else { return }
    let isGood = [.resumed, .linkBack, .outletBack].contains(health.condition)
    let name = names.count > 1 ? "\(names[lane]): " : ""
    board.remark(name + health.words, isWarning: !isGood)
  }
}
