import Events
import Monitoring
import Settings
import Signals
import TerminalUI

/// Monitoring that is told in lines: JSON for a program, or words with a report at the end.
struct TextMonitor {
  private let monitoring: MonitorRun
  private let isJSON: Bool
  /// How long a reader may take for the last lines.
  private static let farewell = 5.0

  /// Lines of what `run` monitors.
  init(_ run: MonitorRun, isJSON: Bool) {
    monitoring = run
    self.isJSON = isJSON
  }

  /// Monitors to the end.
  ///
  /// - Throws: what a source failed with, and ``StandardOutput/Failure`` where nobody reads and nothing is recorded.
  func run() throws {
    let pipe = TextPipe()
    let sources = monitoring.wearables.map { (name: $0.device.text, source: $0.source.description) }
    let report = isJSON ? nil : ReportOutlet(sources, to: pipe, showsLines: monitoring.isLive)
    let lines = isJSON ? LineOutlet(sources.map(\.source.streams), to: pipe) : nil
    let log = LogOutlet(sources.map(\.name), monitoring.settings.logLevel)
    let outlets: [any MonitorOutlet] = [report as (any MonitorOutlet)?, lines, log].compactMap(\.self)
    let board = monitoring.board(keepsTraces: false)
    let progress = report != nil && Terminal.error.isInteractive ? ProgressLine(name: "", duration: nil) : nil
    var isTold = false
    try monitoring.run(board, outlets: outlets) { watch in
      while !watch.turn(waiting: MonitorRun.turnInterval) {
        if let report, monitoring.isLive { progress?.redraw { report.status(at: board.time) } }
        tell(pipe, watch.monitor, &isTold)
      }
    }
    progress?.clear()
    report?.finish(damage: monitoring.wearables.map(\.source.damage))
    let isTaken = pipe.close(within: Self.farewell)
    if let failure = pipe.failure {
      if monitoring.isRecording, !isTold { Failure.say("\(failure.message); the recording went on") }
      throw failure
    }
    if !isTaken { Failure.say("standard output: nobody reads the last lines") }
  }

  /// Says that nobody reads: a recording goes on, and all else ends.
  private func tell(_ pipe: TextPipe, _ monitor: Monitor, _ isTold: inout Bool) {
    if let failure = pipe.failure, !isTold {
      guard monitoring.isRecording else {
        MonitorRun.leave()
        return
      }
      isTold = true
      Failure.say("\(failure.message); the recording goes on")
      monitor.tell(Health(.outletFailed, detail: failure.message))
    } else if pipe.failure == nil {
      let letGo = pipe.takeLetGo()
      guard letGo > 0 else { return }
      monitor.tell(Health(.outletFailed, detail: "standard output: \(letGo) lines were let go, nobody reads"))
    }
  }
}
