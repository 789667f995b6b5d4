import Events
import Settings
import TerminalUI

/// Settings for a person and for a program.
enum SettingsPage {
  /// Every setting with its value and source, and with its meaning where that is wanted.
  static func page(
    _ settings: SettingsInEffect, _ file: SettingsFile, showsMeaning: Bool, width: Int
  ) -> Page {
    var page = Page(width: width)
    page.heading("Settings")
    page.paragraph(file.path, ink: .faint)
    if !file.exists { page.paragraph("There is no such file: what follows is from elsewhere.", ink: .faint) }
    var table = TextTable([
      .init("name"), .init("value", least: 12, .wrap), .init("from", least: 8, .middle),
    ])
    for effective in settings.all {
      let isStandard = effective.source == .standard
      let value = isStandard ? effective.setting.standardText : effective.setting.text(effective.value)
      table.add([
        .init(effective.setting.name.rawValue), .init(value, isStandard ? .plain : .strong),
        .init(effective.source.brief, .faint),
      ])
    }
    page.table(table)
    guard showsMeaning else { return page }
    page.heading("What they mean")
    var meanings = TextTable([.init("name"), .init("meaning", least: 20, .wrap)])
    for setting in SettingsTable.all {
      let flag = setting.flag.map { "\($0), " } ?? ""
      meanings.add([
        .init(setting.name.rawValue),
        .init("\(setting.summary); takes \(setting.takes) (\(flag)$\(setting.name.variable))"),
      ])
    }
    page.table(meanings)
    return page
  }

  /// The same as one JSON object.
  static func json(_ settings: SettingsInEffect, _ file: SettingsFile) -> String {
    var text = JSONText()
    text.object { json in
      json.optional("file", file.exists ? file.path : nil)
      json.array("settings") { list in
        for effective in settings.all { list.object { write(effective, to: &$0) } }
      }
      json.array("mistakes") { list in for mistake in settings.mistakes { list.string(mistake.message) } }
    }
    return String(decoding: text.bytes, as: UTF8.self) + "\n"
  }

  private static func write(_ effective: SettingsInEffect.Effective, to json: inout JSONText) {
    let setting = effective.setting
    json.field("name", setting.name.rawValue)
    json.key("value")
    write(effective.value, to: &json)
    json.key("default")
    write(setting.standard, to: &json)
    json.field("unit", setting.unit)
    json.field("source", effective.source.words)
    json.field("takes", setting.takes)
    json.field("meaning", setting.summary)
    json.field("environment", setting.name.variable)
    json.optional("flag", setting.flag)
  }

  private static func write(_ value: SettingValue, to json: inout JSONText) {
    switch value {
    case .unset: json.null()
    case .bool(let isOn): json.bool(isOn)
    case .number(let number): json.number(number, decimals: 9)
    case .text(let text): json.string(text)
    case .list(let texts): json.array { list in for text in texts { list.string(text) } }
    case .numbers(let numbers):
      json.object { object in for number in numbers { object.field(number.name, number.value, decimals: 9) } }
    }
  }
}
