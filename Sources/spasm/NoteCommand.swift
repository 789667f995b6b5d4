import ArgumentParser
import EpisodeRecorder
import Events
import Signals

/// `spasm note`: the person's own words, kept with the recording.
struct NoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "note", abstract: "Write down what happened, how much it hurt, or what an episode was.",
    discussion: """
      It goes to the session that is being recorded, also by another process, or else to the newest one. A \
      correction stands beside the detector's word and is counted in the history; nothing is written over. Episodes of a \
      further wearable have numbers of their own: name its part of the session.

        spasm note "after lifting" --pain 7 --at -5m
        spasm note --correct 12=movement "that was me"
        spasm note --session 2026-11-25T03-12-05/wearable-2 --correct 4=twitch
      """)

  @Argument(help: "What you want to say.")
  var text: String?

  @Option(help: ArgumentHelp("How much it hurts, from 0 to 10.", valueName: "0-10"))
  var pain: Int?

  @Option(
    help: ArgumentHelp(
      "What an episode was: twitch, brief, spasm, movement or artefact.", valueName: "episode=kind"))
  var correct: String?

  @OptionGroup var options: NoteOptions

  private static let longest = 4000

  func validate() throws {
    let words = text.map { printable($0, limit: Self.longest + 1) } ?? ""
    guard words.unicodeScalars.count <= Self.longest else {
      throw ValidationError("a note has at most \(Self.longest) characters")
    }
    if let pain, !(0...Note.greatestPain).contains(pain) {
      throw ValidationError("--pain takes a whole number from 0 to 10")
    }
    if correct != nil, correction == nil {
      let kinds = Episode.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--correct takes an episode's number and what it was, as 12=movement; \(kinds)")
    }
    if words.isEmpty, pain == nil, correct == nil {
      throw ValidationError("say something, or give --pain or --correct; 'spasm mark' marks a moment")
    }
  }

  func run() throws {
    try options.add { reading, moment, time in
      guard let correction else { return Note(.note, at: moment, atSeconds: time, text: text, pain: pain) }
      guard reading.log.episodes.contains(where: { $0.id == correction.episode }) else {
        throw SessionError(
          .absent, path: reading.folder.events,
          reason: "has no episode \(correction.episode); 'spasm sessions show' tells which there are")
      }
      return Note(
        .correction, at: moment, atSeconds: time, text: text, pain: pain, episode: correction.episode,
        label: correction.kind.rawValue)
    }
  }

  private var correction: (episode: Int, kind: Episode.Kind)? {
    let parts = (correct ?? "").split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, let episode = Int(parts[0]), let kind = Episode.Kind(rawValue: String(parts[1]))
    else { return nil }
    return (episode, kind)
  }
}
