import ArgumentParser
import EpisodeRecorder

/// `spasm sessions repair`: closes what was cut off.
struct SessionsRepairCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair", abstract: "Close sessions that were cut off by a crash or a power cut.",
    discussion:
      "Nothing is deleted: what was cut off in the middle is moved to a file beside it, ending in .cut.")

  @Argument(help: "The sessions' names or folders; all of the library that are not closed when left out.")
  var sessions: [String] = []

  @OptionGroup var library: LibraryOption

  func run() throws {
    try Failure.guarded {
      let output = StandardOutput()
      if sessions.isEmpty {
        var failed = 0
        closeCutSessions(in: library.folder.sessionFolders) { line, isClosed in
          if isClosed { output.write("\(line)\n") } else { Failure.say(line) }
          failed += isClosed ? 0 : 1
        }
        try output.flush()
        if failed > 0 { throw Failure.malformed }
      } else {
        for folder in try sessions.map(library.folder.find).flatMap(\.wearables) {
          let repair = try SessionRepair(folder)
          output.write("\(folder.path): \(repair.steps.isEmpty ? "nothing to do" : "closed")\n")
          for step in repair.steps { output.write("  \(step)\n") }
        }
      }
      try output.flush()
    }
  }
}

/// Closes the sessions that were cut off, but for those that are being recorded; tells of each in a line, and whether it is closed.
func closeCutSessions(in folders: [SessionFolder], tell: (String, Bool) -> Void) {
  for folder in folders.flatMap(\.wearables) where !folder.isClosed {
    // What is under way is left alone.
    guard let lock = try? SessionLock(folder) else { continue }
    lock.release()
    do throws(SessionError) {
      let steps = try SessionRepair(folder).steps
      tell("\(folder.path): was cut off, and is closed now (\(steps.count) steps)", true)
    } catch {
      tell(error.message, false)
    }
  }
}
