import ArgumentParser
import EpisodeRecorder
import Foundation
import Monitoring
import Settings

extension LiveSettings {
  /// What is in effect: flags over environment over file.
  ///
  /// - Throws: ``SettingsError`` with every mistake there is.
  static func inEffect(
    _ monitoring: MonitorArguments, _ keeping: KeepingArguments? = nil, _ telling: TellingArguments? = nil,
    window: Int? = nil, isRecording: Bool? = nil
  ) throws -> LiveSettings {
    var flags = SettingsFlags()
    flags.set(.preset, monitoring.detection.preset)
    flags.set(.sites, monitoring.sites.map(absolute))
    flags.set(.person, monitoring.person.person)
    flags.set(.record, isRecording)
    flags.set(.screenWindow, window)
    if let keeping {
      flags.set(.episodes, keeping.episodes ? true : nil)
      flags.set(.preRoll, keeping.preRoll)
      flags.set(.postRoll, keeping.postRoll)
      flags.set(.partMinutes, keeping.partMinutes)
    }
    if let telling {
      flags.set(.alertRules, telling.alert)
      flags.set(.alertOutlets, telling.alertBy)
      flags.set(.alertWords, telling.alertWords)
      flags.set(.logLevel, telling.logLevel)
      flags.set(.healthInterval, telling.healthInterval)
    }
    let settings = SettingsInEffect(
      file: SettingsFile(path: ConfigCommand.path), environment: ProcessInfo.processInfo.environment,
      flags: flags, check: SourceAddress.check)
    var live = try LiveSettings(settings)
    if telling?.noAlerts == true { live.alerts.rules = [] }
    return live
  }

  /// The library that is set, or the usual one.
  var libraryFolder: LibraryFolder { library.map { LibraryFolder(path: $0) } ?? .standard() }

  /// A path as the settings take it, which may not depend on where a program was started.
  private static func absolute(_ path: String) -> String {
    URL(filePath: path).absoluteURL.path(percentEncoded: false)
  }
}

/// The library that a person has set, for commands that are not told of one.
enum PersonalLibrary {
  /// The environment's, the settings file's, or the usual one; that something is wrong with the settings is said once.
  static let folder: LibraryFolder = {
    let settings = SettingsInEffect(
      file: SettingsFile(path: ConfigCommand.path), environment: ProcessInfo.processInfo.environment)
    if !settings.mistakes.isEmpty {
      Failure.say("the settings hold mistakes; 'spasm config check' lists them")
    }
    if case .text(let path) = settings[.library].value { return LibraryFolder(path: path) }
    return .standard()
  }()

  /// The folder in which running programs leave their sockets.
  static var sockets: String {
    PrivateFolder.forSockets(environment: ProcessInfo.processInfo.environment, library: folder)
  }
}
