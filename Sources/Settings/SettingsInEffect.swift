internal import SpasmDetection

/// Every setting with its value and where that comes from: flags over environment over file over defaults.
public struct SettingsInEffect: Sendable {
  /// One setting's value.
  public struct Effective: Sendable {
    public var setting: Setting
    public var value: SettingValue
    /// The strongest that said something.
    public var source: SettingSource
    /// Where each named number comes from; they add up, each by its own name.
    public var parts: [String: SettingSource] = [:]
  }

  /// The settings, in the order of the table.
  public private(set) var all: [Effective] = []
  /// What is wrong, in the order of the file, the environment and the flags.
  public private(set) var mistakes: [SettingMistake] = []
  /// What a person may want to know and nothing hangs on.
  public private(set) var remarks: [String] = []

  /// Puts together what the file, the environment and the flags say.
  ///
  /// What is wrong counts as not said. `check` tells what is wrong with a text where only the caller knows.
  public init(
    file: SettingsFile? = nil, environment: [String: String] = [:], flags: SettingsFlags = SettingsFlags(),
    check: @escaping SettingCheck = { _, _ in nil }
  ) {
    mistakes = file?.mistakes ?? []
    let fromEnvironment = Self.nodes(of: environment, &mistakes)
    let layers = [file?.nodes ?? [:], fromEnvironment, flags.nodes]
    all = SettingsTable.all.map { Effective(setting: $0, value: $0.standard, source: .standard) }
    let home = SettingsFile.home(environment)
    for layer in layers {
      for place in all.indices {
        guard let node = layer[all[place].setting.name] else { continue }
        let reading = all[place].setting.read(node, home: home, check: check)
        mistakes += reading.mistakes
        guard let value = reading.value else { continue }
        all[place].take(value, from: node.source, parts: reading.parts)
      }
    }
    judgeTogether(file)
    let known = Set(SettingName.allCases.map(\.variable))
    remarks = environment.keys.filter { $0.hasPrefix("SPASM_") && !known.contains($0) }.sorted().map {
      "$\($0) sets nothing"
    }
  }

  /// The setting called `name`.
  public subscript(name: SettingName) -> Effective {
    guard let found = all.first(where: { $0.setting.name == name }) else {
      preconditionFailure("every name has its setting")
    }
    return found
  }

  private static func nodes(
    of environment: [String: String], _ mistakes: inout [SettingMistake]
  ) -> [SettingName: SettingsNode] {
    var nodes: [SettingName: SettingsNode] = [:]
    for name in SettingName.allCases {
      guard let text = environment[name.variable], !text.isEmpty else { continue }
      do throws(SettingMistake) {
        nodes[name] = try node(of: text, SettingsTable.setting(name).kind, .environment(name.variable))
      } catch {
        mistakes.append(error)
      }
    }
    return nodes
  }

  /// Lists and names with numbers may be written as in the file, between brackets; all else is taken as it is.
  private static func node(
    of text: String, _ kind: Setting.Kind, _ source: SettingSource
  ) throws(SettingMistake) -> SettingsNode {
    switch kind {
    case .choices, .texts, .command, .numbers:
      guard text.hasPrefix("[") || text.hasPrefix("{") else { break }
      if let node = try SettingsText.node(of: text, source: { _, _ in source }) { return node }
    case .bool, .number, .choice, .text, .path: break
    }
    return .scalar(text, isQuoted: true, source)
  }

  /// What is right by itself and wrong beside something else.
  private mutating func judgeTogether(_ file: SettingsFile?) {
    if case .text(let name) = self[.preset].value, let preset = Preset.named(name), preset.legMovements != nil
    {
      let parameters = self[.parameters]
      if case .numbers(let numbers) = parameters.value {
        for number in numbers where !LegMovementRules.sharedParameters.contains(number.name) {
          mistakes.append(
            SettingMistake(
              at: parameters.parts[number.name] ?? parameters.source, name: SettingName.parameters.rawValue,
              "'\(number.name)' has no part in preset '\(name)'; 'spasm presets \(name)' lists what has"))
        }
      }
    }
    // What runs a program, plays a file or sends data has to be the person's own word.
    for name in [SettingName.alertCommand, .alertWebhook, .alertSound] {
      if case .file = self[name].source, let distrust = file?.distrust {
        mistakes.append(
          SettingMistake(
            .forbidden, at: self[name].source, name: name.rawValue, "is refused: \(distrust.reason)"))
      }
    }
  }
}

extension SettingsInEffect.Effective {
  /// Takes what a stronger source says.
  mutating func take(
    _ stronger: SettingValue, from source: SettingSource, parts strongerParts: [String: SettingSource]
  ) {
    self.source = source
    guard case .numbers(let new) = stronger, case .numbers(var numbers) = value else {
      value = stronger
      return
    }
    for number in new {
      numbers.removeAll { $0.name == number.name }
      numbers.append(number)
    }
    value = .numbers(numbers)
    parts.merge(strongerParts) { $1 }
  }
}
