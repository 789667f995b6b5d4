internal import Foundation

/// A moment of the wall clock, and how far the place's own clock was from UTC.
public struct WallTime: Hashable, Sendable {
  /// Seconds since 1970, UTC; whole milliseconds.
  public var unixSeconds: Double
  /// Seconds that local time is ahead of UTC; nil where a recording did not say, and its time is local.
  public var offset: Int?

  /// A moment.
  public init(unixSeconds: Double, offset: Int?) {
    self.unixSeconds = (unixSeconds * 1000).rounded() / 1000
    self.offset = offset
  }

  /// This moment, where the person is.
  public static func now() -> WallTime {
    let date = Date()
    return WallTime(
      unixSeconds: date.timeIntervalSince1970, offset: TimeZone.current.secondsFromGMT(for: date))
  }

  /// Reads `2026-11-25T03:12:05`, with or without a fraction, `Z` or an offset such as `+01:00`.
  public init?(iso8601 text: String) {
    let pattern =
      #/(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?/#
    guard let match = text.wholeMatch(of: pattern) else { return nil }
    let (_, year, month, day, hour, minute, second, fraction, zone) = match.output
    var parts = DateComponents()
    (parts.year, parts.month, parts.day) = (Int(year), Int(month), Int(day))
    (parts.hour, parts.minute, parts.second) = (Int(hour), Int(minute), Int(second))
    guard let date = Self.calendar.date(from: parts),
      Self.calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
        == DateComponents(
          year: parts.year, month: parts.month, day: parts.day, hour: parts.hour, minute: parts.minute)
    else { return nil }
    var offset: Int?
    if let zone {
      let digits = zone.filter(\.isNumber)
      let minutes = zone == "Z" ? 0 : (Int(digits.prefix(2)) ?? 0) * 60 + (Int(digits.suffix(2)) ?? 0)
      offset = (zone.hasPrefix("-") ? -60 : 60) * minutes
    }
    let part = fraction.flatMap { Double("0\($0)") } ?? 0
    self.init(unixSeconds: date.timeIntervalSince1970 + part - Double(offset ?? 0), offset: offset)
  }

  /// The moment so many seconds later.
  public func adding(_ seconds: Double) -> WallTime {
    WallTime(unixSeconds: unixSeconds + seconds, offset: offset)
  }

  /// `2026-11-25T03:12:05.250+01:00`; whole seconds without a fraction, and without the offset where it is not known.
  public var iso8601: String {
    let milliseconds = Int(((local - local.rounded(.down)) * 1000).rounded())
    let fraction = milliseconds == 0 ? "" : "." + String(String(1000 + milliseconds).dropFirst())
    return localSeconds + fraction + zone
  }

  /// `2026-11-25T03:12:05`, the second that it lies in, as the place's clock showed it.
  public var localSeconds: String {
    let date = Date(timeIntervalSince1970: local.rounded(.down))
    let parts = Self.calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
    func padded(_ number: Int?, _ width: Int) -> String {
      let digits = String(number ?? 0)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let day = "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
    return "\(day)T\(padded(parts.hour, 2)):\(padded(parts.minute, 2)):\(padded(parts.second, 2))"
  }

  /// How far into its second it lies, in microseconds.
  public var microsecondsOfSecond: Int64 { Int64(((local - local.rounded(.down)) * 1e6).rounded()) }

  private var local: Double { unixSeconds + Double(offset ?? 0) }

  private var zone: String {
    guard let offset else { return "" }
    if offset == 0 { return "Z" }
    let minutes = abs(offset) / 60
    let digits = [minutes / 60, minutes % 60].map { String(String(100 + $0).dropFirst()) }
    return (offset < 0 ? "-" : "+") + digits.joined(separator: ":")
  }

  private static let calendar: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }()
}
