public import Logging
public import Signals
public import SpasmDetection

/// What a monitor needs to know before it begins, from flags, environment, file and defaults.
public struct LiveSettings: Sendable {
  /// When the screen is in colour.
  public enum Colour: String, Sendable {
    /// On a terminal, unless `NO_COLOR` is set.
    case auto
    case always
    case never
  }

  /// How alerts are given, as it was told.
  public struct Alerts: Sendable {
    public var rules: [String]
    public var outlets: [String]
    /// `discreet` or `full`.
    public var words: String
    public var sound: String?
    public var command: [String]
    public var webhook: String?
  }

  /// Addresses of what is monitored; none: whatever is found.
  public var devices: [String]
  /// The preset, with the parameters that were told.
  public var preset: Preset
  /// Whether 'spasm live' keeps a session.
  public var isRecording: Bool
  /// The library's folder; nil for the standard one.
  public var library: String?
  /// Whether signals of episodes alone are kept.
  public var keepsEpisodesOnly: Bool
  public var preRoll: Seconds
  public var postRoll: Seconds
  public var partLength: Seconds
  /// Whose electrode sites are used.
  public var person: String
  /// The file of electrode sites in place of the person's.
  public var sites: String?
  /// How much time the screen shows.
  public var screenWindow: Seconds
  public var screenColour: Colour
  public var alerts: Alerts
  public var logLevel: Logger.Level
  public var healthInterval: Seconds

  /// Resolves the settings.
  ///
  /// - Throws: ``SettingsError`` with every mistake that there is.
  public init(
    flags: SettingsFlags = SettingsFlags(), environment: [String: String], file: SettingsFile?,
    check: @escaping SettingCheck = { _, _ in nil }
  ) throws(SettingsError) {
    try self.init(
      SettingsInEffect(file: file, environment: environment, flags: flags, check: check))
  }

  /// The same of settings that have been put together.
  ///
  /// - Throws: ``SettingsError`` where there are mistakes in them.
  public init(_ settings: SettingsInEffect) throws(SettingsError) {
    guard settings.mistakes.isEmpty else { throw SettingsError(mistakes: settings.mistakes) }
    devices = settings.texts(.devices)
    var preset = settings.text(.preset).flatMap(Preset.named) ?? Preset.all[0]
    for (name, value) in settings.numbers(.parameters) {
      do {
        try preset.parameters.set(name, to: value)
      } catch {
        throw SettingsError(mistakes: [
          SettingMistake(at: settings[.parameters].source, name: "parameters", error.message)
        ])
      }
    }
    self.preset = preset
    isRecording = settings.bool(.record)
    library = settings.text(.library)
    keepsEpisodesOnly = settings.bool(.episodes)
    preRoll = Seconds(settings.number(.preRoll))
    postRoll = Seconds(settings.number(.postRoll))
    partLength = Seconds(settings.number(.partMinutes) * 60)
    person = settings.text(.person) ?? ""
    sites = settings.text(.sites)
    screenWindow = Seconds(settings.text(.screenWindow).flatMap { Double($0) } ?? 0)
    screenColour = settings.text(.screenColour).flatMap { Colour(rawValue: $0) } ?? .auto
    alerts = Alerts(
      rules: settings.texts(.alertRules), outlets: settings.texts(.alertOutlets),
      words: settings.text(.alertWords) ?? "", sound: settings.text(.alertSound),
      command: settings.texts(.alertCommand), webhook: settings.text(.alertWebhook))
    logLevel = settings.text(.logLevel).flatMap { Logger.Level(rawValue: $0) } ?? .info
    healthInterval = Seconds(settings.number(.healthInterval))
  }
}

extension SettingsInEffect {
  fileprivate func bool(_ name: SettingName) -> Bool { self[name].value == .bool(true) }

  fileprivate func number(_ name: SettingName) -> Double {
    if case .number(let number) = self[name].value { number } else { 0 }
  }

  fileprivate func text(_ name: SettingName) -> String? {
    if case .text(let text) = self[name].value { text } else { nil }
  }

  fileprivate func texts(_ name: SettingName) -> [String] {
    if case .list(let texts) = self[name].value { texts } else { [] }
  }

  fileprivate func numbers(_ name: SettingName) -> [(name: String, value: Double)] {
    if case .numbers(let numbers) = self[name].value { numbers.map { ($0.name, $0.value) } } else { [] }
  }
}
