import ArgumentParser
import Events
import SpasmDetection
import TerminalUI

/// `spasm presets`: the parameters of the detection, and what presets make of them.
struct PresetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "presets", abstract: "Print the presets, and every parameter with its unit and meaning.")

  @Argument(help: "One preset; all of them when left out.", completion: .list(Preset.all.map(\.name)))
  var name: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws { _ = try name.map(presetNamed) }

  func run() throws {
    let presets = try name.map { [try presetNamed($0)] } ?? Preset.all
    try Failure.guarded {
      let output = StandardOutput()
      output.write(json ? Self.json(presets) : Self.page(presets).text(Terminal.output.style))
      try output.flush()
    }
  }

  /// Each preset with what it changes; then every parameter, with the value in the first of `presets`.
  private static func page(_ presets: [Preset]) -> Page {
    var page = Page(width: Terminal.output.width)
    for preset in presets {
      page.heading(preset.name + (preset.name == Preset.all[0].name ? " (default)" : ""))
      page.paragraph(preset.summary)
      let changes = DetectionParameters.table.filter { isChanged($0, in: preset) }
        .map { "\($0.name) = \(text(preset.parameters[$0.name]))" }
      if !changes.isEmpty { page.paragraph("differs: \(changes.joined(separator: ", "))") }
      if let rules = preset.legMovements { addLimits(of: rules, to: &page) }
    }
    page.heading("Parameters of '\(presets[0].name)'")
    var table = TextTable([
      .init("name"), .init("value", .right), .init("unit"), .init("meaning", least: 20, .wrap),
    ])
    for parameter in DetectionParameters.table where hasPart(parameter, in: presets[0]) {
      let changed = isChanged(parameter, in: presets[0])
      let value = text(presets[0].parameters[parameter.name])
      table.add([
        .init(parameter.name), .init(changed ? "* \(value)" : value, changed ? .strong : .plain),
        .init(parameter.unit), .init(parameter.summary),
      ])
    }
    page.table(table)
    let star =
      DetectionParameters.table.contains { isChanged($0, in: presets[0]) }
      ? "* differs from the default. " : ""
    page.paragraph("\(star)--set name=value overrides one for a replay or a score.", ink: .faint)
    return page
  }

  private static func addLimits(of rules: LegMovementRules, to page: inout Page) {
    var table = TextTable([
      .init("limit"), .init("value", .right), .init("unit"), .init("meaning", least: 20, .wrap),
    ])
    for limit in rules.limits {
      table.add([.init(limit.name), .init(text(limit.value)), .init(limit.unit), .init(limit.summary)])
    }
    page.table(table)
  }

  private static func json(_ presets: [Preset]) -> String {
    var text = JSONText()
    text.object { json in
      json.array("presets") { list in for preset in presets { list.object { write(preset, to: &$0) } } }
    }
    return String(decoding: text.bytes, as: UTF8.self) + "\n"
  }

  private static func write(_ preset: Preset, to json: inout JSONText) {
    let defaults = DetectionParameters()
    json.field("name", preset.name)
    json.field("summary", preset.summary)
    if let rules = preset.legMovements {
      json.array("limits") { list in
        for limit in rules.limits {
          list.object { item in
            item.field("name", limit.name)
            item.field("unit", limit.unit)
            item.field("value", limit.value, decimals: 12)
            item.field("meaning", limit.summary)
          }
        }
      }
    }
    json.array("parameters") { list in
      for parameter in DetectionParameters.table where hasPart(parameter, in: preset) {
        list.object { item in
          item.field("name", parameter.name)
          item.field("unit", parameter.unit)
          item.optional("value", preset.parameters[parameter.name], decimals: 12)
          item.optional("default", defaults[parameter.name], decimals: 12)
          item.field("differs", isChanged(parameter, in: preset))
          item.field("minimum", parameter.range.lowerBound, decimals: 12)
          item.field("maximum", parameter.range.upperBound, decimals: 12)
          item.field("meaning", parameter.summary)
        }
      }
    }
  }

  private static func hasPart(_ parameter: Parameter, in preset: Preset) -> Bool {
    preset.legMovements == nil || LegMovementRules.sharedParameters.contains(parameter.name)
  }

  private static func isChanged(_ parameter: Parameter, in preset: Preset) -> Bool {
    preset.parameters[parameter.name] != DetectionParameters()[parameter.name]
  }

  private static func text(_ value: Double?) -> String { value.map { decimalText($0, decimals: 9) } ?? "" }
}
