internal import Foundation

extension WallTime {
  /// The day where it was, counted from 1 January 1970, a Thursday.
  public var day: Int { Int((local / 86_400).rounded(.down)) }

  /// The hour of that day, from 0 to 23.
  public var hour: Int { Int((local / 3600).rounded(.down)) - 24 * day }

  /// The date of a day as ``day`` counts it.
  public static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    var moment = time_t(day * 86_400)
    var parts = tm()
    gmtime_r(&moment, &parts)
    return (Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday))
  }

  /// Reads a moment as a person says it.
  ///
  /// `-5m` is so long ago (`s`, `m`, `min`, `h`, `d`), `22:15` the last time that it was so late, and all else ISO 8601,
  /// where seconds may be left out, and without a zone it is that of `now`.
  public init?(said text: String, now: WallTime) {
    if let match = text.wholeMatch(of: #/-(\d{1,6}(?:\.\d{1,3})?)(s|m|min|h|d)/#), let count = Double(match.1)
    {
      let units: [Substring: Double] = ["s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400]
      self = now.adding(-count * (units[match.2] ?? 1))
    } else if let match = text.wholeMatch(of: #/(\d\d?):(\d\d)(?::(\d\d))?/#),
      let hour = Int(match.1), let minute = Int(match.2), hour < 24, minute < 60
    {
      let second = match.3.flatMap { Int($0) } ?? 0
      guard second < 60 else { return nil }
      let time = Double(hour * 3600 + minute * 60 + second)
      let today = Double(now.day) * 86_400 + time - Double(now.offset ?? 0)
      self.init(unixSeconds: today > now.unixSeconds ? today - 86_400 : today, offset: now.offset)
    } else {
      let isShort = text.wholeMatch(of: #/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?:Z|[+-]\d\d:?\d\d)?/#) != nil
      let whole = isShort ? "\(text.prefix(16)):00\(text.dropFirst(16))" : text
      guard let moment = WallTime(iso8601: whole) else { return nil }
      self = moment
      if offset == nil, let zone = now.offset {
        self.init(unixSeconds: unixSeconds - Double(zone), offset: zone)
      }
    }
  }

  private var local: Double { unixSeconds + Double(offset ?? 0) }
}
