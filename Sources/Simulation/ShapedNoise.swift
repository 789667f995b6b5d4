internal import Glibc
internal import Signals

extension SeededGenerator {
  /// A number of the given range, evenly likely.
  mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    // 53 random bits are exactly the fractions that a Double below 1 can hold.
    range.lowerBound + (range.upperBound - range.lowerBound) * Double(next() >> 11) * 0x1p-53
  }

  /// A normally distributed number of mean 0 and variance 1, by Marsaglia's polar method.
  mutating func gaussian() -> Double {
    while true {
      let (u, v) = (uniform(-1...1), uniform(-1...1))
      let s = u * u + v * v
      if s > 0, s < 1 { return u * (-2 * log(s) / s).squareRoot() }
    }
  }
}

/// A first-order low-pass or high-pass, discretised by the bilinear transform with its corner prewarped.
struct FirstOrderSection: Sendable {
  enum Kind { case lowPass, highPass }

  private let feedForward: Double
  private let feedBack: Double
  /// The weight of the previous input: 1 for a low-pass, -1 for a high-pass.
  private let sign: Double
  private var input = 0.0
  private var output = 0.0

  /// A section whose gain is -3 dB at `corner` hertz, at `rate` samples a second.
  init(_ kind: Kind, corner: Double, rate: Double) {
    let warped = tan(.pi * corner / rate)
    feedForward = (kind == .lowPass ? warped : 1) / (1 + warped)
    feedBack = (1 - warped) / (1 + warped)
    sign = kind == .lowPass ? 1 : -1
  }

  mutating func process(_ value: Double) -> Double {
    output = feedForward * (value + sign * input) + feedBack * output
    input = value
    return output
  }
}

/// Gaussian noise of variance 1 with the spectrum that a chain of first-order sections gives it.
struct ShapedNoise: Sendable {
  private var sections: [FirstOrderSection]
  private let gain: Double
  private var generator: SeededGenerator

  /// Noise at `rate` samples a second, high-passed once at each corner of `high` and low-passed at each of `low`.
  init(high: [Double] = [], low: [Double] = [], rate: Double, generator: SeededGenerator) {
    let sections =
      high.map { FirstOrderSection(.highPass, corner: $0, rate: rate) }
      + low.map { FirstOrderSection(.lowPass, corner: $0, rate: rate) }
    // Driven by white noise of variance 1, the output's variance is the energy of the impulse response. It
    // has died away to nothing after ten time constants of the lowest corner.
    var probe = sections
    var energy = 0.0
    let lowest = (high + low).min() ?? rate
    for n in 0...Int(10 * rate / (2 * .pi * lowest)) + 1 {
      let response = Self.pass(n == 0 ? 1 : 0, through: &probe)
      energy += response * response
    }
    self.sections = sections
    gain = 1 / energy.squareRoot()
    self.generator = generator
  }

  /// The next value.
  mutating func next() -> Double {
    Self.pass(gain * generator.gaussian(), through: &sections)
  }

  private static func pass(_ value: Double, through sections: inout [FirstOrderSection]) -> Double {
    var value = value
    for index in sections.indices { value = sections[index].process(value) }
    return value
  }
}
