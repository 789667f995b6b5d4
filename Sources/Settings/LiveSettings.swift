public import Logging
public import Monitoring
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

  /// Addresses of what is monitored; none: whatever is found.
  public var devices: [String]
  /// The preset that was told; nil where nobody named one, so that the caller may take what fits the site.
  public var preset: Preset?
  /// The parameters that were told, by their names.
  public var parameters: [SettingValue.NamedNumber]
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
  public var alerts: AlertSettings
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
    preset = settings[.preset].source == .standard ? nil : settings.text(.preset).flatMap(Preset.named)
    parameters = settings.numbers(.parameters)
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
    alerts = try settings.alerts()
    logLevel = settings.text(.logLevel).flatMap { Logger.Level(rawValue: $0) } ?? .info
    healthInterval = Seconds(settings.number(.healthInterval))
  }
}

extension LiveSettings {
  /// `preset`, with the parameters that were told.
  public func told(_ preset: Preset) -> Preset {
    var preset = preset
    for parameter in parameters {
      // Names and limits were looked at when they were read.
      try? preset.parameters.set(parameter.name, to: parameter.value)
    }
    return preset
  }
}

extension SettingsInEffect {
  fileprivate func alerts() throws(SettingsError) -> AlertSettings {
    let outlets = texts(.alertOutlets)
    do throws(AlertSettingsError) {
      return try AlertSettings(
        rules: texts(.alertRules), words: text(.alertWords), bell: outlets.contains("bell"),
        desktop: outlets.contains("desktop"),
        // Who names a file wants to hear it.
        sound: outlets.contains("sound") || text(.alertSound) != nil, soundFile: text(.alertSound),
        vibration: outlets.contains("vibration"), command: texts(.alertCommand), webhook: text(.alertWebhook))
    } catch {
      throw SettingsError(mistakes: [SettingMistake(place: "alerts", name: error.field, error.reason)])
    }
  }

  fileprivate func numbers(_ name: SettingName) -> [SettingValue.NamedNumber] {
    if case .numbers(let numbers) = self[name].value { numbers } else { [] }
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
}
