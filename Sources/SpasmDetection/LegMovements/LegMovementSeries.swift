/// Candidates in a row with intervals that fit: a series once there are enough of them.
struct LegMovementSeries: Sendable {
  /// A run of candidates.
  struct Run: Hashable, Sendable {
    /// The provisional numbers of their episodes.
    var episodes: [Int]
    /// Onset of the first and of the latest, and the latest end.
    var start: Int64
    var latest: Int64
    var end: Int64
    /// The provisional number of the series, once it is one.
    var bout: Int?
  }

  private let counts: LegMovementCounts
  private let least: Int
  private let isStrict: Bool
  private var run: Run?
  /// Onset of the movement before, whether it was a candidate or not.
  private var previous: Int64?
  /// From where to where something was hidden: what comes later does not follow on what came before.
  private var hidden: ClosedRange<Int64>?

  init(rules: LegMovementRules, counts: LegMovementCounts) {
    self.counts = counts
    least = rules.series
    isStrict = rules.isStrict
  }

  /// Takes the next movement in the order of onsets: of episode `id`, from `onset` to `end`.
  ///
  /// Returns the run that it ended, should there be one. `fresh` gives the number of a series.
  mutating func add(
    _ id: Int, onset: Int64, end: Int64, isCandidate: Bool, fresh: () -> Int
  ) -> Run? {
    // AASM: what is no leg movement has no part in this.
    guard isCandidate || isStrict else { return nil }
    if let hidden, hidden.lowerBound <= onset {
      previous = nil
      self.hidden = hidden.upperBound > onset ? onset + 1...hidden.upperBound : nil
    }
    let interval = previous.map { onset - $0 }
    previous = onset
    let isTooSoon = interval.map { $0 < counts.shortestInterval } ?? false
    guard isCandidate, !(isStrict && isTooSoon) else { return finish() }
    if let interval, !isTooSoon, interval <= counts.longestInterval, var going = run {
      going.episodes.append(id)
      going.latest = onset
      going.end = max(going.end, end)
      if going.episodes.count == least { going.bout = fresh() }
      run = going
      return nil
    }
    let ended = finish()
    run = Run(episodes: [id], start: onset, latest: onset, end: end)
    return ended
  }

  /// Whether episode `id` is the latest of the run under way.
  func holds(_ id: Int) -> Bool { run?.episodes.last == id }

  /// The number of the series under way, where it is one already.
  var bout: Int? { run?.bout }

  /// Notes that movements may have been hidden at sample `index`.
  mutating func hide(at index: Int64) {
    if let previous, index < previous { return }
    hidden = (hidden?.lowerBound ?? index)...index
  }

  /// The run that is over, given that no movement to come began before `onset`.
  mutating func close(before onset: Int64) -> Run? {
    guard let run else { return nil }
    let isHidden = hidden.map { $0.lowerBound < onset } ?? false
    return isHidden || onset > run.latest + counts.longestInterval ? finish() : nil
  }

  /// Ends the run under way.
  mutating func finish() -> Run? {
    defer { run = nil }
    return run
  }
}
