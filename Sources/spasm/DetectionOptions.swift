import ArgumentParser
import SpasmDetection

/// The options that choose the detection's parameters, the same for every command that detects.
struct DetectionOptions: ParsableArguments {
  @Option(name: .long, help: "Parameters for a body site or a use; 'spasm presets' prints them.")
  var preset: String?

  @Option(
    name: .long, help: ArgumentHelp("Override one parameter; may be repeated.", valueName: "name=value"))
  var set: [String] = []

  /// The preset that was named, if one was.
  func presetTold() throws -> Preset? {
    guard let preset else { return nil }
    guard let found = Preset.named(preset) else {
      let names = Preset.all.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no preset '\(preset)'; there are \(names)")
    }
    return found
  }

  /// Sets the parameters that were told.
  func change(_ parameters: inout DetectionParameters) throws {
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
