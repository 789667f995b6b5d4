internal import Glibc

/// The likeliest rise of a muscle's power over rest, in samples that hold one.
///
/// The signal is taken as white and Gaussian: rest of a known power, and from some sample on muscle whose amplitude
/// rises as a half cosine to a plateau. Start, time of rise (none at all is one of them) and plateau are those of the
/// greatest likelihood. This is the generalised likelihood ratio of Staude (2001), doi:10.1155/S1110865701000191,
/// with a rise in place of his step, which would come late in a muscle that takes its time.
public struct Rise: Hashable, Sendable {
  /// Where the muscle begins, as a position in the samples.
  public var start: Double
  /// How long it rises, in samples.
  public var length: Double
  /// Its plateau's power over that of rest.
  public var ratio: Double

  /// Where the muscle reaches the power of rest: what a truth calls its first detectable moment.
  public var detectable: Double {
    // The amplitude (1 - cos(pi t / length)) / 2 of the plateau's is that of rest.
    start + length * acos(1 - 2 / max(1, ratio.squareRoot())) / Double.pi
  }

  /// A rise.
  public init(start: Double, length: Double, ratio: Double) {
    self.start = start
    self.length = length
    self.ratio = ratio
  }

  /// The likeliest rise in `samples`, at `rate` samples a second; nil where none is likelier than rest alone.
  ///
  /// A grid over all of them in steps of 4 ms comes first, then one around its best by the sample; the longer the
  /// rise, the wider the steps of its start, which then matters less.
  ///
  /// - Complexity: O(n) for each of some hundred shapes.
  public init?(in samples: some Collection<Float>, rest: Double, rate: Double) {
    let powers = samples.map { Double($0) * Double($0) / rest }
    // What is no likelier than this is so by rounding.
    var best: (gain: Double, shape: Shape, start: Int)
    best = (1e-6, Shape(length: 0, decibels: 0), -1)
    func look(at shape: Shape, in powers: Powers, from starts: StrideThrough<Int>) {
      let weights = shape.weights(step: powers.step)
      for start in starts {
        let gain = powers.gain(of: weights, from: start)
        if gain > best.gain { best = (gain, shape, start * powers.step) }
      }
    }
    let coarse = Powers(powers, step: max(1, Int(rate * 0.004)))
    for seconds in [0, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28] {
      let pace = max(coarse.step, Int(seconds * rate / 8)) / coarse.step
      for decibels in stride(from: 0.0, through: 39, by: 3) {
        look(
          at: Shape(length: seconds * rate, decibels: decibels), in: coarse,
          from: stride(from: 0, through: coarse.values.count - 1, by: pace))
      }
    }
    guard best.start >= 0 else { return nil }
    let fine = Powers(powers, step: 1)
    let rough = best
    let reach = 2 * coarse.step + Int(rough.shape.length / 8)
    best.gain = 1e-6
    for length in [0.7, 1, 1.4] where rough.shape.length > 0 || length == 1 {
      for decibels in [-1.5, 0, 1.5] {
        look(
          at: Shape(length: rough.shape.length * length, decibels: rough.shape.decibels + decibels), in: fine,
          from: stride(
            from: max(0, rough.start - reach), through: min(powers.count - 1, rough.start + reach),
            by: max(1, Int(rough.shape.length / 64))))
      }
    }
    self.init(start: Double(best.start), length: best.shape.length, ratio: best.shape.ratio)
  }
}

/// How a muscle's power rises.
private struct Shape {
  /// How long, in samples.
  var length: Double
  /// To what, over rest.
  var decibels: Double

  var ratio: Double { pow(10, decibels / 10) }

  /// What each value of power says for this shape, counted from its start: `value * slope - cost`.
  func weights(step: Int) -> Weights {
    let rising = Int((length / Double(step)).rounded(.up))
    let levels = (0..<rising).map { place in
      let amplitude = (1 - cos(Double.pi * min(1, (Double(place) + 0.5) * Double(step) / length))) / 2
      return 1 + ratio * amplitude * amplitude
    }
    return Weights(
      slopes: levels.map { 1 - 1 / $0 }, costs: levels.map { log($0) }, plateauSlope: 1 - 1 / (1 + ratio),
      plateauCost: log(1 + ratio))
  }
}

private struct Weights {
  var slopes: [Double]
  var costs: [Double]
  var plateauSlope: Double
  var plateauCost: Double
}

/// Mean powers over rest of groups of samples.
private struct Powers {
  let values: [Double]
  let step: Int
  /// The sum of the values from each on.
  private let sums: [Double]

  init(_ samples: [Double], step: Int) {
    self.step = step
    values = stride(from: 0, to: samples.count, by: step).map { start in
      let group = samples[start..<min(start + step, samples.count)]
      return group.reduce(0, +) / Double(group.count)
    }
    var sums = [Double](repeating: 0, count: values.count + 1)
    for place in values.indices.reversed() { sums[place] = sums[place + 1] + values[place] }
    self.sums = sums
  }

  /// Twice the logarithm of how much likelier a shape that starts at `start` is than rest alone.
  func gain(of weights: Weights, from start: Int) -> Double {
    let rising = min(weights.slopes.count, values.count - start)
    var gain = 0.0
    for place in 0..<rising {
      gain += values[start + place] * weights.slopes[place] - weights.costs[place]
    }
    let plateau = start + rising
    gain += sums[plateau] * weights.plateauSlope - Double(values.count - plateau) * weights.plateauCost
    return gain * Double(step)
  }
}
