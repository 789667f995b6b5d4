import Events
import Logging
import Monitoring
import Signals
import Synchronization
import TerminalUI

/// Events as lines of JSON.
struct LineOutlet: MonitorOutlet {
  private let writers: [EventLineWriter]
  private let pipe: TextPipe

  /// Lines of wearables with these streams.
  init(_ wearables: [[StreamDescription]], to pipe: TextPipe) {
    writers = wearables.enumerated().map { number, streams in
      EventLineWriter(streams: streams, wearable: wearables.count > 1 ? number + 1 : nil)
    }
    self.pipe = pipe
  }

  func take(_ event: Event, from lane: Int) { pipe.put(writers[lane].line(event)) }
}

/// News of the monitoring on standard error.
struct LogOutlet: MonitorOutlet {
  private let names: [String]
  private let log: Logger

  /// News of wearables with these names, from `level` up.
  init(_ names: [String], _ level: Logger.Level) {
    self.names = names
    log = Failure.log(level)
  }

  func take(_ event: Event, from lane: Int) {
    guard case .health(let health) = event.body else { return }
    log.log(level: health.condition.level, "\(names[lane]): \(health.words)")
  }
}

extension Health.Condition {
  /// How much it matters.
  fileprivate var level: Logger.Level {
    switch self {
    case .alive: .debug
    case .resumed, .linkBack, .outletBack, .restarted, .clockJumped, .suspended: .info
    case .pausedDiskFull, .pausedFailure, .spaceLow, .notSynced, .refused, .linkLost, .cutOff, .overrun,
      .outletFailed:
      .warning
    }
  }
}

/// Events as lines for a person, and the report at the end.
final class ReportOutlet: MonitorOutlet {
  private struct State {
    var views: [LiveView]
    var reports: [ReplayReport]
  }

  private let state: Mutex<State>
  private let names: [String]
  private let pipe: TextPipe
  private let showsLines: Bool

  /// Lines of wearables with these names.
  init(_ wearables: [(name: String, source: SourceDescription)], to pipe: TextPipe, showsLines: Bool) {
    names = wearables.count > 1 ? wearables.map(\.name) : [""]
    self.pipe = pipe
    self.showsLines = showsLines
    state = Mutex(
      State(
        views: wearables.map { LiveView(streams: $0.source.streams) },
        reports: wearables.map { ReplayReport(source: $0.source) }))
  }

  func take(_ event: Event, from lane: Int) {
    let line = state.withLock { state in
      state.reports[lane].take(event)
      return state.views[lane].take(event)
    }
    guard showsLines, let line else { return }
    var named = Line(names[lane].isEmpty ? "" : "\(names[lane])  ", .faint)
    named.append(line)
    // The line that runs on the same terminal gives way to it.
    let clear = Terminal.output.isInteractive && Terminal.error.isInteractive ? "\r\u{1B}[K" : ""
    pipe.put(Array((clear + named.text(Terminal.output.style) + "\n").utf8))
  }

  /// The line that runs: what each channel that is not at rest does.
  func status(at time: Seconds) -> String {
    let width = Terminal.error.width / names.count
    return state.withLock { state in
      zip(names, state.views).map { name, view in
        let begin = name.isEmpty ? "" : "\(name.prefix(max(width / 3, 8)))  "
        return begin + view.status(at: time, width: width - begin.count - 2, style: Terminal.error.style)
      }.joined(separator: "  ")
    }
  }

  /// Writes the reports, with what was found wrong with what was read.
  func finish(damage: [[String]]) {
    let text = state.withLock { state in
      zip(state.reports, damage).map { report, damage in
        var report = report
        report.damage = damage
        return report.text(width: Terminal.output.width, style: Terminal.output.style, showsAll: false)
      }.joined(separator: "\n")
    }
    pipe.put(Array(((showsLines ? "\n" : "") + text).utf8))
  }
}
