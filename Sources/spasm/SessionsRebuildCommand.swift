import ArgumentParser
import EpisodeRecorder

/// `spasm sessions rebuild`: the index, made again from the folders.
struct SessionsRebuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild", abstract: "Make the index of all sessions again from their folders.")

  @OptionGroup var library: LibraryOption

  func run() throws {
    try Failure.guarded {
      let count = try library.open().rebuild()
      let output = StandardOutput()
      output.write("\(library.folder.index): \(count) session\(count == 1 ? "" : "s")\n")
      try output.flush()
    }
  }
}
