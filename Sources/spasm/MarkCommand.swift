import ArgumentParser
import EpisodeRecorder

/// `spasm mark`: a moment to come back to, without words.
struct MarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mark", abstract: "Mark a moment of the recording, to come back to it.")

  @OptionGroup var options: NoteOptions

  func run() throws {
    try options.add { _, moment, time in Note(.mark, at: moment, atSeconds: time) }
  }
}
