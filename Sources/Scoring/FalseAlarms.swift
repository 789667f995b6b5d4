/// False spasms in recordings that hold no spasm, as their wearer would meet them.
///
/// False claims of one moment on several channels are one alarm. The rate is of hours of recording, not of
/// channel-hours, and its interval the exact one of a Poisson count. Where a recording re-uses stretches of rest, as
/// the benchmark does, its hours are not independent, and the interval is too narrow.
public struct FalseAlarms: Hashable, Sendable {
  /// Whether somebody moves or tenses a muscle in these recordings; in the others there is only rest and twitches.
  public var moving: Bool
  /// How many recordings there are.
  public var recordings: Int
  /// How long they are together, in hours.
  public var hours: Double
  /// Spasms claimed in them, by channel.
  public var falseSpasms: Int
  /// Moments in which a spasm was claimed.
  public var alarms: Int
  /// Alarms in 24 hours.
  public var perDay: Double
  /// Interval of ``perDay``.
  public var interval: ClosedRange<Double>

  /// The figures of the recordings in which somebody moves, or of the others; nil where there is none.
  init?(_ recordings: [Findings.Quiet], moving: Bool) {
    let recordings = recordings.filter { $0.moves == moving }
    guard !recordings.isEmpty else { return nil }
    let hours = recordings.reduce(0) { $0 + $1.hours }
    let alarms = recordings.reduce(0) { $0 + $1.falseMoments }
    let rate = { (count: Double) in pythonRound(count / hours * 24, 2) }
    let count = poisson95(alarms)
    self.moving = moving
    self.recordings = recordings.count
    self.hours = pythonRound(hours, 3)
    falseSpasms = recordings.reduce(0) { $0 + $1.falseSpasms }
    self.alarms = alarms
    perDay = rate(Double(alarms))
    interval = rate(count.lowerBound)...rate(count.upperBound)
  }
}
