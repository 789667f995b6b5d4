import ArgumentParser
import EpisodeRecorder
import Events
import TerminalUI

/// `spasm sessions show`: one session, its episodes and notes.
struct SessionsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a session: its episodes, what you say of them, and your notes.")

  @Argument(help: "The session's name, the beginning of it, or its folder; the newest when left out.")
  var session: String?

  @OptionGroup var library: LibraryOption

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    try Failure.guarded {
      let reading = SessionReading(try library.session(session))
      let notes = reading.allNotes.sorted { $0.at.unixSeconds < $1.at.unixSeconds }
      let episodes = reading.allEpisodes.sorted { $0.episode.onset < $1.episode.onset }
      let output = StandardOutput()
      if json {
        var text = JSONText()
        text.object { object in
          object.object("session") { reading.listed.write(to: &$0) }
          object.array("episodes") { list in
            for episode in episodes { list.object { episode.write(to: &$0) } }
          }
          object.array("notes") { list in for note in notes { list.object { note.write(to: &$0) } } }
        }
        output.write(text.bytes + [UInt8(ascii: "\n")])
      } else {
        let view = SessionView(reading.listed, episodes: episodes, notes: notes)
        output.write(view.page(width: Terminal.output.width).text(Terminal.output.style))
      }
      try output.flush()
    }
  }
}
