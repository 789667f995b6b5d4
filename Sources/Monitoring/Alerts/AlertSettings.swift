internal import Signals

/// What a person has set of alerts: rules, and how they are brought.
public struct AlertSettings: Hashable, Sendable {
  /// What is told.
  public var rules: [AlertRule]
  /// How much is said where others can read it.
  public var wording: Alert.Wording
  /// The terminal's bell.
  public var bell: Bool
  /// A notification of the desktop.
  public var desktop: Bool
  /// A sound.
  public var sound: Bool
  /// The file of the sound, by its absolute path; nil for two soft tones.
  public var soundFile: String?
  /// The wearable's motor.
  public var vibration: Bool
  /// A program and its arguments; empty for none.
  public var command: [String]
  /// An address to post to.
  public var webhook: WebhookAddress?

  /// The settings of a person who has set nothing: the usual rules, the terminal's bell and the desktop, discreetly.
  public init() {
    rules = AlertRule.usual
    wording = .discreet
    (bell, desktop, sound, soundFile, vibration, command, webhook) = (true, true, false, nil, false, [], nil)
  }

  /// Settings from plain texts, as a settings file, the environment or flags have them; nil where nothing is said.
  ///
  /// - Parameters:
  ///   - rules: lines of the language of ``AlertRule``; none at all turns alerts off.
  ///   - words: `discreet` or `full`.
  ///   - command: a program, by its absolute path or by a name that is found through `PATH`, and its arguments.
  /// - Throws: ``AlertSettingsError``.
  public init(
    rules: [String]? = nil, words: String? = nil, bell: Bool? = nil, desktop: Bool? = nil, sound: Bool? = nil,
    soundFile: String? = nil, vibration: Bool? = nil, command: [String]? = nil, webhook: String? = nil
  ) throws(AlertSettingsError) {
    self.init()
    if let rules { self.rules = try Self.parsed(rules) }
    if let words {
      guard let wording = Alert.Wording(rawValue: words) else {
        throw AlertSettingsError("words", "'\(words)' is neither 'discreet' nor 'full'")
      }
      self.wording = wording
    }
    self.bell = bell ?? self.bell
    self.desktop = desktop ?? self.desktop
    self.vibration = vibration ?? self.vibration
    // Who names a file wants to hear it.
    self.sound = sound ?? (soundFile != nil)
    if let soundFile { self.soundFile = try Self.absolute(soundFile, "sound-file") }
    if let command, !command.isEmpty { self.command = try Self.checked(command) }
    if let webhook, !webhook.isEmpty {
      do throws(WebhookAddress.Problem) {
        self.webhook = try WebhookAddress(webhook)
      } catch {
        throw AlertSettingsError("webhook", error.words)
      }
    }
  }

  /// Whether the settings hand alerts to what a settings file names: then ``SettingsTrust`` has to be asked about that file.
  public var needTrust: Bool { !command.isEmpty || webhook != nil || soundFile != nil }

  private static func parsed(_ lines: [String]) throws(AlertSettingsError) -> [AlertRule] {
    var rules: [AlertRule] = []
    for line in lines {
      do throws(AlertRuleError) {
        let rule = try AlertRule(parsing: line)
        guard !rules.contains(rule) else { continue }
        rules.append(rule)
      } catch {
        throw AlertSettingsError("rules", error.message)
      }
    }
    return rules
  }

  private static func absolute(_ path: String, _ field: String) throws(AlertSettingsError) -> String {
    guard path.hasPrefix("/"), !path.utf8.contains(0) else {
      throw AlertSettingsError(field, "'\(printable(path, limit: 200))' is no whole path, from '/' on")
    }
    return path
  }

  private static func checked(_ command: [String]) throws(AlertSettingsError) -> [String] {
    guard let program = command.first, !program.isEmpty else {
      throw AlertSettingsError("command", "the first of the list has to be a program")
    }
    guard !command.contains(where: { $0.utf8.contains(0) }) else {
      throw AlertSettingsError("command", "an argument holds a zero byte")
    }
    if program.contains("/") { _ = try absolute(program, "command") }
    guard !program.contains(" ") || program.contains("/") else {
      throw AlertSettingsError(
        "command",
        "'\(printable(program, limit: 200))' is one word of the list: write [\"program\", \"argument\"]")
    }
    return command
  }
}

/// Why settings of alerts cannot be.
public struct AlertSettingsError: Error, Hashable, Sendable {
  /// The setting, by its name.
  public var field: String
  /// What is wrong, in plain words, and what is allowed.
  public var reason: String

  /// One line that names the setting and the reason.
  public var message: String { "\(field): \(reason)" }

  init(_ field: String, _ reason: String) { (self.field, self.reason) = (field, reason) }
}
