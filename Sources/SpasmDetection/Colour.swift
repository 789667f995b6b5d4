internal import Glibc
internal import SignalProcessing
internal import Signals

/// The colour of a signal: how its power is spread over frequency, in three numbers.
///
/// Each number is the mean square of the difference between samples one, two or four milliseconds apart, over
/// the mean square of the samples, in decibels: the structure function of the signal at three lags. Low
/// frequencies give low numbers. Unlike a median frequency it needs no spectrum, and sums of it can be kept for
/// any stretch of time.
struct Colour: Hashable, Sendable {
  /// The lags in samples, at this rate; a slow stream has to take longer ones.
  static func lags(rate: Double) -> (Int, Int, Int) {
    let one = max(1, Int((rate / 1000).rounded()))
    return (one, 2 * one, 4 * one)
  }

  var decibels: SIMD3<Double>

  /// How far apart two colours are, in decibels: the root mean square over the lags.
  func distance(to other: Colour) -> Double {
    let difference = decibels - other.decibels
    return ((difference * difference).sum() / 3).squareRoot()
  }

  /// Where between `zero` (0) and `one` (1) this colour lies, by projection.
  func position(from zero: Colour, to one: Colour) -> Double {
    let axis = one.decibels - zero.decibels
    let length = (axis * axis).sum()
    return length > 0 ? ((decibels - zero.decibels) * axis).sum() / length : 0
  }

  /// The colour of typical surface EMG behind the filters of `design`.
  ///
  /// The spectrum f^2 / ((f^2 + a^2)(f^2 + b^2)^2) with a = 60 and b = 120 Hz, after Shwedyk et al. (1977),
  /// doi:10.1109/TBME.1977.326175; its median is about 85 Hz.
  static func muscle(filters: [Biquad], rate: Double) -> Colour {
    var (power, slopes) = (0.0, SIMD3<Double>.zero)
    let lags = lags(rate: rate)
    let steps = 1024
    for step in 0..<steps {
      let f = (Double(step) + 0.5) / Double(steps) * rate / 2
      let shape = f * f / ((f * f + 3600) * (f * f + 14400) * (f * f + 14400))
      let density = shape * filters.powerGain(at: f, rate: rate)
      power += density
      for (position, lag) in [lags.0, lags.1, lags.2].enumerated() {
        slopes[position] += density * (2 - 2 * cos(2 * Double.pi * f * Double(lag) / rate))
      }
    }
    return ColourSum(power: power, slopes: slopes).colour ?? Colour(decibels: .zero)
  }
}

/// Sums from which a colour follows.
struct ColourSum: Sendable {
  var power = 0.0
  var slopes = SIMD3<Double>.zero

  mutating func add(_ hop: HopRecord) {
    power += Double(hop.power)
    slopes += SIMD3<Double>(hop.slopes)
  }

  mutating func add(_ other: ColourSum) {
    power += other.power
    slopes += other.slopes
  }

  /// Lets what was added before count for less.
  mutating func fade(to share: Double) {
    power *= share
    slopes *= share
  }

  /// The colour; nil while nothing was added.
  var colour: Colour? {
    guard power > 0, slopes.min() > 0 else { return nil }
    return Colour(
      decibels: SIMD3(
        10 * log10(slopes.x / power), 10 * log10(slopes.y / power), 10 * log10(slopes.z / power)))
  }
}
