import ArgumentParser
import EpisodeRecorder
import Monitoring
import Settings
import SpasmDetection

/// The options that choose the detection's parameters, the same for every command that detects.
struct DetectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Parameters for a body site or a use; 'spasm presets' prints them.",
      standing: "a session's own, what fits the site of a scenario, or else \(Preset.all[0].name)"),
    completion: .list(Preset.all.map(\.name)))
  var preset: String?

  @Option(
    help: ArgumentHelp(
      "Override one parameter; may be repeated.", standing: .parameters, valueName: "name=value"))
  var set: [String] = []

  @Option(
    help: ArgumentHelp(
      "Leave a part of the detection out, to see what it is worth; may be repeated.", valueName: "part",
      visibility: .hidden),
    completion: .list(DetectionPart.allCases.map(\.rawValue)), transform: partNamed)
  var without: [DetectionPart] = []

  func validate() throws {
    let preset = try presetTold()
    var parameters = DetectionParameters()
    try change(&parameters)
    guard let preset, preset.legMovements != nil else { return }
    if let part = without.first {
      throw ValidationError("'\(part.rawValue)' has no part in preset '\(preset.name)'")
    }
    // The rules are followed to the letter, and what has no part in them would be set in vain.
    for name in set.compactMap({ $0.split(separator: "=").first.map(String.init) })
    where !LegMovementRules.sharedParameters.contains(name) {
      throw ValidationError(
        "'\(name)' has no part in preset '\(preset.name)'; 'spasm presets \(preset.name)' lists what has")
    }
  }

  /// The preset that was named, if one was.
  func presetTold() throws -> Preset? { try preset.map(presetNamed) }

  /// The rules for a session: those that were told, or those that it was recorded with.
  ///
  /// - Throws: ``SessionError`` where neither is known.
  func rules(for folder: SessionFolder) throws -> Preset {
    guard var preset = try presetTold() ?? SessionReading(folder).description.flatMap(Relabelling.rules)
    else {
      throw SessionError(
        .malformed, path: folder.path, reason: "its preset is not known; name one with --preset")
    }
    try change(&preset.parameters)
    return preset
  }

  /// Sets the parameters that were told.
  func change(_ parameters: inout DetectionParameters) throws {
    parameters.without = DetectionParts(without)
    for setting in set {
      let parts = setting.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let value = Double(parts[1]) else {
        throw ValidationError("--set takes name=value with a number, not '\(setting)'")
      }
      do {
        try parameters.set(String(parts[0]), to: value)
      } catch {
        throw ValidationError(error.message)
      }
    }
  }
}

/// The part called `name`, or an error that lists those there are.
private func partNamed(_ name: String) throws -> DetectionPart {
  guard let part = DetectionPart(rawValue: name) else {
    let names = DetectionPart.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError("there is no part '\(name)'; there are \(names)")
  }
  return part
}

/// The preset called `name`, or an error that lists those there are.
func presetNamed(_ name: String) throws -> Preset {
  guard let found = Preset.named(name) else {
    let names = Preset.all.map(\.name).joined(separator: ", ")
    throw ValidationError("there is no preset '\(name)'; there are \(names)")
  }
  return found
}
