import ArgumentParser
import Events
import Settings
import TerminalUI

/// `spasm config show`: every setting, its value and where that comes from.
struct ConfigShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print every setting with its value, where that comes from, and its meaning.")

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    try Failure.guarded {
      let file = SettingsFile(path: ConfigCommand.path)
      let settings = ConfigCommand.settings(file)
      let output = StandardOutput()
      output.write(
        json
          ? SettingsPage.json(settings, file)
          : SettingsPage.page(settings, file, showsMeaning: true, width: Terminal.output.width)
            .text(Terminal.output.style))
      try output.flush()
      for mistake in settings.mistakes { Failure.say(mistake.message) }
    }
  }
}
