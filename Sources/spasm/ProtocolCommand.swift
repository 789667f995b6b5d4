import ArgumentParser

/// `spasm protocol`: tools for people who make devices.
struct ProtocolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "protocol", abstract: "Check and show what a device says in the wire protocol.",
    subcommands: [ProtocolCheckCommand.self, ProtocolDumpCommand.self])
}
