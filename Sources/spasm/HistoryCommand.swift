import ArgumentParser
import EpisodeRecorder
import Events
import TerminalUI

/// `spasm history`: what the days brought.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show the days: a calendar of spasms, their hours, lengths and strength.",
    discussion: """
      Episodes that you corrected count as what you said they were. A day that was not recorded is not a day \
      without spasms, and is shown so.
      """)

  @Option(help: ArgumentHelp("How many days back, today included.", valueName: "n"))
  var days = 30

  @OptionGroup var library: LibraryOption

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    guard (1...3660).contains(days) else { throw ValidationError("--days takes a number from 1 to 3660") }
  }

  func run() throws {
    try Failure.guarded {
      let library = try library.open()
      let now = WallTime.now()
      // A day more than asked for: zones differ.
      let since = now.adding(-86_400 * Double(days + 1))
      let notes = try library.notes(since: since).map(\.note)
      let history = History(
        sessions: try library.sessions(), episodes: try library.episodes(since: since), notes: notes,
        days: days, now: now)
      let output = StandardOutput()
      if json {
        var text = JSONText()
        text.object { history.write(to: &$0) }
        output.write(text.bytes + [UInt8(ascii: "\n")])
      } else {
        let shown = notes.filter { history.days.contains($0.at.day) }
        let view = HistoryView(history, notes: shown)
        output.write(view.page(width: Terminal.output.width).text(Terminal.output.style))
      }
      try output.flush()
    }
  }
}
