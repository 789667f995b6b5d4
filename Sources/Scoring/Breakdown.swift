/// How true events of one kind were found, told apart by something about them.
public struct Breakdown: Hashable, Sendable {
  /// What true events are told apart by.
  public enum Feature: String, Hashable, Sendable, CaseIterable {
    /// Power over everything else that is there, in bands of decibels.
    case ratio = "snr"
    /// Detectable length, in bands.
    case duration
    /// What movement goes with it.
    case movement
    /// What disturbed the signal within a second of it: an event can be in several rows.
    case artefact
  }

  /// The events that share the feature.
  public struct Row: Hashable, Sendable {
    /// What they share.
    public var label: String
    /// How many there are.
    public var count: Int
    /// How many were found.
    public var hits: Int
    /// Share that was found.
    public var sensitivity: Double
    /// Interval of ``sensitivity``, in which events of one moment count as one.
    public var interval: ClosedRange<Double>?
    /// Starts of those found.
    public var onset: ScoreResult.Errors
    /// Starts found with hindsight, of the same events, where they were asked for.
    public var offlineOnset: ScoreResult.Errors?
    /// How many were called live.
    public var calls: Int
    /// Median time from detectable start to live call, in seconds; nil without a call.
    public var callMedian: Double?
    /// 95th percentile of that time.
    public var callP95: Double?
  }

  /// `spasm` or `twitch`.
  public var kind: String
  /// What they are told apart by.
  public var feature: Feature
  /// The rows that hold an event, by rising band or by name.
  public var rows: [Row]

  /// The table of the events of one kind.
  init(_ kind: String, by feature: Feature, _ events: [Findings.Found]) {
    self.kind = kind
    self.feature = feature
    var groups: [Label: [Findings.Found]] = [:]
    for event in events where event.truth.kind == kind {
      for label in feature.labels(of: event) { groups[label, default: []].append(event) }
    }
    rows = groups.sorted { $0.key < $1.key }.map { Row($0.key.text, $0.value) }
  }
}

/// The name of a row, and its place among the others.
private struct Label: Hashable, Comparable {
  var place: Int
  var text: String

  static func < (left: Self, right: Self) -> Bool { (left.place, left.text) < (right.place, right.text) }
}

extension Breakdown.Row {
  fileprivate init(_ label: String, _ events: [Findings.Found]) {
    let found = events.filter { $0.claim != nil }
    self.label = label
    count = events.count
    hits = found.count
    sensitivity = share(hits, of: count)
    interval = rounded(wilson95(hits, of: sizes(ofGroups: events.map(\.moment))))
    onset = ScoreResult.Errors(seconds: found.compactMap(\.onsetError))
    let offline = found.compactMap(\.offlineError)
    offlineOnset = offline.isEmpty ? nil : ScoreResult.Errors(seconds: offline)
    let latencies = events.compactMap(\.callLatency)
    calls = latencies.count
    callMedian = quantile(latencies, 0.5).map { pythonRound($0, 3) }
    callP95 = quantile(latencies, 0.95).map { pythonRound($0, 3) }
  }
}

extension Findings.Found {
  /// How far the claim's start is off, in seconds.
  var onsetError: Double? { claim.map { $0.start - truth.detectableStart } }
  /// How far the onset found with hindsight is off, in seconds.
  var offlineError: Double? { offlineOnset.map { $0 - truth.detectableStart } }
}

extension Breakdown.Feature {
  fileprivate func labels(of event: Findings.Found) -> [Label] {
    let truth = event.truth
    let length = truth.detectableEnd - truth.detectableStart
    return switch self {
    case .ratio: [truth.ratio.map { Bands.ratio.label(of: $0) } ?? .untold]
    case .duration: [(truth.kind == "twitch" ? Bands.twitchLength : .spasmLength).label(of: length)]
    case .movement: [truth.motion.map { Label(place: 0, text: $0) } ?? .untold]
    case .artefact: event.artefacts.map { Label(place: $0 == "none" ? 0 : 1, text: $0) }
    }
  }
}

extension Label {
  fileprivate static let untold = Label(place: .max, text: "not told")
}

/// Neighbouring bands of a number, each with its name; one ends at its limit, and does not hold it.
private struct Bands {
  var limited: [(limit: Double, name: String)]
  var beyond: String

  func label(of value: Double) -> Label {
    let place = limited.firstIndex { value < $0.limit }
    return Label(place: place ?? limited.count, text: place.map { limited[$0].name } ?? beyond)
  }

  /// Decibels.
  static let ratio = Bands(
    limited: [
      (3, "under 3 dB"), (6, "3-6 dB"), (10, "6-10 dB"), (15, "10-15 dB"), (20, "15-20 dB"),
    ], beyond: "20 dB or more")
  /// Seconds.
  static let spasmLength = Bands(
    limited: [(2, "under 2 s"), (5, "2-5 s"), (15, "5-15 s"), (60, "15-60 s"), (300, "1-5 min")],
    beyond: "5 min or more")
  /// Seconds.
  static let twitchLength = Bands(
    limited: [(0.1, "under 100 ms"), (0.2, "100-200 ms"), (0.5, "200-500 ms")], beyond: "500 ms or more")
}
