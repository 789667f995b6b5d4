import ArgumentParser
import EpisodeRecorder
import Foundation
import Signals
import TerminalUI

/// Which session a note goes to, and which moment it is about.
struct NoteOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The moment: how long ago (-5m, -90s, -2h), the time of day (22:15) or ISO 8601; now when left out.",
      valueName: "time"))
  var at: String?

  @Option(
    help: ArgumentHelp(
      "The session, by its name; the one that is being recorded, or the newest, when left out.",
      valueName: "id"))
  var session: String?

  @OptionGroup var library: LibraryOption

  @Flag(help: "Print the note as a JSON object.")
  var json = false

  func validate() throws {
    if let at, WallTime(said: at, now: .now()) == nil {
      throw ValidationError("--at takes -5m, 22:15 or 2026-01-31T22:15:00+01:00, not '\(printable(at))'")
    }
  }

  /// Writes what `note` makes of the session and the moment, and says where it went.
  func add(_ note: (SessionReading, WallTime, Double?) throws -> Note) throws {
    try Failure.guarded {
      let folder = try library.session(session)
      let reading = SessionReading(folder)
      let now = WallTime.now()
      let moment = at.flatMap { WallTime(said: $0, now: now) } ?? now
      let time = reading.started.map { started in
        // A start without a zone is of this place.
        moment.unixSeconds - started.unixSeconds + Double(started.offset == nil ? now.offset ?? 0 : 0)
      }.flatMap { abs($0) < EventLog.longest ? $0 : nil }
      let note = try note(reading, moment, time)
      try NoteFile(path: folder.notes).append(note)
      let output = StandardOutput()
      if json {
        output.write(note.line)
      } else {
        let place = time.map { time in
          ", \(spanText(Seconds(abs(time)))) \(time < 0 ? "before" : "after") its start"
        }
        let isOver = folder.isClosed && time.map { $0 > reading.duration } ?? false
        output.write(
          "Noted in \(printable(folder.id)) at \(moment.iso8601)\(place ?? "")\(isOver ? " (it is over)" : "").\n"
        )
      }
      try output.flush()
    }
  }
}
