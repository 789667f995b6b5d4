import ArgumentParser

/// `spasm sessions`: what was recorded.
struct SessionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sessions", abstract: "List, show, export, mend and delete recorded sessions.",
    subcommands: [
      SessionsListCommand.self, SessionsShowCommand.self, SessionsExportCommand.self,
      SessionsVerifyCommand.self, SessionsRepairCommand.self, SessionsRebuildCommand.self,
      SessionsDeleteCommand.self,
    ],
    defaultSubcommand: SessionsListCommand.self)
}
