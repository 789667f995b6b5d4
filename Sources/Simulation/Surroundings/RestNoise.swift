internal import Signals

/// What an electrode gives while its muscle is silent: white noise of skin and amplifier, and some 1/f noise.
struct RestNoise: Sendable {
  /// The share of the power that is 1/f.
  static let flickerShare = 0.15
  /// Corners of the low-passes whose sum it is, in hertz.
  static let flickerCorners = [0.25, 1, 4, 16, 64]

  private var white: SeededGenerator
  private var flicker: [ShapedNoise]
  private let whiteRMS: Double
  private let flickerRMS: Double

  /// Noise of the given RMS up to 500 Hz, in volts; a converter that is slower has it all in its own band.
  ///
  /// White noise has as much again in every further band that a faster converter sees.
  init(rms: Double, rate: Double, seed: Seed) {
    whiteRMS = rms * ((1 - Self.flickerShare) * Self.widening(rate: rate)).squareRoot()
    // Equal powers low-passed at corners two octaves apart add up to a spectrum that falls as 1/f between them.
    flickerRMS = rms * (Self.flickerShare / Double(Self.flickerCorners.count)).squareRoot()
    white = seed.generator(.white)
    flicker = Self.flickerCorners.enumerated().map { position, corner in
      ShapedNoise(low: [corner], rate: rate, generator: seed.generator(.flicker(position)))
    }
  }

  /// Power of the white part over that up to 500 Hz.
  static func widening(rate: Double) -> Double { max(1, rate / 1000) }

  /// The next value, in volts.
  mutating func next() -> Double {
    var value = whiteRMS * white.gaussian()
    for index in flicker.indices { value += flickerRMS * flicker[index].next() }
    return value
  }
}
