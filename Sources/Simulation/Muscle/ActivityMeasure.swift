internal import Glibc
internal import SignalProcessing
internal import Signals

/// What a stretch of one contraction's signal measures, played alone.
///
/// - Complexity: O(samples); constant memory.
struct ActivityMeasure: Sendable {
  /// What a measure is taken against.
  struct Yardstick: Sendable {
    let rate: SampleRate
    /// The band in which a contraction is compared with rest: 20 to 450 Hz, or 0.45 of the rate.
    let band: [Biquad]
    /// The power of rest that lies in it, over that of rest up to 500 Hz.
    let restShare: Double

    /// For recordings of `rate`, of muscles at rest of the given character.
    init(rate: SampleRate, rest: RestCharacter) {
      self.rate = rate
      let hertz = Hertz(rate.hertz)
      band =
        FilterDesign.butterworthHighPass(order: 4, edge: 20, rate: hertz)
        + FilterDesign.butterworthLowPass(order: 4, edge: min(450, hertz * 0.45), rate: hertz)
      restShare = rest.share(of: band, rate: rate.hertz)
    }
  }

  /// First and last sample beyond a tenth of the stretch's RMS, counted from the stretch's start.
  let first: Int64
  let last: Int64
  /// Middles of the first and the last 20 ms whose RMS reaches that of rest; `first` and `last` when none does.
  let detectable: (first: Int64, last: Int64)
  /// RMS of the plateau over that of rest, both in the band.
  let ratio: Decibels
  /// Samples beyond the converter's range: how many, the first and the last.
  let railed: (count: Int, first: Int64, last: Int64)

  /// Takes the next `count` samples of `activity`, whose plateau is `plateau`, against `rest` volts of rest.
  ///
  /// Nil when they are silent. Without a plateau the ratio is that of everything between `first` and `last`.
  init?(
    _ activity: inout MuscleActivity, count: Int64, plateau: Range<Int64>? = nil, rest: Double,
    by yardstick: Yardstick
  ) {
    let replay = activity
    let half = yardstick.rate.count(in: 0.01)
    var window = [Double](repeating: 0, count: 2 * half)
    var filter = FilterChain(yardstick.band)
    var (sum, energy, bandEnergy) = (0.0, 0.0, 0.0)
    var loud: (first: Int64, last: Int64)?
    var railed = (count: 0, first: Int64(0), last: Int64(0))
    for index in 0..<count + Int64(half) {
      let value = index < count ? activity.next() : 0
      let place = Int(index % Int64(window.count))
      sum += value * value - window[place]
      window[place] = value * value
      // The window that ends here has its middle half a window ago.
      if sum >= rest * rest * Double(window.count) {
        let middle = max(0, index - Int64(half))
        loud = (loud?.first ?? middle, min(middle, count - 1))
      }
      if value.magnitude >= Wearable.emgRange {
        railed = (railed.count + 1, railed.count == 0 ? index : railed.first, index)
      }
      energy += value * value
      let passed = filter.process(value)
      if plateau?.contains(index) ?? true { bandEnergy += passed * passed }
    }
    guard let ends = replay.ends(within: count, beyond: 0.1 * (energy / Double(count)).squareRoot()) else {
      return nil
    }
    (first, last) = ends
    self.railed = railed
    detectable = loud.map { (max($0.first, ends.first), min($0.last, ends.last)) } ?? ends
    let span = Double(ends.last - ends.first + 1)
    let bandPower = bandEnergy / (plateau.map { Double($0.count) } ?? span)
    ratio = Decibels(10 * log10(bandPower / (rest * rest * yardstick.restShare)))
  }
}

extension MuscleActivity {
  /// The first and the last of the next `count` samples whose magnitude is beyond `threshold`.
  fileprivate func ends(within count: Int64, beyond threshold: Double) -> (first: Int64, last: Int64)? {
    var copy = self
    var ends: (first: Int64, last: Int64)?
    for index in 0..<count where copy.next().magnitude > threshold {
      ends = (ends?.first ?? index, index)
    }
    return ends
  }

  /// RMS of the whole signal from its first to its last sample beyond a tenth of it.
  ///
  /// - Complexity: O(samples).
  var rms: Double {
    var copy = self
    let energy = (0..<count).reduce(0.0) { sum, _ in
      let value = copy.next()
      return sum + value * value
    }
    guard let ends = ends(within: count, beyond: 0.1 * (energy / Double(count)).squareRoot()) else {
      return 0
    }
    return (energy / Double(ends.last - ends.first + 1)).squareRoot()
  }
}

/// Second-order sections with their state, for one signal.
private struct FilterChain {
  private let sections: [Biquad]
  private var states: [(Double, Double)]

  init(_ sections: [Biquad]) {
    self.sections = sections
    states = sections.map { _ in (0, 0) }
  }

  /// Direct form II, transposed.
  mutating func process(_ value: Double) -> Double {
    var value = value
    for index in sections.indices {
      let (section, input) = (sections[index], value)
      value = section.b0 * input + states[index].0
      states[index].0 = section.b1 * input - section.a1 * value + states[index].1
      states[index].1 = section.b2 * input - section.a2 * value
    }
    return value
  }
}
