/// How well onsets were found, beside what an exact likelihood finds with hindsight on the same recordings.
///
/// Both are over the same events: those that were found, and about which hindsight has something to say. Errors are
/// from the first detectable moment.
public struct OnsetComparison: Hashable, Sendable {
  /// `spasm` or `twitch`.
  public var kind: String
  /// How many events.
  public var count: Int
  /// The detector's onsets.
  public var detected: ScoreResult.Errors
  /// The onsets found with hindsight.
  public var offline: ScoreResult.Errors
  /// The detector's mean absolute error over that of hindsight; nil where hindsight has none.
  public var ratio: Double?

  /// The figures of the events of one kind; nil where none can be compared.
  init?(_ kind: String, _ events: [Findings.Found]) {
    let errors = events.filter { $0.truth.kind == kind }.compactMap { event in
      event.onsetError.flatMap { detected in event.offlineError.map { (detected: detected, offline: $0) } }
    }
    guard !errors.isEmpty else { return nil }
    let sizes = errors.reduce((detected: 0.0, offline: 0.0)) { sum, error in
      (sum.detected + abs(error.detected), sum.offline + abs(error.offline))
    }
    self.kind = kind
    count = errors.count
    detected = ScoreResult.Errors(seconds: errors.map(\.detected))
    offline = ScoreResult.Errors(seconds: errors.map(\.offline))
    ratio = sizes.offline > 0 ? pythonRound(sizes.detected / sizes.offline, 2) : nil
  }
}
