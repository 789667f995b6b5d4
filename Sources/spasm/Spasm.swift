import ArgumentParser
import Foundation

/// The command.
@main
struct Spasm: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spasm",
    abstract: "Tells muscle spasms from twitches in surface EMG, and keeps a record.",
    discussion: """
      Not a medical device. What it prints describes the signal; it is no diagnosis, and the strength of a signal \
      is not the strength of a pain.

      Exit codes: 0 done; 64 wrong usage; 65 input that cannot be understood; 66 no such input; 69 no such device; 74 \
      reading or writing failed; 77 no permission.
      """,
    version: "0.1.0",
    subcommands: [
      LiveCommand.self, RecordCommand.self, DevicesCommand.self, InfoCommand.self, StatusCommand.self,
      CalibrateCommand.self, ReplayCommand.self,
      RelabelCommand.self,
      SessionsCommand.self, HistoryCommand.self,
      NoteCommand.self,
      MarkCommand.self,
      ScoreCommand.self, SimulateCommand.self, WearableCommand.self, ProtocolCommand.self,
      FormatsCommand.self, PresetsCommand.self, ConfigCommand.self,
    ])

  static func main() {
    // A reader that goes is an error of the write that finds it gone, not the end of a recording.
    signal(SIGPIPE, SIG_IGN)
    keepStandardDescriptors()
    main(nil)
  }

  /// Where standard input or output is closed, the next file that is opened would be taken for it: a report would go into a recording.
  private static func keepStandardDescriptors() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // Opened the wrong way, it fails as one that is closed does.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
