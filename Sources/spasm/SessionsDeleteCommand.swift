import ArgumentParser
import EpisodeRecorder
import Foundation
import Signals
import TerminalUI

/// `spasm sessions delete`: a session's folder with everything in it.
struct SessionsDeleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Delete a session for good, after asking.")

  @Argument(help: "The session's name, the beginning of it, or its folder.")
  var session: String

  @OptionGroup var library: LibraryOption

  @Flag(help: "Do not ask; needed where no terminal is there to answer.")
  var yes = false

  func run() throws {
    try Failure.guarded {
      let deletion = try Deletion(library.folder.find(session))
      let what = "\(printable(deletion.folder.id)), \(deletion.files) files, \(sizeText(deletion.bytes))"
      guard yes || isatty(STDIN_FILENO) == 1 else {
        Failure.say("\(what): would be deleted for good; say --yes to do so")
        throw Failure.usage
      }
      let output = StandardOutput()
      if !yes {
        output.write("Delete \(what), for good? [y/N] ")
        try output.flush()
        guard ["y", "yes"].contains((readLine() ?? "").lowercased()) else {
          output.write("Nothing was deleted.\n")
          return try output.flush()
        }
      }
      try deletion.perform()
      output.write("Deleted \(what).\n")
      try output.flush()
    }
  }
}
