internal import Events

/// One setting as a person meets it: its name, what it takes, its default, unit and meaning.
public struct Setting: Sendable {
  /// What a setting takes.
  public enum Kind: Hashable, Sendable {
    case bool
    /// A number within these limits.
    case number(ClosedRange<Double>)
    /// One of these words.
    case choice([String])
    /// Any of these words.
    case choices([String])
    /// A text that is not empty.
    case text
    /// A file or folder; in a file it begins with `/` or `~/`.
    case path
    /// Texts, one or many.
    case texts
    /// A program and its arguments, each a text of its own.
    case command
    /// Numbers by their names.
    case numbers
  }

  /// The name in the settings file.
  public let name: SettingName
  public let kind: Kind
  /// What holds where nobody says anything.
  public let standard: SettingValue
  /// The unit's symbol; empty for what has none.
  public let unit: String
  /// What it does, in one line.
  public let summary: String
  /// A value to show where the default shows nothing, as YAML.
  let example: String?
  /// The command's flag; nil where there is none.
  public let flag: String?

  init(
    _ name: SettingName, _ kind: Kind, _ standard: SettingValue = .unset, unit: String = "",
    flag: String? = nil, example: String? = nil, _ summary: String
  ) {
    self.name = name
    self.kind = kind
    self.standard = standard
    self.unit = unit
    self.flag = flag
    self.example = example
    self.summary = summary
  }

  /// The default for a help text: with its unit, or what stands in its place.
  public var standardText: String {
    if name == .library { return "$SPASM_HOME, or $XDG_DATA_HOME/spasm" }
    return standard == .unset || standard == .list([]) || standard == .numbers([]) ? "none" : text(standard)
  }

  /// A value for a person, with its unit.
  public func text(_ value: SettingValue) -> String {
    switch value {
    case .unset: "none"
    case .bool(let isOn): isOn ? "true" : "false"
    case .number(let number): decimalText(number, decimals: 9) + (unit.isEmpty ? "" : " \(unit)")
    case .text(let text): text + (unit.isEmpty ? "" : " \(unit)")
    case .list(let texts): texts.isEmpty ? "none" : texts.joined(separator: ", ")
    case .numbers(let numbers):
      numbers.isEmpty
        ? "none"
        : numbers.map { "\($0.name) = \(decimalText($0.value, decimals: 9))" }.joined(separator: ", ")
    }
  }

  /// What it takes, in words.
  public var takes: String {
    switch kind {
    case .bool: "true or false"
    case .number(let range):
      "\(decimalText(range.lowerBound, decimals: 9)) to \(decimalText(range.upperBound, decimals: 9))"
        + (unit.isEmpty ? "" : " \(unit)")
    case .choice(let words): words.joined(separator: ", ") + (unit.isEmpty ? "" : " \(unit)")
    case .choices(let words): "any of \(words.joined(separator: ", "))"
    case .text: "a text"
    case .path: "a path that begins with / or ~/"
    case .texts: "a text, or a list of texts"
    case .command: "a list of a program and its arguments, as [/usr/bin/logger, -t, spasm]"
    case .numbers: "names with numbers"
    }
  }
}
