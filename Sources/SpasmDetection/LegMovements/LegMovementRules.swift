public import Signals

/// A published rule set for leg movements in sleep: limits in microvolts over resting EMG and in seconds.
///
/// Sources: WASM 2016 is Ferri et al., Sleep Med 2016, 26:86 (PMID 27890390); AASM is the scoring manual of the
/// American Academy of Sleep Medicine, rules on movements (version 2). Their criteria side by side: PMC9619152,
/// table 3. `Documentation/LegMovements.md` tells the source of every clause, and what is decided where the sources
/// leave something open.
public struct LegMovementRules: Hashable, Sendable {
  /// When movements of two legs count as one.
  public enum Joining: Hashable, Sendable {
    /// WASM 2016: they overlap, or one begins less than `gap` after the end of the other; the whole is a candidate
    /// with at most `most` movements, each itself a candidate, and a length of at most `longest`.
    case overlap(gap: Seconds, most: Int, longest: Seconds)
    /// AASM: their onsets lie less than `span` apart. A group reaches `span` from its first onset.
    case onsets(span: Seconds)
  }

  /// A movement begins where the EMG reaches this much over rest (both sources).
  public var onset: Microvolts = 8
  /// While it does not exceed this much over rest, the EMG is at rest (both sources).
  public var end: Microvolts = 2
  /// Rest of this length ends a movement, at the beginning of that rest (both sources).
  public var pause: Seconds = 0.5
  /// What is shorter is no movement (both sources).
  public var shortest: Seconds = 0.5
  /// What one leg does for longer is no candidate (WASM 2016) and no movement (AASM).
  public var longest: Seconds = 10
  /// WASM 2016, for scoring by computer: in a movement the median of a stretch so long reaches the end's limit.
  ///
  /// Nil where the rule has no such clause (AASM).
  public var body: Seconds?
  /// When movements of two legs count as one.
  public var joining: Joining
  /// So many candidates in a row are a series (both sources).
  public var series = 4
  /// From onset to onset, the shortest interval in a series.
  public var shortestInterval: Seconds
  /// From onset to onset, the longest interval in a series (both sources).
  public var longestInterval: Seconds = 90
  /// Whether a movement that is no candidate ends a series, and one that comes too soon belongs to none (WASM 2016).
  ///
  /// AASM says neither: there, what is no movement is passed over, and after an interval that is too short the next
  /// series may begin.
  public var isStrict: Bool
  /// Resting EMG beyond this amplitude is not the rest that the rules ask for (AASM: 10 uV from peak to peak).
  public var loudRest: Microvolts = 5

  private init(body: Seconds?, joining: Joining, shortestInterval: Seconds, isStrict: Bool) {
    self.body = body
    self.joining = joining
    self.shortestInterval = shortestInterval
    self.isStrict = isStrict
  }

  /// World Association of Sleep Medicine, 2016.
  public static let wasm2016 = LegMovementRules(
    body: 0.5, joining: .overlap(gap: 0.5, most: 4, longest: 15), shortestInterval: 10, isStrict: true)

  /// American Academy of Sleep Medicine, manual version 2.
  public static let aasm = LegMovementRules(
    body: nil, joining: .onsets(span: 5), shortestInterval: 5, isStrict: false)

  /// The lowest rate that both sources allow for EMG.
  public static let lowestRate: Hertz = 200

  /// Whether the rules can be applied to `stream`: muscle must be in volts, and nothing else is looked at.
  public static func canScore(_ stream: StreamDescription) -> Bool {
    stream.kind != .emg || stream.unit == .volt
  }
}

extension LegMovementRules {
  /// One limit of a rule set as a person meets it.
  public struct Limit: Sendable {
    /// Its name, with the unit as its last part.
    public var name: String
    /// Its value.
    public var value: Double
    /// The unit's symbol; empty for a plain number.
    public var unit: String
    /// What it does, in one line.
    public var summary: String
  }

  /// Every limit of the rule set.
  public var limits: [Limit] {
    func limit<Unit>(_ name: String, _ value: Quantity<Unit>, _ summary: String) -> Limit {
      Limit(name: name, value: value.value, unit: Unit.symbol, summary: summary)
    }
    func count(_ name: String, _ value: Int, _ summary: String) -> Limit {
      Limit(name: name, value: Double(value), unit: "", summary: summary)
    }
    var limits = [
      limit("lm_onset_uv", onset, "EMG over rest at which a movement begins"),
      limit("lm_end_uv", end, "EMG over rest that is not exceeded after a movement"),
      limit("lm_pause_s", pause, "rest that ends a movement"),
      limit("lm_shortest_s", shortest, "the shortest movement"),
      limit("lm_longest_s", longest, "the longest movement of one leg"),
    ]
    if let body {
      limits.append(limit("lm_body_s", body, "stretch whose median reaches the end's limit over rest"))
    }
    switch joining {
    case .overlap(let gap, let most, let longest):
      limits += [
        limit("both_gap_s", gap, "movements of two legs with a smaller gap are one"),
        count("both_most", most, "so many movements of single legs may be one"),
        limit("both_longest_s", longest, "the longest movement of both legs"),
      ]
    case .onsets(let span):
      limits.append(limit("both_span_s", span, "movements of two legs with onsets nearer than this are one"))
    }
    return limits + [
      count("series_least", series, "so many movements in a row are a series"),
      limit("interval_shortest_s", shortestInterval, "the shortest interval in a series, onset to onset"),
      limit("interval_longest_s", longestInterval, "the longest interval in a series, onset to onset"),
      limit("rest_loudest_uv", loudRest, "resting EMG beyond this is not the rest that the rule asks for"),
    ]
  }

  /// The parameters of the detection that have a part in scoring leg movements: the band, the level of rest, and
  /// what is no signal.
  public static let sharedParameters: Set<String> = [
    "high_pass_hz", "low_pass_hz", "hop_s", "medium_window_s", "learn_s", "floor_quantile", "floor_memory_s",
    "lock_up_s", "flat_s", "rejoin_s",
  ]
}
