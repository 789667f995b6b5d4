import SignalProcessing
import Signals

/// Filters `samples` in pieces of the lengths that `split` gives.
func filtered(
  _ samples: [Lanes], by bank: inout FilterBank, split: (Int) -> Int = { _ in .max }
) -> [Lanes] {
  var result = samples
  result.withUnsafeMutableBufferPointer { all in
    var (start, piece) = (0, 0)
    while start < all.count {
      let end = start + min(split(piece), all.count - start)
      bank.process(UnsafeMutableBufferPointer(rebasing: all[start..<end]))
      (start, piece) = (end, piece + 1)
    }
  }
  return result
}

/// Samples of a standard normal distribution (Box and Muller), the same for one seed.
func gaussian(_ count: Int, seed: UInt64) -> [Lanes] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in
    var lanes = Lanes.zero
    for lane in lanes.indices { lanes[lane] = gaussian(&generator) }
    return lanes
  }
}

/// The number's lanes as bit patterns: equal only where every bit is.
func bits(_ samples: [Lanes]) -> [SIMD8<UInt64>] {
  samples.map { lanes in
    var pattern = SIMD8<UInt64>.zero
    for lane in lanes.indices { pattern[lane] = lanes[lane].bitPattern }
    return pattern
  }
}

/// The band of the muscle as the detector makes it: order 4 from 20 Hz to 450 Hz or 0.45 of the rate.
func muscleBand(rate: Double) -> [Biquad] {
  FilterDesign.butterworthHighPass(order: 4, edge: 20, rate: Hertz(rate))
    + FilterDesign.butterworthLowPass(order: 4, edge: Hertz(min(450, 0.45 * rate)), rate: Hertz(rate))
}
