import ArgumentParser
import Foundation
import Settings

/// `spasm config`: the settings file, and what is in effect.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Write, check and show the settings.",
    discussion: """
      Settings come from a file, from the environment and from flags: flags are stronger than the environment, which is stronger than \
      the file. 'spasm config init' writes a file to begin with.
      """,
    subcommands: [
      ConfigShowCommand.self, ConfigCheckCommand.self, ConfigInitCommand.self, ConfigPathCommand.self,
    ],
    defaultSubcommand: ConfigShowCommand.self)

  /// Where the settings file is looked for.
  static var path: String { SettingsFile.standardPath(environment: ProcessInfo.processInfo.environment) }

  /// What is in effect without any flags.
  static func settings(_ file: SettingsFile) -> SettingsInEffect {
    SettingsInEffect(file: file, environment: ProcessInfo.processInfo.environment, check: SourceAddress.check)
  }
}

/// `spasm config path`: where the settings file is.
struct ConfigPathCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "path", abstract: "Print where the settings file is looked for.")

  func run() throws {
    try Failure.guarded {
      let output = StandardOutput()
      output.write(ConfigCommand.path + "\n")
      try output.flush()
    }
  }
}

/// `spasm config init`: a file to begin with.
struct ConfigInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a settings file with every setting and its default, to change at will.",
    discussion: "A file that is there already is left as it is.")

  func run() throws {
    try Failure.guarded {
      let path = ConfigCommand.path
      let folder = URL(filePath: path).deletingLastPathComponent().path
      if !FileManager.default.fileExists(atPath: folder) {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      }
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else {
        let code = errno
        Failure.say(
          "\(path): \(code == EEXIST ? "is there already; it is left as it is" : String(cString: strerror(code)))"
        )
        throw code == EEXIST
          ? Failure.usage : [EACCES, EPERM, EROFS].contains(code) ? Failure.forbidden : Failure.output
      }
      let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
      try file.write(contentsOf: Data(SettingsTemplate.text.utf8))
      try file.close()
      let output = StandardOutput()
      output.write(path + "\n")
      try output.flush()
    }
  }
}
