internal import SignalProcessing
internal import Signals

/// Notches at a mains frequency and all its harmonics below the band's upper edge, in eight channels; and one at the
/// frequency itself for the band below the muscle's, which holds none of the harmonics.
struct MainsNotch: Sendable {
  private let rate: Hertz
  private let quality: Double
  let nominal: Hertz
  private var centre: Hertz
  private var bank: FilterBank
  private var lowBank: FilterBank

  /// Mains stay this near to their nominal frequency; a turn that says more is none of theirs.
  static let greatestDrift: Hertz = 1
  /// A drift below this leaves the notch where it is.
  private static let leastDrift: Hertz = 0.01

  init(nominal: Hertz, rate: SampleRate, quality: Double) {
    self.rate = Hertz(rate.hertz)
    self.quality = quality
    self.nominal = nominal
    centre = nominal
    bank = FilterBank(
      Self.design(nominal, count: Self.harmonics(nominal, rate: self.rate), rate: self.rate, quality: quality)
    )
    lowBank = FilterBank(Self.design(nominal, count: 1, rate: self.rate, quality: quality))
  }

  /// Filters one sample of every lane, in the muscle's band or in the one below.
  mutating func process(_ sample: inout Lanes, isLow: Bool) {
    withUnsafeMutablePointer(to: &sample) {
      let one = UnsafeMutableBufferPointer(start: $0, count: 1)
      if isLow { lowBank.process(one) } else { bank.process(one) }
    }
  }

  /// Forgets what the lanes hold.
  mutating func settle(lanes: SIMDMask<Lanes.MaskStorage>) {
    bank.settle(at: .zero, lanes: lanes)
    lowBank.settle(at: .zero, lanes: lanes)
  }

  /// Goes a part of the way to the measured frequency.
  mutating func follow(_ measured: Hertz, share: Double) {
    let drift = measured - nominal
    guard drift.value.magnitude < Self.greatestDrift.value,
      (measured - centre).value.magnitude > Self.leastDrift.value
    else { return }
    centre += (measured - centre) * share
    let count = Self.harmonics(nominal, rate: rate)
    bank.retune(Self.design(centre, count: count, rate: rate, quality: quality))
    lowBank.retune(Self.design(centre, count: 1, rate: rate, quality: quality))
  }

  private static func harmonics(_ nominal: Hertz, rate: Hertz) -> Int {
    max(1, Int((0.45 * rate.value / nominal.value).rounded(.down)))
  }

  private static func design(_ centre: Hertz, count: Int, rate: Hertz, quality: Double) -> [Biquad] {
    (1...count).map { harmonic in
      // Every harmonic is as wide in hertz as the first: the mains' wander grows with the harmonic, but its
      // energy falls.
      FilterDesign.notch(
        centre: centre * Double(harmonic), quality: quality * Double(harmonic), rate: rate)
    }
  }
}
