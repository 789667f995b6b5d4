import ArgumentParser
import EpisodeRecorder
import Monitoring
import Settings
import TerminalUI

/// `spasm config check`: what is wrong with the settings, and what is in effect.
struct ConfigCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Tell every mistake in the settings with its place, and what is in effect.",
    discussion: """
      Exit codes: 0 all is well; 65 something cannot be understood; 77 the file may not be read, or others may write to it, \
      and all else is well.
      """)

  func run() throws {
    try Failure.guarded {
      let file = SettingsFile(path: ConfigCommand.path)
      let settings = ConfigCommand.settings(file)
      let output = StandardOutput()
      var page = SettingsPage.page(settings, file, showsMeaning: false, width: Terminal.output.width)
      if settings.mistakes.isEmpty { Self.add(try LiveSettings(settings).alerts, to: &page) }
      output.write(page.text(Terminal.output.style))
      try output.flush()
      var mistakes = settings.mistakes
      if let distrust = file.distrust { mistakes.append(distrust) }
      for mistake in mistakes { Failure.say(mistake.message) }
      for remark in settings.remarks { Failure.say(remark) }
      if mistakes.contains(where: { $0.kind == .malformed }) { throw Failure.malformed }
      if !mistakes.isEmpty { throw Failure.forbidden }
    }
  }

  /// What alerts do, in words, and what leaves the machine.
  private static func add(_ alerts: AlertSettings, to page: inout Page) {
    page.heading("Alerts")
    var rules = TextTable([.init("rule", least: 20, .wrap), .init("in words", least: 20, .wrap)])
    for rule in alerts.rules { rules.add([.init(rule.description), .init(rule.words)]) }
    if alerts.rules.isEmpty { page.paragraph("None.") } else { page.table(rules) }
    let example = String(decoding: Alert.example.json(alerts.wording), as: UTF8.self)
    if !alerts.command.isEmpty {
      page.heading("Command")
      page.paragraph("Is run without a shell: \(alerts.command.joined(separator: " "))")
      page.paragraph("On its standard input, as an example: \(example)", ink: .faint)
    }
    if let webhook = alerts.webhook {
      page.heading("Webhook")
      page.paragraph(
        "Each alert is sent to \(webhook.host), \(webhook.isLoopback ? "which is this machine" : "another machine"), by POST as application/json, and nothing else."
      )
      page.paragraph("As an example: \(example)", ink: .faint)
    }
  }
}

extension SourceAddress {
  /// Why a text is no device's address, or no person's name, as settings are checked; nil where it is one.
  @Sendable static func check(_ setting: SettingName, _ text: String) -> String? {
    switch setting {
    case .devices: SourceAddress(argument: text) == nil ? trouble(with: text) : nil
    case .person:
      SiteFile(person: text, in: .standard()) == nil
        ? "takes a name without a slash, and without a dot at its start" : nil
    default: nil
    }
  }
}
