import ArgumentParser
import Monitoring
import Settings
import Signals
import Simulation
import SpasmDetection

/// What is monitored and how: the same for `spasm live` and `spasm record`.
struct MonitorArguments: ParsableArguments {
  @OptionGroup var detection: DetectionOptions
  @OptionGroup var reading: ReadingArguments

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Play a scenario or a recording at so many times its own speed.", standing: "1", valueName: "max|x"))
  var speed: Pace?

  @Option(parsing: .unconditional, help: "The seed of a scenario.")
  var seed = 1

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Stop after so many seconds of signal.", standing: "when told to, or at the end", valueName: "s"))
  var duration: Double?

  @Option(
    help: ArgumentHelp(
      "Remember electrode sites in this file from one session to the next: one may begin in a spasm.",
      standing: .sites, valueName: "file"), completion: .file())
  var sites: String?

  @OptionGroup var person: PersonArguments

  @Option(
    help: ArgumentHelp(
      "Keep what goes over a device's wire in this file.", standing: "none", valueName: "file"),
    completion: .file())
  var capture: String?

  func validate() throws {
    if let duration, !(duration > 0 && duration <= 366 * 86_400) {
      throw ValidationError("--duration takes seconds, up to a year")
    }
    let option = sites != nil ? "--sites" : person.person != nil ? "--person" : nil
    if let option, let preset = try detection.presetTold(), preset.legMovements != nil {
      throw ValidationError(
        "\(option) belongs to the detection of spasms; preset '\(preset.name)' looks for none")
    }
    if sites != nil, person.person != nil {
      throw ValidationError("--sites names a file, and --person another")
    }
  }

  /// What is known of electrode sites at a device: the file that is named, or the person's; of a story only what is named.
  func siteFile(of device: SourceAddress, _ settings: LiveSettings) -> SiteFile? {
    if settings.preset?.legMovements != nil { return nil }
    if let sites = settings.sites { return SiteFile(path: sites, names: person.names) }
    guard device.isDevice || person.person != nil else { return nil }
    return SiteFile(person: settings.person, in: settings.libraryFolder, names: person.names)
  }

  /// Holds what was asked against the devices that it is asked of.
  func check(_ devices: [SourceAddress]) throws {
    if speed != nil, let device = devices.first(where: \.isDevice) {
      throw ValidationError("--speed belongs to sim: and file:, not to \(device.text)")
    }
    for (place, device) in devices.enumerated() where device.isDevice {
      guard !devices[..<place].contains(where: { $0.text == device.text }) else {
        throw ValidationError("\(device.text) is named twice")
      }
    }
    guard capture != nil else { return }
    guard devices.count == 1, devices[0].isDevice else {
      throw ValidationError("--capture belongs to a device, and to one alone")
    }
  }

  /// The preset that was told, or that suits the site of a story's electrodes, with the parameters that were told.
  func preset(for device: SourceAddress, _ settings: LiveSettings) throws -> Preset {
    var fitting: Preset?
    if case .simulation(let scenario) = device { fitting = Preset.forSite(scenario.site) }
    var preset = settings.told(settings.preset ?? fitting ?? Preset.all[0])
    try detection.change(&preset.parameters)
    return preset
  }

  /// At what pace a device's samples come.
  func pace(of device: SourceAddress) -> Feed.Pace {
    if device.isDevice { return .itsOwn }
    switch speed ?? .times(1) {
    case .max: return .greatest
    case .times(let factor): return .times(factor)
    case .asItComes: return .itsOwn
    }
  }
}

/// Where a session is kept, and what of it.
struct KeepingArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder that gets the session's folder.", standing: "the library's", valueName: "dir"),
    completion: .directory)
  var to: String?

  @Flag(help: "Keep signals of episodes alone, with what came shortly before and after.")
  var episodes = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --episodes: how much is kept before an episode.", standing: .preRoll, valueName: "s"))
  var preRoll: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --episodes: how much is kept after an episode.", standing: .postRoll, valueName: "s"))
  var postRoll: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Begin another part after so many minutes.", standing: .partMinutes, valueName: "min"))
  var partMinutes: Double?

  /// The first of these options that was given.
  var given: String? {
    if to != nil { return "--to" }
    if episodes { return "--episodes" }
    if preRoll != nil { return "--pre-roll" }
    if postRoll != nil { return "--post-roll" }
    return partMinutes != nil ? "--part-minutes" : nil
  }

  func validate() throws {
    guard (0...300).contains(preRoll ?? 0), (0...3600).contains(postRoll ?? 0) else {
      throw ValidationError("--pre-roll takes 0 to 300 seconds, --post-roll 0 to 3600")
    }
    guard (0.1...1440).contains(partMinutes ?? 1) else {
      throw ValidationError("--part-minutes takes 0.1 to 1440")
    }
  }
}
