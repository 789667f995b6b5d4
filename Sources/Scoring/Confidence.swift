internal import Glibc
internal import Signals

/// Wilson's 95 % score interval of the share `successes / trials`, where the trials come in moments of the given
/// sizes; nil without trials.
///
/// Events of one moment on several channels are one event seen several times. They are taken to be right or wrong
/// together, the cautious end: their design effect is then Σm²/Σm for moments of m trials (Kish 1965, Survey
/// Sampling, section 5.4), and the interval is that of the same share of (Σm)²/Σm² independent trials.
/// Wilson's stays inside 0…1 and is honest at 0 and 1, where `p ± 1.96 √(p(1-p)/n)` shrinks to nothing (Wilson
/// 1927).
func wilson95(_ successes: Int, of moments: [Int]) -> ClosedRange<Double>? {
  let trials = Double(moments.reduce(0, +))
  guard trials > 0 else { return nil }
  let z = 1.959963984540054
  let n = trials * trials / moments.reduce(0) { $0 + Double($1 * $1) }
  let share = Double(successes) / trials
  let centre = share + z * z / (2 * n)
  let half = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
  let scale = 1 + z * z / n
  return max(0, (centre - half) / scale)...min(1, (centre + half) / scale)
}

/// The exact 95 % interval of the mean of a Poisson variable that came out as `count` (Garwood 1936).
///
/// Its ends are the means for which `count` or more, and `count` or fewer, have a probability of 2.5 %.
///
/// - Complexity: O(count), a hundred times.
func poisson95(_ count: Int) -> ClosedRange<Double> {
  /// The probability of `most` or fewer, where `mean` are expected.
  func tail(_ most: Int, _ mean: Double) -> Double {
    (0...most).reduce(0) { $0 + exp(Double($1) * log(mean) - mean - lgamma(Double($1) + 1)) }
  }
  /// The mean at which the falling `probability` passes `level`.
  func mean(_ level: Double, _ probability: (Double) -> Double) -> Double {
    var (low, high) = (0.0, 4 * Double(count) + 20)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if probability(middle) > level { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
  let lower = count == 0 ? 0 : mean(0.975) { tail(count - 1, $0) }
  return lower...mean(0.025) { tail(count, $0) }
}

/// A seeded bootstrap: recordings are drawn with replacement, and a figure is computed over each draw.
///
/// Recordings, not events, are what was sampled independently: events of one recording share its electrode. What
/// belongs to one moment is drawn together with its recording.
struct Bootstrap {
  /// How many draws are made.
  static let resamples = 2000
  let seed: UInt64

  /// The middle 95 % of `figure` over draws from `recordings`; nil with fewer than two recordings, from which
  /// nothing can be learnt about others.
  func interval95<Recording>(
    _ recordings: [Recording], _ figure: ([Recording]) -> Double
  ) -> ClosedRange<Double>? {
    guard recordings.count > 1 else { return nil }
    var generator = SeededGenerator(seed: seed)
    var figures: [Double] = []
    for _ in 0..<Self.resamples {
      // The high word of the product draws a position without the standard library's say in how.
      let draw = recordings.indices.map { _ in
        recordings[Int(generator.next().multipliedFullWidth(by: UInt64(recordings.count)).high)]
      }
      figures.append(figure(draw))
    }
    guard let low = quantile(figures, 0.025), let high = quantile(figures, 0.975) else { return nil }
    return low...high
  }
}
