public import Signals

/// What is followed: the first line of an event log.
public struct RecordingHeader: Sendable {
  /// The version of the event contract.
  public static let schema = 1

  /// Where it comes from: a path, or a device address.
  public var source: String
  /// The wall clock at the first sample, ISO 8601.
  public var started: String?
  /// The preset's name.
  public var preset: String
  /// What is looked for.
  public var subject: Subject
  /// Every parameter with its value, in the preset's order.
  public var parameters: [(name: String, value: Double)]
  /// The streams.
  public var streams: [StreamDescription]

  /// What a preset looks for.
  public enum Subject: String, Hashable, Sendable {
    /// Spasms and twitches.
    case spasms
    /// Leg movements, by the letter of a published rule.
    case legMovements = "leg_movements"
  }

  /// A header.
  public init(
    source: String, started: String?, preset: String, subject: Subject = .spasms,
    parameters: [(name: String, value: Double)], streams: [StreamDescription]
  ) {
    self.source = source
    self.started = started
    self.preset = preset
    self.subject = subject
    self.parameters = parameters
    self.streams = streams
  }
}

/// The account of a recording: the last line of an event log.
public struct Summary: Hashable, Sendable {
  /// For every stream, in order: what arrived and what did not.
  public var ledgers: [Ledger]
  /// How many episodes of each kind were settled.
  public var episodes: [Episode.Kind: Int]
  /// How many bouts were closed.
  public var bouts: Int
  /// The span of the recording, gaps included.
  public var duration: Seconds

  /// An account.
  public init(ledgers: [Ledger], episodes: [Episode.Kind: Int], bouts: Int, duration: Seconds) {
    self.ledgers = ledgers
    self.episodes = episodes
    self.bouts = bouts
    self.duration = duration
  }
}
