/// What a person can set, by the name that it has in the settings file; a full stop parts a group from its member.
///
/// Names are stable: people keep files with them.
public enum SettingName: String, CaseIterable, Sendable {
  case devices
  case preset
  case parameters
  case record
  case library
  case episodes
  case preRoll = "pre-roll"
  case postRoll = "post-roll"
  case partMinutes = "part-minutes"
  case person
  case sites
  case screenWindow = "screen.window"
  case screenColour = "screen.colour"
  case alertRules = "alerts.rules"
  case alertOutlets = "alerts.outlets"
  case alertWords = "alerts.words"
  case alertSound = "alerts.sound"
  case alertCommand = "alerts.command"
  case alertWebhook = "alerts.webhook"
  case logLevel = "log-level"
  case healthInterval = "health-interval"

  /// The environment variable that sets it: `SPASM_PRE_ROLL`; for the library `SPASM_HOME`, which all commands know.
  public var variable: String {
    if self == .library { return "SPASM_HOME" }
    return "SPASM_" + rawValue.uppercased().map { $0 == "-" || $0 == "." ? "_" : String($0) }.joined()
  }

  /// The groups that there are.
  static let groups: [String] = {
    var groups: [String] = []
    for name in allCases {
      guard let group = name.group, groups.last != group else { continue }
      groups.append(group)
    }
    return groups
  }()

  /// The group that it stands in, if it stands in one.
  var group: String? { rawValue.contains(".") ? String(rawValue.prefix { $0 != "." }) : nil }

  /// Its name within its group.
  var member: String { rawValue.split(separator: ".").last.map(String.init) ?? rawValue }
}
