import ArgumentParser
import EpisodeRecorder

/// `spasm sessions verify`: whether sessions are what was recorded.
struct SessionsVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Prove that sessions are whole: the account of every sample, and the checksums.",
    discussion: "Every file is read. Exit code 65 where something is wrong.")

  @Argument(help: "The sessions' names or folders; all of the library when left out.")
  var sessions: [String] = []

  @OptionGroup var library: LibraryOption

  func run() throws {
    try Failure.guarded {
      let folders = sessions.isEmpty ? library.folder.sessionFolders : try sessions.map(library.folder.find)
      let output = StandardOutput()
      var isSound = true
      for folder in folders.flatMap(\.wearables) {
        let verified = try SessionVerification(folder)
        isSound = isSound && verified.problems.isEmpty
        output.write("\(folder.path): \(verified.problems.isEmpty ? "sound" : "NOT SOUND")\n")
        for line in verified.problems { output.write("  problem: \(line)\n") }
        for line in verified.account { output.write("  \(line)\n") }
        output.write("  \(verified.soundFiles) files are as they were written\n")
        try output.flush()
      }
      if !isSound { throw Failure.malformed }
    }
  }
}
