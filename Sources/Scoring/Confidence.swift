internal import Signals

/// Wilson's 95 % score interval of the share `successes / trials`; nil without trials.
///
/// It stays inside 0…1 and is honest at 0 and 1, where `p ± 1.96 √(p(1-p)/n)` shrinks to nothing (Wilson 1927).
func wilson95(_ successes: Int, of trials: Int) -> ClosedRange<Double>? {
  guard trials > 0 else { return nil }
  let z = 1.959963984540054
  let n = Double(trials)
  let share = Double(successes) / n
  let centre = share + z * z / (2 * n)
  let half = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
  let scale = 1 + z * z / n
  return max(0, (centre - half) / scale)...min(1, (centre + half) / scale)
}

/// A seeded bootstrap: recordings are drawn with replacement, and a figure is computed over each draw.
///
/// Recordings, not events, are what was sampled independently: events of one recording share its electrode.
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
