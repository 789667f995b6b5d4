/// What the flags of a command say, by the settings' names: what was not given says nothing.
public struct SettingsFlags: Sendable {
  var nodes: [SettingName: SettingsNode] = [:]

  /// No flags.
  public init() {}

  /// A flag's text, or a number or switch in words.
  public mutating func set(_ name: SettingName, _ value: (some LosslessStringConvertible)?) {
    guard let value else { return }
    nodes[name] = .scalar(String(value), isQuoted: true, source(name))
  }

  /// A flag that may be repeated; none given says nothing.
  public mutating func set(_ name: SettingName, _ texts: [String]) {
    guard !texts.isEmpty else { return }
    let source = source(name)
    nodes[name] = .list(texts.map { .scalar($0, isQuoted: true, source) }, source)
  }

  private func source(_ name: SettingName) -> SettingSource {
    .flag(SettingsTable.setting(name).flag ?? "the command line")
  }
}
