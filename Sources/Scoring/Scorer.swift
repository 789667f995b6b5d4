/// Compares what a detector claims with what is true, recording after recording.
///
/// The result equals that of the benchmark's `score.py` to the digit, and adds confidence intervals, the latency of
/// live calls, and where the figures come from.
public struct Scorer: Sendable {
  /// When a claimed spasm counts as a true one.
  public let rule: MatchingRule
  private let seed: UInt64
  private var recordings: [(id: String, tally: Tally)] = []
  private var missing: [String] = []

  /// A scorer that has seen nothing; `seed` is that of the bootstrap.
  public init(rule: MatchingRule = .iou, seed: UInt64 = 1) {
    self.rule = rule
    self.seed = seed
  }

  /// Adds one recording: its truth and what was claimed about it.
  ///
  /// Without predictions (nil, not none) everything in it is missed, and the report names it. Claims about
  /// channels that the recording does not have are passed over. `offline` holds, by true event, the onsets in
  /// seconds that hindsight found, to compare with.
  public mutating func add(
    _ truth: Truth, predictions: [Prediction]?, calls: [LiveCall] = [], offline: [Truth.Event: Double] = [:]
  ) {
    if predictions == nil { missing.append(truth.id) }
    recordings.append(
      (truth.id, tally(truth, predictions ?? [], calls: calls, rule: rule, offline: offline)))
  }

  /// The score of all recordings added so far, and of each.
  ///
  /// - Complexity: O(recordings) and, for the bootstrap, 2,000 times that.
  public func report() -> ScoreReport {
    let bootstrap = Bootstrap(seed: seed)
    var findings = Findings()
    for recording in recordings { findings += recording.tally.findings }
    return ScoreReport(
      total: ScoreResult(recordings.map(\.tally), bootstrap: bootstrap),
      recordings: recordings.map { ($0.id, ScoreResult([$0.tally], bootstrap: bootstrap)) },
      missingPredictions: missing, details: ScoreDetails(findings))
  }
}

/// The score of some recordings.
public struct ScoreReport: Sendable {
  /// Over all recordings.
  public var total: ScoreResult
  /// For each recording alone, in the order in which they were added.
  public var recordings: [(id: String, result: ScoreResult)]
  /// The recordings about which nothing was claimed because there were no predictions.
  public var missingPredictions: [String]
  /// Over all recordings, where the figures come from.
  public var details: ScoreDetails
}
