internal import Events

/// A settings file to begin with: every setting with its default, its limits and its meaning, none of them set.
///
/// A line of its own begins with `#` without a blank; taking that away sets it.
public enum SettingsTemplate {
  /// The text of the file.
  public static let text: String = {
    var lines = [
      "# Settings of spasm. Everything here has a default, which is shown; to change one, take the '#' before",
      "# its name away. 'spasm config check' tells what is wrong, and what is in effect.",
      "# The environment is stronger than this file, and flags are stronger than both.",
    ]
    var group: String?
    for setting in SettingsTable.all {
      lines.append("")
      let indent = setting.name.group == nil ? "" : "  "
      if setting.name.group != group {
        group = setting.name.group
        if let group { lines += ["\(group):"] }
      }
      lines.append("\(indent)# \(sentence(setting.summary))")
      lines.append("\(indent)# Takes \(setting.takes).\(setting.example.map { " Example: \($0)" } ?? "")")
      lines += assignment(setting).map { "\(indent)#\($0)" }
    }
    return lines.map { $0 + "\n" }.joined()
  }()

  private static func sentence(_ text: String) -> String {
    "\(text.prefix(1).uppercased())\(text.dropFirst())."
  }

  /// The lines that set a setting to its default.
  private static func assignment(_ setting: Setting) -> [String] {
    let name = setting.name.member
    switch setting.standard {
    case .unset: return ["\(name):"]
    case .bool(let isOn): return ["\(name): \(isOn)"]
    case .number(let number): return ["\(name): \(decimalText(number, decimals: 9))"]
    case .text(let text): return ["\(name): \(text)"]
    case .list(let texts):
      return texts.isEmpty ? ["\(name): []"] : ["\(name):"] + texts.map { "- \(quoted($0))" }
    case .numbers: return ["\(name): {}"]
    }
  }

  /// A text as YAML has it, in quotes where it could be taken for something else.
  private static func quoted(_ text: String) -> String {
    text.allSatisfy { $0.isLetter || $0.isNumber } ? text : "\"\(text)\""
  }
}
