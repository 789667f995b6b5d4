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
  /// Simulated clonus beats with 0.59 in the mean, and 51 of 52 with 0.38 and more; of 1500 other activities, simulated
  /// and of the benchmark, none has more than 0.26 at 1 kHz; at 200 Hz with heartbeats blanked one has 0.34.
  static let least = 0.3
  /// The shortest beats that a faster rhythm is looked for in.
  private static let fastest: Seconds = 0.02
  /// A faster beat explains a rhythm from this share of its height on: tremor and single units beat at each multiple
  /// of their period too.
  private static let explaining = 0.7

  /// How strongly the envelope of the two seconds before `end` beats at 3 to 8 Hz, up to 2; 0 where too little of it
  /// can be judged, or where a faster beat is about as high.
  ///
  /// By how much the autocorrelation of hop powers rises from half a period to a whole one, and from one and a half to
  /// two; the lower of the two. What chance makes alike once is not so twice.
  static func strength(_ track: borrowing HopTrack, until end: Int64, hop: Seconds) -> Double {
    let range = track.held(end - Int64((2 / hop.value).rounded())..<end)
    let (mean, counted) = track.mean(range)
    guard Double(counted) * hop.value > 1 else { return 0 }
    // What cannot be judged, under heartbeats above all, takes no part: what is left of a rhythm is less sure by that.
    func deviation(_ position: Int64) -> Double {
      let hop = track.hops[position]
      return hop.counts ? Double(hop.power) - mean : 0
    }
    func covariance(_ lag: Int64) -> Double {
      let late = range.dropFirst(Int(lag))
      let sum = late.reduce(0) { $0 + deviation($1) * deviation($1 - lag) }
      return late.isEmpty ? 0 : sum / Double(late.count)
    }
    let variance = covariance(0)
    guard variance > 0 else { return 0 }
    func beat(_ lag: Int64) -> Double {
      let there = covariance(lag)
      return min(there - covariance(lag / 2), covariance(2 * lag) - covariance(3 * lag / 2)) / variance
    }
    let shortest = Int64((periods.lowerBound / hop).rounded())
    let longest = max(shortest, Int64((periods.upperBound / hop).rounded()))
    let period = (shortest...longest).max { beat($0) < beat($1) } ?? shortest
    let height = explaining * covariance(period)
    // A slower beat neither peaks at a lag shorter than its own, nor has it been low before.
    let isFaster = (max(2, Int64((fastest / hop).rounded()))..<max(2, shortest)).contains { lag in
      let there = covariance(lag)
      return there > height && there > 2 * covariance(lag / 2)
        && there + covariance(2 * lag) >= covariance(lag + 1) + covariance(2 * lag + 2)
    }
    return isFaster ? 0 : max(0, beat(period))
  }
}
