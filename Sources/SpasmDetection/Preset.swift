public import Events
internal import Signals

/// Parameters for a body site or a use, with the reason.
public struct Preset: Sendable {
  /// The name for `--preset`.
  public let name: String
  /// Whom it is for and what it changes, in one line.
  public let summary: String
  /// Its parameters.
  public var parameters: DetectionParameters
  /// The published rules that it scores leg movements by, in place of looking for spasms.
  public let legMovements: LegMovementRules?

  private init(
    _ name: String, _ summary: String, legMovements: LegMovementRules? = nil,
    _ change: (inout DetectionParameters) -> Void
  ) {
    self.name = name
    self.summary = summary
    self.legMovements = legMovements
    parameters = DetectionParameters()
    change(&parameters)
  }

  /// Every preset; the first is the default.
  public static let all: [Preset] = [
    Preset("limb", "arms and legs, and wherever nothing else fits") { _ in },
    Preset(
      "back", "back, neck and belly: the heart is near, so the band begins at 30 Hz (Drake & Callaghan 2006)"
    ) {
      $0.highPass = 30
      $0.heartbeatExpected = 1
      // Long enough to find the heart's rhythm before anything is judged.
      $0.learn = 5
    },
    Preset("sleep", "a leg at night: rest is long and still, and turning over is no spasm") {
      $0.floorMemory = 600
      $0.motionAcceleration = 0.03
      $0.motionPersistence = 3
    },
    Preset(
      "wasm-2016",
      "leg movements in sleep by the letter of WASM 2016 (Ferri et al. 2016), in microvolts; looks for no spasms",
      legMovements: .wasm2016, scoresLegMovements),
    Preset(
      "aasm-plm",
      "leg movements in sleep by the letter of the AASM manual (version 2), in microvolts; looks for no spasms",
      legMovements: .aasm, scoresLegMovements),
  ]

  /// What both rules for leg movements say of the signal, and how rest is followed for them.
  private static func scoresLegMovements(_ parameters: inout DetectionParameters) {
    // The band that AASM names for leg EMG; WASM 2016 allows a higher upper edge.
    parameters.highPass = 10
    parameters.lowPass = 100
    // The height of the trace at rest is that of the middle one of its quiet stretches.
    parameters.floorQuantile = 0.5
    parameters.floorMemory = 600
  }

  /// What it looks for.
  public var subject: RecordingHeader.Subject { legMovements == nil ? .spasms : .legMovements }

  /// Every limit and parameter that has a part in its detection, with its value.
  public var values: [(name: String, value: Double)] {
    guard let legMovements else { return parameters.values }
    return legMovements.limits.map { ($0.name, $0.value) }
      + parameters.values.filter { LegMovementRules.sharedParameters.contains($0.name) }
  }

  /// The preset called `name`.
  public static func named(_ name: String) -> Preset? { all.first { $0.name == name } }

  /// The preset for an electrode site, as truth files and session headers name sites.
  public static func forSite(_ site: String) -> Preset? {
    ["trunk": named("back"), "back": named("back")][site] ?? named("limb")
  }
}
