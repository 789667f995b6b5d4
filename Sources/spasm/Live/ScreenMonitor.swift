import EpisodeRecorder
import Events
import Monitoring
import RecordingFormats
import Settings
import Signals
import TerminalUI

/// Monitoring on a screen.
struct ScreenMonitor {
  private let monitoring: MonitorRun
  private let board: Board

  /// A screen of what `run` monitors.
  init(_ run: MonitorRun) {
    monitoring = run
    board = run.board(keepsTraces: true)
  }

  /// Monitors to the end, or until the person quits; a terminal that goes does not end a recording.
  func run() throws {
    let screen = try TerminalScreen()
    try monitoring.run(board, outlets: [RemarkOutlet(board, names: monitoring.names)]) { watch in
      var page = LiveScreen(
        window: monitoring.settings.screenWindow, snapshot: { board.snapshot(window: $0) },
        perform: { perform($0, watch, on: screen) })
      try screen.show(&page) { watch.turn(waiting: 0) }
      MonitorRun.leave()
    }
    try tellAccount()
  }

  /// What a key asks for; the answer is shown.
  private func perform(_ action: ScreenAction, _ watch: MonitorRun.Watch, on screen: TerminalScreen) -> String {
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
    var page = CalibrationPage(board, lane: 0, names: wearable.shownNames)
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

  private func silence(_ alerts: AlertsOutlet) -> String {
    alerts.desk.silence(now: monitoring.clock.elapsed())
    return "no alerts for \(spanText(AlertEngine.usualSilence))"
  }

  /// Adds a note to what is recorded; why that did not work, or nil.
  private func note(_ make: (WallTime, Double) -> Note) -> String? {
    let shown = board.snapshot().wearables
    var isKept = false
    for (wearable, shown) in zip(monitoring.wearables, shown) {
      guard let recorder = wearable.recorder else { continue }
      // By the signal's time: a wall clock that was set meanwhile does not move it.
      let at = recorder.started.adding(shown.time.value)
      do throws(SessionError) {
        try NoteFile(path: recorder.folder.notes).append(make(at, shown.time.value))
        isKept = true
      } catch {
        board.remark(error.message)
        return "NOT KEPT: \(error.reason)"
      }
    }
    return isKept ? nil : "not kept: nothing is recorded (--record)"
  }

  /// The spasm that was settled last was a movement, by the person's word.
  private func correct() -> String {
    let shown = board.snapshot().wearables
    let last = shown.enumerated().compactMap { lane, wearable -> (lane: Int, episode: RecentEpisode)? in
      wearable.episodes.first { $0.episode.kind == .spasm && $0.correction == nil }.map { (lane, $0) }
    }.max { $0.episode.episode.offset < $1.episode.episode.offset }
    guard let last else { return "there is no spasm to correct" }
    let episode = last.episode.episode
    if let recorder = monitoring.wearables[last.lane].recorder {
      let note = Note(
        .correction, at: recorder.started.adding(shown[last.lane].time.value),
        atSeconds: shown[last.lane].time.value, episode: episode.id, label: Episode.Kind.movement.rawValue)
      do throws(SessionError) { try NoteFile(path: recorder.folder.notes).append(note) } catch {
        board.remark(error.message)
        return "NOT KEPT: \(error.reason)"
      }
    }
    board.correct(episode: episode.id, of: last.lane, to: .movement)
    return "what began at \(clockText(episode.onset)) was movement"
  }

  /// What there was, in a few lines, where the screen was.
  private func tellAccount() throws {
    let output = StandardOutput()
    let (width, style) = (Terminal.output.width, Terminal.output.style)
    for wearable in board.snapshot().wearables {
      output.write(MonitorAccount(wearable).page(width: width).text(style))
    }
    try output.flush()
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
