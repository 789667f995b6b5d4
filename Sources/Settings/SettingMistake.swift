internal import Signals

/// Something that is wrong with the settings, and its place.
public struct SettingMistake: Error, Hashable, Sendable {
  /// What kind of trouble it is; the command's exit code follows from it.
  public enum Kind: Hashable, Sendable {
    /// It cannot be understood or is outside what there is.
    case malformed
    /// It may not be read, or others may change it.
    case forbidden
  }

  public var kind: Kind
  /// The file, the place in it, the variable or the flag.
  public var place: String
  /// The setting, where it is about one.
  public var name: String?
  /// What is wrong, and what would be right.
  public var reason: String

  init(_ kind: Kind = .malformed, at source: SettingSource, name: String? = nil, _ reason: String) {
    self.init(kind, place: source.words, name: name, reason)
  }

  init(_ kind: Kind = .malformed, place: String, name: String? = nil, _ reason: String) {
    self.kind = kind
    self.place = place
    self.name = name
    self.reason = reason
  }

  /// One line that names the place, the setting and the reason.
  public var message: String {
    printable("\(place): \(name.map { "\($0): " } ?? "")\(reason)", limit: 1000)
  }
}

/// Settings that cannot be used.
public struct SettingsError: Error, Sendable {
  /// What is wrong with them, in the order of the file, the environment and the flags.
  public var mistakes: [SettingMistake]
  /// Whether all of it was said by flags.
  public var isOfFlags: Bool { mistakes.allSatisfy { $0.place.hasPrefix("--") } }
  /// Whether it is only a matter of permission.
  public var isForbidden: Bool { mistakes.allSatisfy { $0.kind == .forbidden } }
}
