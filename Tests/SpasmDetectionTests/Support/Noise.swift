import Foundation
import Signals

/// A sample of the standard normal distribution.
func gaussian(_ generator: inout SeededGenerator) -> Double {
  let radius = sqrt(-2 * log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator)))
  return radius * cos(2 * Double.pi * Double.random(in: 0..<1, using: &generator))
}

/// Gaussian noise of variance 1 with the spectrum of surface EMG.
///
/// A high-pass at 60 Hz and two low-passes at 120 Hz of first order, after Shwedyk et al. (1977),
/// doi:10.1109/TBME.1977.326175, or at what the rate leaves of that.
struct ColouredNoise {
  private struct Pole {
    let share: Double
    var state = 0.0

    init(corner: Double, rate: Double) { share = 1 - exp(-2 * Double.pi * corner / rate) }

    mutating func lowPass(_ value: Double) -> Double {
      state += (value - state) * share
      return state
    }
  }

  private var generator: SeededGenerator
  private var slow: Pole
  private var fast: (Pole, Pole)
  private var gain = 1.0

  init(rate: Double, seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    let upper = min(120, 0.3 * rate)
    slow = Pole(corner: 60, rate: rate)
    fast = (Pole(corner: upper, rate: rate), Pole(corner: upper, rate: rate))
    gain = 1 / Self.response(of: self, length: Int(rate / 4)).squareRoot()
  }

  /// The next sample.
  mutating func next() -> Double { gain * shape(gaussian(&generator)) }

  private mutating func shape(_ value: Double) -> Double {
    let smooth = fast.1.lowPass(fast.0.lowPass(value))
    return smooth - slow.lowPass(smooth)
  }

  /// Power of the response to an impulse: the variance of filtered white noise.
  private static func response(of noise: ColouredNoise, length: Int) -> Double {
    var probe = noise
    return (0..<length).reduce(0) { sum, index in sum + pow(probe.shape(index == 0 ? 1 : 0), 2) }
  }
}
