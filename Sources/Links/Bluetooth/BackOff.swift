public import Signals

/// How long to wait before a device is called again: longer each time, and never quite the same, so that two do not call in step.
public struct BackOff: Sendable {
  private var generator: SeededGenerator
  private var failures = 0

  private static let first: Seconds = 0.5
  /// Of the doubling: 8 s.
  private static let mostDoublings = 4
  /// How much of a wait is left to chance, to each side.
  private static let jitter = 0.25

  public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// How long to wait after a call that failed.
  public mutating func next() -> Seconds {
    let doublings = min(failures, Self.mostDoublings)
    failures += 1
    let chance = Double.random(in: (1 - Self.jitter)...(1 + Self.jitter), using: &generator)
    return Self.first * Double(1 << doublings) * chance
  }

  /// The device has answered.
  public mutating func reset() { failures = 0 }
}
