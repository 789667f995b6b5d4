internal import Signals

/// The rhythm of an activity's envelope.
enum Rhythm {
  /// Beats of clonus: 3 to 8 Hz, and some slack (Wallace 2005, doi:10.1152/japplphysiol.00680.2005).
  static let periods: ClosedRange<Seconds> = 0.12...0.34
  /// Beats that are joined although muscle rests between them.
  ///
  /// Slower ones may as well be a train of twitches.
  static let joinedPeriods: ClosedRange<Seconds> = 0.12...0.28
  /// The least strength of a rhythm in the mean of an activity.
  ///
  /// Simulated clonus beats with 0.38 to 0.49 in the mean; of 370 other activities on the benchmark none has more
  /// than 0.20.
  static let least = 0.3

  /// How strongly the envelope of the two seconds before `end` beats at 3 to 8 Hz, up to 1; 0 where too little of it
  /// can be judged.
  ///
  /// The autocorrelation of hop powers at the period, or how far it rises above that at half the period, where a
  /// rhythm is low and a slow drift is not; the lower of the two.
  static func strength(_ track: borrowing HopTrack, until end: Int64, hop: Seconds) -> Double {
    let range = track.held(end - Int64((2 / hop.value).rounded())..<end)
    let (mean, counted) = track.mean(range)
    guard Double(counted) * hop.value > 1 else { return 0 }
    // What cannot be judged, under heartbeats above all, takes no part.
    func deviation(_ position: Int64) -> Double {
      let hop = track.hops[position]
      return hop.counts ? Double(hop.power) - mean : 0
    }
    func correlation(_ lag: Int64) -> Double {
      var (sum, squares) = (0.0, 0.0)
      for position in range {
        let here = deviation(position)
        squares += here * here
        if position + lag < range.upperBound { sum += here * deviation(position + lag) }
      }
      return squares > 0 ? sum / squares : 0
    }
    let shortest = Int64((periods.lowerBound / hop).rounded())
    let longest = Int64((periods.upperBound / hop).rounded())
    return (shortest...max(shortest, longest)).reduce(0) { strongest, lag in
      let there = correlation(lag)
      return there > strongest ? max(strongest, min(there, there - correlation(lag / 2))) : strongest
    }
  }
}
