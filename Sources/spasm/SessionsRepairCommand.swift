import ArgumentParser
import EpisodeRecorder
import Foundation

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
        for line in closeCutSessions(in: library.folder.sessionFolders) { output.write("\(line)\n") }
      } else {
        for folder in try sessions.map(library.folder.find) {
          let repair = try SessionRepair(folder)
          output.write("\(folder.path): \(repair.steps.isEmpty ? "nothing to do" : "closed")\n")
          for step in repair.steps { output.write("  \(step)\n") }
        }
      }
      try output.flush()
    }
  }
}

/// Closes the sessions that were cut off, but for those that are being recorded; tells of each in a line.
func closeCutSessions(in folders: [SessionFolder]) -> [String] {
  folders.filter { !$0.isClosed }.compactMap { folder in
    do {
      // What is under way is left alone.
      guard let lock = try? SessionLock(folder) else { return nil }
      lock.release()
      let steps = try SessionRepair(folder).steps
      return "\(folder.path): was cut off, and is closed now (\(steps.count) steps)"
    } catch let error as SessionError {
      return error.message
    } catch {
      return "\(folder.path): \(error.localizedDescription)"
    }
  }
}
