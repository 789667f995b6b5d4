internal import Signals

/// The limits of a rule set in samples of a stream, so that they are kept to the sample.
struct LegMovementCounts: Sendable {
  /// The fewest samples at rest that end a movement.
  let pause: Int64
  /// The fewest samples of a movement.
  let shortest: Int64
  /// The most samples of a candidate of one leg.
  let longest: Int64
  /// Samples of the stretch whose median counts; 0 where there is no such clause.
  let body: Int64
  let shortestInterval: Int64
  let longestInterval: Int64

  init(rules: LegMovementRules, rate: SampleRate) {
    pause = Self.atLeast(rules.pause, rate)
    shortest = Self.atLeast(rules.shortest, rate)
    longest = Self.atMost(rules.longest, rate)
    body = rules.body.map { Self.atLeast($0, rate) } ?? 0
    shortestInterval = Self.atLeast(rules.shortestInterval, rate)
    longestInterval = Self.atMost(rules.longestInterval, rate)
  }

  /// The fewest samples that last at least `span`.
  static func atLeast(_ span: Seconds, _ rate: SampleRate) -> Int64 {
    let nearest = rate.index(nearest: span)
    return rate.time(of: nearest) < span - slack ? nearest + 1 : nearest
  }

  /// The most samples that last at most `span`.
  static func atMost(_ span: Seconds, _ rate: SampleRate) -> Int64 {
    let nearest = rate.index(nearest: span)
    return rate.time(of: nearest) > span + slack ? nearest - 1 : nearest
  }

  /// Far below a sample's period, and far above what the conversion rounds.
  private static let slack: Seconds = 1e-9
}
