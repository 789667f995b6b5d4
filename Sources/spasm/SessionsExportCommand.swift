import ArgumentParser
import EpisodeRecorder
import Signals

/// `spasm sessions export`: a session for other programs.
struct SessionsExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a session as tables, JSON, EDF+ or a BIDS dataset.",
    discussion: """
      csv    a folder: a table a stream, with times; episodes and notes
      json   a file: the description, episodes, bouts and notes; no signals
      edf    a file: EDF+ of 16 bits, episodes and notes as annotations
      bids   a folder: a dataset by the Brain Imaging Data Structure, with BDF+ of 24 bits

      Of a session of several wearables each is written: in a folder of its own (csv), a part of its own (json, bids), \
      or a file beside the first one's (edf).

      Nothing leaves this machine: the export is a file or a folder that only you can read. --anonymise leaves out \
      who and which device it was, your words, and all absolute times; times stay relative to the start.
      """)

  @Argument(help: "The session's name, the beginning of it, or its folder.")
  var session: String

  @Option(
    help: ArgumentHelp("What to write: csv, json, edf or bids.", valueName: "format"),
    completion: .list(SessionExport.Format.allCases.map(\.rawValue)), transform: Self.format)
  var format: SessionExport.Format

  @Option(
    help: ArgumentHelp("The file or folder to make; nothing may be there yet.", valueName: "path"),
    completion: .file())
  var out: String

  @Flag(help: "Leave out the person, the device and all absolute times.")
  var anonymise = false

  @Option(help: ArgumentHelp("The participant's label in a BIDS dataset.", valueName: "label"))
  var subject = "01"

  @Option(help: ArgumentHelp("The task's label in a BIDS dataset.", valueName: "label"))
  var task = "monitoring"

  @OptionGroup var library: LibraryOption

  private static func format(_ name: String) throws -> SessionExport.Format {
    guard let format = SessionExport.Format(rawValue: name) else {
      throw ValidationError("--format takes csv, json, edf or bids, not '\(printable(name))'")
    }
    return format
  }

  func validate() throws {
    if out.isEmpty { throw ValidationError("--out takes a path, not nothing") }
    for (name, label) in [("--subject", subject), ("--task", task)] {
      guard !label.isEmpty, label.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
        throw ValidationError("\(name) takes letters and digits, not '\(printable(label))'")
      }
    }
  }

  func run() throws {
    try Failure.guarded {
      let folder = try library.folder.find(session)
      var export = SessionExport(SessionReading(folder), anonymise: anonymise)
      (export.subject, export.task) = (subject, task)
      for remark in try export.write(format, to: out) { Failure.say(remark) }
      let output = StandardOutput()
      output.write("Wrote \(printable(out, limit: 400)).\n")
      try output.flush()
    }
  }
}
