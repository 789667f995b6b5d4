/// One activity that a detector claims.
public struct Prediction: Hashable, Sendable, Interval {
  /// When it began, in seconds from the recording's first sample.
  public var start: Double
  /// When it ended, in seconds.
  public var end: Double
  /// `spasm` or `twitch`; any other kind claims nothing.
  public var kind: String
  /// The EMG channel, from 0.
  public var channel: Int
  /// How likely it was involuntary, from 0 to 1, where the detector says so.
  public var involuntary: Double?

  /// A claim.
  public init(start: Double, end: Double, kind: String, channel: Int = 0, involuntary: Double? = nil) {
    self.start = start
    self.end = end
    self.kind = kind
    self.channel = channel
    self.involuntary = involuntary
  }
}

/// One live call of a spasm: said while it went on, before its end was known.
public struct LiveCall: Hashable, Sendable, Interval {
  /// The EMG channel, from 0.
  public var channel: Int
  /// When the called spasm had begun, in seconds from the recording's first sample.
  public var onset: Double
  /// When the call was made, in seconds of the same clock.
  public var at: Double
  /// Whether it was taken back.
  public var withdrawn: Bool

  /// What it speaks of when it is made: from ``onset`` to ``at``.
  var start: Double { onset }
  var end: Double { at }

  /// A call.
  public init(channel: Int, onset: Double, at: Double, withdrawn: Bool = false) {
    self.channel = channel
    self.onset = onset
    self.at = at
    self.withdrawn = withdrawn
  }
}
