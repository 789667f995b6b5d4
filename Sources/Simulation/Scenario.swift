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
  let wearable: Wearable
  /// Writes the chapter of the given number, from 0.
  let chapter: @Sendable (Int, inout SeededGenerator) -> Chapter

  /// Every scenario.
  public static let all: [Scenario] = [.basic, .backSpasm]

  /// The scenario called `name`, if there is one.
  public static func named(_ name: String) -> Scenario? { all.first { $0.name == name } }

  /// `limb` or `trunk`: where the electrodes sit, as the detector is told.
  public var site: String { wearable.site }
}
