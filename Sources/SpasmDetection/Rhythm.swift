internal import Signals

/// The rhythm of an activity's envelope.
enum Rhythm {
  /// Beats of clonus: 3 to 8 Hz (Wallace 2005, doi:10.1152/japplphysiol.00680.2005).
  private static let slowest: Seconds = 1 / 3.0
  private static let fastest: Seconds = 1 / 8.0
  /// The least autocorrelation of the envelope at the period of a rhythm.
  private static let least = 0.4

  /// Whether the envelope of the two seconds before `end` beats at 3 to 8 Hz.
  ///
  /// The autocorrelation of hop powers must have a peak there: higher than at half a period, where a rhythm is
  /// low and a slow drift is not.
  static func isClonic(_ track: borrowing HopTrack, until end: Int64, hop: Seconds) -> Bool {
    let range = track.held(end - Int64((2 / hop.value).rounded())..<end)
    let (mean, counted) = track.mean(range)
    guard Double(counted) * hop.value > 1 else { return false }
    func correlation(_ lag: Int64) -> Double {
      var (sum, squares) = (0.0, 0.0)
      for position in range {
        let deviation = Double(track.hops[position].power) - mean
        squares += deviation * deviation
        if position + lag < range.upperBound {
          sum += deviation * (Double(track.hops[position + lag].power) - mean)
        }
      }
      return squares > 0 ? sum / squares : 0
    }
    let shortest = Int64((fastest / hop).rounded())
    let longest = Int64((slowest / hop).rounded())
    return (shortest...max(shortest, longest)).contains { lag in
      correlation(lag) > least && correlation(lag) > correlation(lag / 2) + least
    }
  }
}
