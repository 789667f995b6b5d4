import ArgumentParser
import EpisodeRecorder

/// Which library a command is about.
struct LibraryOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder with the sessions and their index; $SPASM_HOME, or $XDG_DATA_HOME/spasm, when left out.",
      valueName: "dir"), completion: .directory)
  var library: String?

  /// Its folder.
  var folder: LibraryFolder { library.map { LibraryFolder(path: $0) } ?? PersonalLibrary.folder }

  /// The library, up to date; what was done to its index is told.
  func open() throws -> Library {
    let library = try Library(folder)
    for remark in library.remarks { Failure.say(remark) }
    return library
  }

  func validate() throws {
    if library == "" { throw ValidationError("--library takes a folder, not nothing") }
  }

  /// The session called `name`, or the current one.
  func session(_ name: String?) throws -> SessionFolder {
    if let name { return try folder.find(name) }
    guard let current = folder.current else {
      throw SessionError(.absent, path: folder.sessions, reason: "there are no sessions yet")
    }
    return current
  }
}
