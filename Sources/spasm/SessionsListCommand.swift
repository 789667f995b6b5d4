import ArgumentParser
import EpisodeRecorder
import Events
import TerminalUI

/// `spasm sessions list`: every session, a line each.
struct SessionsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the sessions, with what was found in each.")

  @OptionGroup var library: LibraryOption

  @Flag(help: "Print one JSON object a line.")
  var json = false

  func run() throws {
    try Failure.guarded {
      let sessions = try library.open().sessions()
      let output = StandardOutput()
      if json {
        for session in sessions {
          var text = JSONText()
          text.object { session.write(to: &$0) }
          output.write(text.bytes + [UInt8(ascii: "\n")])
        }
      } else {
        output.write(SessionTable(sessions).page(width: Terminal.output.width).text(Terminal.output.style))
      }
      try output.flush()
    }
  }
}
