/// Where a score comes from: its events told apart, and figures beyond those of the benchmark's `score.py`.
public struct ScoreDetails: Hashable, Sendable {
  /// Wrong claims by what was there: the kind of the true events that fill half of the claim, or else the shortest
  /// disturbance within a second of it, or else `rest`.
  public struct Wrong: Hashable, Sendable {
    /// What was there.
    public var ground: String
    /// Spasms claimed there.
    public var spasms: Int
    /// Twitches claimed there.
    public var twitches: Int
  }

  /// What voluntary contractions were called, by the movement that goes with them.
  public struct Voluntary: Hashable, Sendable {
    /// Such as `move` or `posture`; `not told` where motion is not measured; `all` together.
    public var motion: String
    /// How many there are.
    public var count: Int
    /// Those that were called spasm, and twitch.
    public var spasms: Int
    public var twitches: Int
    /// Share that was called spasm.
    public var spasmShare: Double
    /// Interval of ``spasmShare``.
    public var interval: ClosedRange<Double>?
  }

  /// True spasms and twitches, by every feature.
  public var breakdowns: [Breakdown]
  /// Wrong claims, the most frequent first.
  public var wrong: [Wrong]
  /// Recordings without a spasm: those of rest and twitches, then those with movement, where there are any.
  public var falseAlarms: [FalseAlarms]
  /// True spasms that hold, each for at least half of its length, two claimed ones or more.
  public var splits: Int
  /// Claimed spasms that hold, each for at least half of its length, two true ones or more.
  public var merges: Int
  /// Voluntary contractions, `all` of them first.
  public var voluntary: [Voluntary]
  /// What was told of being involuntary; nil where nothing was.
  public var calibration: Calibration?
  /// Onsets beside those found with hindsight, of spasms and of twitches; empty where they were not asked for.
  public var onsets: [OnsetComparison]

  /// The figures of what was found.
  init(_ findings: Findings) {
    breakdowns = ["spasm", "twitch"].flatMap { kind in
      Breakdown.Feature.allCases.map { Breakdown(kind, by: $0, findings.found) }
    }
    wrong = Dictionary(grouping: findings.wrong, by: \.ground).map { ground, claims in
      Wrong(
        ground: ground, spasms: claims.count { $0.kind == "spasm" },
        twitches: claims.count { $0.kind == "twitch" })
    }.sorted { ($1.spasms, $1.twitches, $0.ground) < ($0.spasms, $0.twitches, $1.ground) }
    falseAlarms = [false, true].compactMap { FalseAlarms(findings.quiet, moving: $0) }
    splits = findings.splits
    merges = findings.merges
    let motions = Dictionary(grouping: findings.voluntary) { $0.motion ?? "not told" }
    let groups = [("all", findings.voluntary)] + motions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    voluntary = groups.filter { !$0.1.isEmpty }.map { Voluntary($0.0, $0.1) }
    calibration = Calibration(findings.forecasts)
    onsets = ["spasm", "twitch"].compactMap { OnsetComparison($0, findings.found) }
  }
}

extension ScoreDetails.Voluntary {
  fileprivate init(_ motion: String, _ events: [Findings.Voluntary]) {
    self.motion = motion
    count = events.count
    spasms = events.count { $0.name == "spasm" }
    twitches = events.count { $0.name == "twitch" }
    spasmShare = share(spasms, of: count)
    interval = rounded(wilson95(spasms, of: sizes(ofGroups: events.map(\.moment))))
  }
}
