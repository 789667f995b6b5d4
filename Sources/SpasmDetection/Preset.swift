internal import Signals

/// Parameters for a body site or a use, with the reason.
public struct Preset: Sendable {
  /// The name for `--preset`.
  public let name: String
  /// Whom it is for and what it changes, in one line.
  public let summary: String
  /// Its parameters.
  public var parameters: DetectionParameters

  private init(_ name: String, _ summary: String, _ change: (inout DetectionParameters) -> Void) {
    self.name = name
    self.summary = summary
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
  ]

  /// The preset called `name`.
  public static func named(_ name: String) -> Preset? { all.first { $0.name == name } }

  /// The preset for an electrode site, as truth files and session headers name sites.
  public static func forSite(_ site: String) -> Preset? {
    ["trunk": named("back"), "back": named("back")][site] ?? named("limb")
  }
}
