import ArgumentParser
import EpisodeRecorder
import Foundation
import Monitoring
import TerminalUI

/// `spasm status`: how a running monitor fares.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Ask the monitor that runs how it fares.",
    discussion: """
      Exit codes: 0 all is well; 69 no monitor runs; 75 one runs, and something is wrong: the link is lost, what is seen is not \
      recorded, an electrode is off, the battery or the disk is at its end, or its work does not get on.
      """)

  @Flag(help: "Print one JSON object a monitor.")
  var json = false

  @Flag(help: "Wait until a monitor runs and all is well.")
  var wait = false

  @OptionGroup var library: LibraryOption

  /// A monitor runs, and something is wrong.
  private static let notWell = ExitCode(75)
  private static let pause: UInt32 = 500_000

  func run() throws {
    try Failure.guarded {
      Interruption.watch()
      let folder = PrivateFolder.forSockets(
        environment: ProcessInfo.processInfo.environment, library: library.folder)
      var reports = StatusQuestion.ask(in: folder)
      while wait, reports.isEmpty || !reports.allSatisfy(\.troubles.isEmpty), !Interruption.isAsked {
        usleep(Self.pause)
        reports = StatusQuestion.ask(in: folder)
      }
      try tell(reports)
      if reports.isEmpty { throw Failure.unavailable }
      if !reports.allSatisfy(\.troubles.isEmpty) { throw Self.notWell }
    }
  }

  private func tell(_ reports: [StatusReport]) throws {
    if reports.isEmpty { Failure.say("no monitor runs; 'spasm live' begins one") }
    let output = StandardOutput()
    for (number, report) in reports.enumerated() {
      if json {
        output.write(report.json)
      } else {
        if number > 0 { output.write("\n") }
        output.write(StatusView(report).page(width: Terminal.output.width).text(Terminal.output.style))
      }
    }
    try output.flush()
  }
}
