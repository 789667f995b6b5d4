/// A piece of settings text with its place: what a file, a variable or a flag says before anybody asks what it means.
indirect enum SettingsNode: Sendable {
  /// `isQuoted` where it cannot be a number or a switch by accident.
  case scalar(String, isQuoted: Bool, SettingSource)
  case list([SettingsNode], SettingSource)
  case map([Entry], SettingSource)

  /// One member of a mapping.
  struct Entry: Sendable {
    var key: String
    var keySource: SettingSource
    var value: SettingsNode
  }

  /// Where it begins.
  var source: SettingSource {
    switch self {
    case .scalar(_, _, let source), .list(_, let source), .map(_, let source): source
    }
  }

  /// Whether nothing was said: a name without a value.
  var isEmpty: Bool {
    if case .scalar(let text, isQuoted: false, _) = self { ["", "~", "null"].contains(text) } else { false }
  }

  /// What it is, in a person's words.
  var words: String {
    switch self {
    case .scalar(let text, _, _): "'\(text.count > 60 ? text.prefix(60) + "…" : text)'"
    case .list: "a list"
    case .map: "a group of names and values"
    }
  }
}
