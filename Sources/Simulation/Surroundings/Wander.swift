internal import Glibc
internal import Signals

/// A level that follows a slow first-order random process in decibels.
///
/// An Ornstein-Uhlenbeck process on a grid of 20 points a second of the recording, with straight lines between
/// them: it is the same at any sampling rate and in blocks of any size.
struct Wander: Sendable {
  /// How far and how slowly.
  struct Specification: Sendable {
    /// Nine tenths of the time lie within this many decibels on either side of the middle.
    var extent: Decibels
    /// Seconds after which 1/e of a departure is left.
    var memory: Double

    /// Standard deviation in decibels: nine tenths of a normal distribution lie within 1.645 of them.
    var deviation: Double { extent.value / 1.645 }
  }

  private static let pointsPerSecond = 20.0

  private let deviation: Double
  private let persistence: Double
  private var generator: SeededGenerator
  private var decibels: Double
  private var point = 0.0
  private var from: Double
  private var to: Double

  init(_ specification: Specification, generator: SeededGenerator) {
    deviation = specification.deviation
    persistence = exp(-1 / (Self.pointsPerSecond * specification.memory))
    self.generator = generator
    decibels = deviation * self.generator.gaussian()
    from = pow(10, decibels / 20)
    to = from
    advance()
  }

  /// The factor on the amplitude at `time` seconds; times must not fall from call to call.
  mutating func gain(at time: Double) -> Double {
    let place = time * Self.pointsPerSecond
    while place >= point + 1 {
      point += 1
      advance()
    }
    return from + (to - from) * (place - point)
  }

  private mutating func advance() {
    let chance = deviation * (1 - persistence * persistence).squareRoot()
    decibels = persistence * decibels + chance * generator.gaussian()
    from = to
    to = pow(10, decibels / 20)
  }
}
