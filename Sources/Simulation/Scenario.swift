public import Signals

/// A story that the simulator can tell: who wears what, and what happens to them, for ever.
///
/// A scenario is a seeded generator: the same seed tells the same story, however it is played.
public struct Scenario: Sendable {
  /// Its name, as in `sim:back-spasm`.
  public let name: String
  /// What happens in it, in one line.
  public let summary: String
  /// How long a recording of it is unless told otherwise.
  public let defaultDuration: Seconds
  var wearable: Wearable
  /// What ``adapted(rate:ratio:wander:)`` may change besides the rate.
  var adaptable: Set<Adaptation> = [.ratio]
  /// Decibels of the plateau of every muscle event over rest, where it was asked for.
  var ratio: Double?
  /// What it was adapted to, in words.
  var adaptations: [String] = []
  /// Writes the chapter of the given number, from 0.
  let chapter: @Sendable (Int, inout SeededGenerator) -> Chapter

  /// Something that can be asked of a scenario.
  enum Adaptation { case ratio, wander }

  /// Every scenario.
  public static let all: [Scenario] = [
    .basic, .backSpasm, .limbScript, .trunkScript, .heavyMotion, .rest, .restless, .restlessSpasms, .night,
    .clonus, .powerOn, .longSpasm, .reseat, .step, .fourChannels, .calibration,
  ]

  /// The scenario called `name`, if there is one.
  public static func named(_ name: String) -> Scenario? { all.first { $0.name == name } }

  /// Whether muscle can be asked for at one ratio to rest.
  public var takesRatio: Bool { adaptable.contains(.ratio) }
  /// Whether its rest wanders, and can be asked to wander otherwise.
  public var takesWander: Bool { adaptable.contains(.wander) }

  /// `limb` or `trunk`: where the electrodes sit, as the detector is told.
  public var site: String { wearable.site }

  /// Its name, and what it was adapted to.
  var title: String { ([name] + adaptations).joined(separator: " ") }
}
