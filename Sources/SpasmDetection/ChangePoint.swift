internal import Glibc
internal import Signals

/// Where a signal's power changed, by maximum likelihood.
///
/// For a signal that is Gaussian with the power of rest before the change and an unknown, higher power after it,
/// the log-likelihood of a change at k among the last n values is (n - k)(v - 1 - ln v), where v is the mean
/// power from k on over the power of rest. Source: the approximated generalised likelihood ratio of Staude
/// (2001), doi:10.1155/S1110865701000191, with both levels of the model reduced to their power.
enum ChangePoint {
  /// The first hop of the activity that fills the end of `range`; nil where no hop can be judged.
  ///
  /// - Complexity: O(hops in the range).
  static func onset(in range: Range<Int64>, of track: borrowing HopTrack, rest: Double) -> Int64? {
    var (sum, counted, best, found): (Double, Double, Double, Int64?) = (0, 0, 0, nil)
    var hop = range.upperBound
    while hop > range.lowerBound {
      hop -= 1
      let record = track.hops[hop]
      guard record.counts else { continue }
      sum += Double(record.power) / rest
      counted += 1
      let level = sum / counted
      let gain = level > 1 ? counted * (level - 1 - log(level)) : 0
      if gain >= best { (best, found) = (gain, hop) }
    }
    return found
  }

  /// The hop after the last one of the activity that fills the beginning of `range`.
  static func offset(in range: Range<Int64>, of track: borrowing HopTrack, rest: Double) -> Int64? {
    var (sum, counted, best, found): (Double, Double, Double, Int64?) = (0, 0, 0, nil)
    for hop in range {
      let record = track.hops[hop]
      guard record.counts else { continue }
      sum += Double(record.power) / rest
      counted += 1
      let level = sum / counted
      let gain = level > 1 ? counted * (level - 1 - log(level)) : 0
      if gain >= best { (best, found) = (gain, hop + 1) }
    }
    return found
  }

  /// The sample, within `range`, at which one lane's power changes from `rest` to `rest * ratio`.
  static func sample(
    in range: Range<Int64>, of samples: borrowing RingBuffer<SIMD8<Float>>, lane: Int, rest: Double,
    ratio: Double
  ) -> Int64 {
    // From the last sample backwards: the likelihood of each step is a sum over the samples after it.
    let slope = (1 - 1 / ratio) / rest
    let cost = log(ratio)
    var (sum, best, found) = (0.0, 0.0, range.upperBound)
    var index = range.upperBound
    while index > range.lowerBound {
      index -= 1
      let value = Double(samples[index][lane])
      sum += value * value * slope - cost
      if sum > best { (best, found) = (sum, index) }
    }
    return found
  }
}
