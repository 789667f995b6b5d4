internal import SignalProcessing
internal import Signals

/// The filters and counts that follow from a stream's rate and the parameters.
struct BandDesign: Sendable {
  /// The muscle's band: high-pass, then low-pass.
  let muscle: [Biquad]
  /// The heart's band, 8 to 24 Hz, where QRS complexes have most of their energy.
  let heart: [Biquad]
  /// Samples in a hop.
  let hopLength: Int
  /// The duration of a hop.
  let hop: Seconds
  /// Degrees of freedom of the band's noise in a second: twice its equivalent bandwidth.
  let freedomPerSecond: Double
  /// Samples that the filters need to forget what was before.
  let settling: Int

  /// How much later than the muscle the filtered signal comes, at the middle of the muscle's spectrum.
  let delay: Seconds

  /// The lowest rate at which muscle can be told from what lies below it.
  static let lowestRate: Hertz = 100

  /// The median frequency of surface EMG, in hertz.
  private static let muscleMiddle = 90.0

  init(rate: SampleRate, parameters: DetectionParameters) {
    let hertz = Hertz(rate.hertz)
    let upper = min(parameters.lowPass, hertz * 0.45)
    // Where the rate leaves little above the lower edge, the edge gives way: some band is better than none.
    let lower = min(parameters.highPass, upper * 0.5)
    muscle =
      FilterDesign.butterworthHighPass(order: 4, edge: lower, rate: hertz)
      + FilterDesign.butterworthLowPass(order: 4, edge: upper, rate: hertz)
    heart =
      FilterDesign.butterworthHighPass(order: 2, edge: 8, rate: hertz)
      + FilterDesign.butterworthLowPass(order: 2, edge: 24, rate: hertz)
    hopLength = rate.count(in: parameters.hop)
    hop = rate.period * Double(hopLength)
    freedomPerSecond = 2 * NoiseStatistics.equivalentBandwidth(of: muscle, rate: rate.hertz)
    // Three time constants of the slowest pole pair of the high-pass: Q 1.31 at the edge.
    // The sum of 1/Q over 2 pi f is a low-pass's delay well below its edge; a high-pass's falls with f squared.
    let order4 = 2.613 / (2 * Double.pi)
    delay = Seconds(order4 / upper.value + order4 * lower.value / (Self.muscleMiddle * Self.muscleMiddle))
    settling = rate.count(in: Seconds(3 * 1.31 / (Double.pi * lower.value)))
  }

  /// How many hops fill `span`, to the nearest, and at least one.
  func hops(in span: Seconds) -> Int { max(1, Int((span / hop).rounded())) }
}
