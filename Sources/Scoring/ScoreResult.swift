/// The figures of a score, rounded as the benchmark's `score.py` rounds them.
///
/// Every `…Interval` is a 95 % confidence interval, and nil where there is nothing to base one on: for shares
/// Wilson's, in which events of one moment on several channels count as one; for F1 a seeded bootstrap that draws
/// whole recordings.
public struct ScoreResult: Hashable, Sendable {
  /// How well events of one kind were found.
  public struct Detection: Hashable, Sendable {
    /// True events that a claim matches.
    public var truePositives: Int
    /// True events that none matches.
    public var falseNegatives: Int
    /// Claims that match nothing.
    public var falsePositives: Int
    /// Share of the true events that were found.
    public var sensitivity: Double
    /// Interval of ``sensitivity``.
    public var sensitivityInterval: ClosedRange<Double>?
    /// Share of the claims that are true.
    public var precision: Double
    /// Interval of ``precision``.
    public var precisionInterval: ClosedRange<Double>?
    /// Harmonic mean of the two.
    public var f1: Double
    /// Interval of ``f1``.
    public var f1Interval: ClosedRange<Double>?
    /// Precision without the claims that lie on a voluntary contraction.
    public var lenientPrecision: Double
    /// Interval of ``lenientPrecision``.
    public var lenientPrecisionInterval: ClosedRange<Double>?
    /// F1 without those claims.
    public var lenientF1: Double
    /// Interval of ``lenientF1``.
    public var lenientF1Interval: ClosedRange<Double>?
    /// Claims that match nothing, per channel-hour.
    public var falsePerHour: Double
  }

  /// How far matched spasms were off at one end, in milliseconds; nil without a match.
  public struct Errors: Hashable, Sendable {
    /// Median of the sizes.
    public var medianAbsolute: Double?
    /// 90th percentile of the sizes.
    public var p90Absolute: Double?
    /// Median with its sign: positive is late.
    public var medianSigned: Double?
  }

  /// How far the lengths of matched spasms were off; nil without a match.
  public struct LengthErrors: Hashable, Sendable {
    /// Median of the sizes, in milliseconds.
    public var medianAbsolute: Double?
    /// Median of the sizes as shares of the true length.
    public var medianRelative: Double?
    /// 90th percentile of the sizes as shares of the true length.
    public var p90Relative: Double?
  }

  /// Spasm counted by the second, in which one endless false claim is seen.
  public struct Time: Hashable, Sendable {
    /// Share of the true spasm time that was claimed.
    public var sensitivity: Double
    /// Share of the claimed time that is true.
    public var precision: Double
    /// True spasm time, in hours.
    public var spasmHours: Double
    /// Time claimed wrongly, in hours.
    public var falseClaimHours: Double
  }

  /// Means over recordings: each counts the same, however many events it holds.
  public struct Macro: Hashable, Sendable {
    /// Mean F1 of spasms; nil when no recording holds one.
    public var spasmF1: Double?
    /// Recordings that hold spasms.
    public var spasmRecordings: Int
    /// Mean F1 of twitches; nil when no recording holds one.
    public var twitchF1: Double?
    /// Recordings that hold twitches.
    public var twitchRecordings: Int
  }

  /// How many motionless holds were called spasms: by EMG and accelerometer the two are equal.
  public struct Hold: Hashable, Sendable {
    /// Holds there are.
    public var count: Int
    /// Those that were called spasms.
    public var calledSpasm: Int
    /// Share of them.
    public var rate: Double
    /// Interval of ``rate``.
    public var rateInterval: ClosedRange<Double>?
  }

  /// What the true events of one kind were called.
  public struct Confusion: Hashable, Sendable {
    /// The true kind: `spasm`, `twitch` or `voluntary`.
    public var kind: String
    /// Called spasm.
    public var spasm: Int
    /// Called twitch.
    public var twitch: Int
    /// Called neither.
    public var none: Int
  }

  /// False spasms where there is no true one.
  public struct NegativeRecordings: Hashable, Sendable {
    /// Channel-hours of recordings without a spasm.
    public var channelHours: Double
    /// False spasms in them, per channel-hour; nil when there are none.
    public var falseSpasmPerHour: Double?
  }

  /// How long after a matched spasm became detectable it was called live, in seconds; nil without a call.
  public struct CallLatency: Hashable, Sendable {
    /// Matched spasms that were called.
    public var count: Int
    /// Median.
    public var median: Double?
    /// 95th percentile.
    public var p95: Double?
    /// The longest.
    public var maximum: Double?
    /// Share of all live calls that were taken back.
    public var withdrawnShare: Double?
    /// Interval of ``withdrawnShare``.
    public var withdrawnShareInterval: ClosedRange<Double>?
  }

  /// Spasms.
  public var spasm: Detection
  /// Twitches.
  public var twitch: Detection
  /// Starts of matched spasms.
  public var onset: Errors
  /// Ends of matched spasms.
  public var offset: Errors
  /// Lengths of matched spasms.
  public var length: LengthErrors
  /// Mean number of claimed spasms that touch a true one; nil without a true one.
  public var fragmentsPerSpasm: Double?
  /// Spasm by the second.
  public var time: Time
  /// Means over recordings.
  public var macro: Macro
  /// Motionless holds.
  public var hold: Hold
  /// What spasms, twitches and voluntary contractions were called, in this order.
  public var confusion: [Confusion]
  /// Channel-hours scored.
  public var channelHours: Double
  /// Recordings without a spasm.
  public var negativeRecordings: NegativeRecordings
  /// Live calls.
  public var callLatency: CallLatency
}
