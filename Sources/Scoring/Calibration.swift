/// A detector's word on one activity of which it is known what it was.
struct Forecast {
  /// What it truly was.
  enum Truth: Hashable {
    case involuntary
    case voluntary
    /// A motionless hold: voluntary, and by EMG and accelerometer equal to a spasm.
    case hold
  }
  /// How likely it was involuntary, as told.
  var likelihood: Double
  var truth: Truth
}

extension ChannelScore {
  /// What was told of activities whose truth is known.
  ///
  /// A claim of any kind but `artefact` that lies for at least half of its length on true spasms and twitches, or
  /// matches one, is about an involuntary activity; one that lies so on voluntary contractions or on holds is about
  /// those. Claims about anything else, and those that tell no likelihood, say nothing here.
  func forecasts(matched: [Prediction]) -> [Forecast] {
    let matched = Set(matched)
    let grounds: [(Forecast.Truth, TimeSet)] = [
      (.involuntary, TimeSet(sought("spasm") + sought("twitch"))),
      (.voluntary, TimeSet(sought("voluntary"))), (.hold, TimeSet(sought("hold"))),
    ]
    return claims.filter { $0.kind != "artefact" }.compactMap { claim in
      guard let likelihood = claim.involuntary else { return nil }
      if matched.contains(claim) { return Forecast(likelihood: likelihood, truth: .involuntary) }
      let most = grounds.map { ($0.0, $0.1.overlap(with: claim)) }.max { $0.1 < $1.1 }
      guard let most, most.1 >= 0.5 * claim.length else { return nil }
      return Forecast(likelihood: likelihood, truth: most.0)
    }
  }
}

/// How well what was told of being involuntary agrees with what was.
///
/// Spasms and twitches count as involuntary, voluntary contractions as not. Where sustained voluntary contraction
/// stands in for spasm, as in the benchmark, this tells of the rules, not of people. It gates nothing.
public struct Calibration: Hashable, Sendable {
  /// Activities that were told a likelihood from a tenth to the next.
  public struct Bin: Hashable, Sendable {
    /// Where the tenth begins; the last includes 1.
    public var from: Double
    /// How many activities.
    public var count: Int
    /// The mean of what was told.
    public var told: Double
    /// The share that was involuntary.
    public var observed: Double
  }

  /// The tenths in which something was told.
  public var bins: [Bin]
  /// How many activities.
  public var count: Int
  /// The share of them that was involuntary.
  public var observed: Double
  /// Expected calibration error, the mean distance of told from observed over the bins: Naeini and others, 2015.
  public var expectedError: Double
  /// The mean square of told less what was, 1 or 0: Brier, 1950.
  public var brier: Double
  /// Motionless holds, which are in none of the above, and the mean of what was told of them.
  public var holds: Int
  /// Mean of what was told of holds; nil without one.
  public var toldOfHolds: Double?

  /// The figures of `forecasts`; nil where there is none.
  init?(_ forecasts: [Forecast]) {
    guard !forecasts.isEmpty else { return nil }
    let scored = forecasts.filter { $0.truth != .hold }
    let held = forecasts.filter { $0.truth == .hold }
    let tenths = Dictionary(grouping: scored) { min(9, max(0, Int($0.likelihood * 10 + 1e-9))) }
    bins = tenths.sorted { $0.key < $1.key }.map { tenth, forecasts in
      Bin(
        from: Double(tenth) / 10, count: forecasts.count, told: meanTold(forecasts),
        observed: share(forecasts.count { $0.truth == .involuntary }, of: forecasts.count))
    }
    count = scored.count
    observed = share(scored.count { $0.truth == .involuntary }, of: scored.count)
    let distance = tenths.values.reduce(0.0) { sum, forecasts in
      let involuntary = forecasts.count { $0.truth == .involuntary }
      return sum + abs(forecasts.reduce(0) { $0 + $1.likelihood } - Double(involuntary))
    }
    expectedError = pythonRound(distance / Double(max(1, scored.count)), 3)
    let squares = scored.reduce(0.0) { sum, forecast in
      let error = forecast.likelihood - (forecast.truth == .involuntary ? 1 : 0)
      return sum + error * error
    }
    brier = pythonRound(squares / Double(max(1, scored.count)), 3)
    holds = held.count
    toldOfHolds = held.isEmpty ? nil : meanTold(held)
  }
}

private func meanTold(_ forecasts: [Forecast]) -> Double {
  pythonRound(forecasts.reduce(0) { $0 + $1.likelihood } / Double(max(1, forecasts.count)), 3)
}
