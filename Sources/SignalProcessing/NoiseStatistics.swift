internal import Glibc

/// Statistics of the mean power of Gaussian noise over a window.
///
/// Band-passed noise of bandwidth B over W seconds has nu = 2 B W degrees of freedom; its mean power over the
/// true one follows chi-squared(nu)/nu, and over a level learnt from m degrees of freedom F(nu, m).
public enum NoiseStatistics {
  /// The equivalent bandwidth of a power response in hertz: (integral of S)^2 over the integral of S^2.
  ///
  /// Source: Blackman & Tukey, The Measurement of Power Spectra, section B.9.
  public static func equivalentBandwidth(of design: [Biquad], rate: Double) -> Double {
    let steps = 4096
    var (sum, squares) = (0.0, 0.0)
    for step in 0..<steps {
      let gain = design.powerGain(at: (Double(step) + 0.5) / Double(steps) * rate / 2, rate: rate)
      sum += gain
      squares += gain * gain
    }
    return sum * sum / squares * rate / 2 / Double(steps)
  }

  /// The ratio that the mean power passes with probability `probability`, for `n` degrees of freedom over `m`.
  ///
  /// The upper quantile of the F distribution, by bisection of the regularised incomplete beta function. The
  /// answer is good to 1e-9 of itself; made for a set-up, not for a loop.
  public static func upperQuantile(probability: Double, n: Double, m: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while upperTail(high, n: n, m: m) > probability, high < 1e12 { high *= 2 }
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if upperTail(middle, n: n, m: m) > probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The probability that an F(n, m) variable passes `ratio`.
  static func upperTail(_ ratio: Double, n: Double, m: Double) -> Double {
    incompleteBeta(m / (m + n * ratio), a: m / 2, b: n / 2)
  }

  /// The regularised incomplete beta function by its continued fraction (Lentz's method).
  ///
  /// Source: DLMF 8.17.22, with the symmetry 8.17.4 where the fraction converges slowly.
  static func incompleteBeta(_ x: Double, a: Double, b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    // The choice is made once: at the turning point itself, rounding may call either side the slow one.
    let slow = x > (a + 1) / (a + b + 2)
    return slow ? 1 - lowerBeta(1 - x, a: b, b: a) : lowerBeta(x, a: a, b: b)
  }

  /// The regularised incomplete beta function where its continued fraction converges fast.
  private static func lowerBeta(_ x: Double, a: Double, b: Double) -> Double {
    let logBeta = lgamma(a) + lgamma(b) - lgamma(a + b)
    let front = exp(a * log(x) + b * log(1 - x) - logBeta) / a
    let tiny = 1e-300
    func guarded(_ value: Double) -> Double { value.magnitude < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / guarded(1 - (a + b) * x / (a + 1))
    var fraction = d
    for step in 1..<10_000 {
      let m = Double(step)
      let even: Double = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / guarded(1 + even * d)
      c = guarded(1 + even / c)
      fraction *= d * c
      let odd: Double = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / guarded(1 + odd * d)
      c = guarded(1 + odd / c)
      fraction *= d * c
      if (d * c - 1).magnitude < 1e-15 { break }
    }
    return front * fraction
  }
}
