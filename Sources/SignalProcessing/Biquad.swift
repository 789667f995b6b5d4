/// A second-order section's coefficients, normalised so that the leading denominator coefficient is one.
///
/// H(z) = (b0 + b1 z^-1 + b2 z^-2) / (1 + a1 z^-1 + a2 z^-2). Coefficients are values apart from state: one
/// design serves any number of channels.
public struct Biquad: Hashable, Sendable {
  public var b0: Double
  public var b1: Double
  public var b2: Double
  public var a1: Double
  public var a2: Double

  /// A section with these coefficients.
  public init(b0: Double, b1: Double, b2: Double, a1: Double, a2: Double) {
    self.b0 = b0
    self.b1 = b1
    self.b2 = b2
    self.a1 = a1
    self.a2 = a2
  }

  /// The section that leaves a signal as it is.
  public static let identity = Biquad(b0: 1, b1: 0, b2: 0, a1: 0, a2: 0)

  /// The power gain |H|^2 at a frequency given as a fraction of the sampling rate.
  public func powerGain(atFractionOfRate fraction: Double) -> Double {
    let (c1, s1) = (cosine(ofTurns: fraction), sine(ofTurns: fraction))
    let (c2, s2) = (cosine(ofTurns: 2 * fraction), sine(ofTurns: 2 * fraction))
    // |p0 + p1 e^-jw + p2 e^-2jw|^2 as a sum of two squares: multiplied out, it would lose all digits, and
    // even its sign, near a zero.
    func power(_ p0: Double, _ p1: Double, _ p2: Double) -> Double {
      let (real, imaginary) = (p0 + p1 * c1 + p2 * c2, p1 * s1 + p2 * s2)
      return real * real + imaginary * imaginary
    }
    return power(b0, b1, b2) / power(1, a1, a2)
  }
}

extension [Biquad] {
  /// The power gain of the cascade at `frequency`, for a signal sampled at `rate` hertz.
  public func powerGain(at frequency: Double, rate: Double) -> Double {
    reduce(1) { $0 * $1.powerGain(atFractionOfRate: frequency / rate) }
  }
}
