internal import Glibc

/// The wall clock at the first sample, from the ways in which text files tell it; seconds are whole.
enum WallClock {
  /// UTC of a number of seconds since 1970; nil unless the year is from 2001 to 2100.
  static func iso(unixSeconds: Double) -> String? {
    guard unixSeconds > 978_307_200, unixSeconds < 4_102_444_800 else { return nil }
    var seconds = time_t(unixSeconds)
    var parts = tm()
    guard gmtime_r(&seconds, &parts) != nil else { return nil }
    let time = CalendarTime(
      year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday),
      hour: Int(parts.tm_hour), minute: Int(parts.tm_min), second: Int(parts.tm_sec))
    return time.map { $0.iso8601 + "Z" }
  }

  /// Local time from a date such as `2019-1-23` and a time such as `15:26:22.578`.
  static func iso(date: String, time: String) -> String? {
    let day = date.split(separator: "-").compactMap { Int($0) }
    let clock = time.split(separator: ":").compactMap { Int($0.prefix { $0 != "." }) }
    guard day.count == 3, clock.count == 3 else { return nil }
    return CalendarTime(
      year: day[0], month: day[1], day: day[2], hour: clock[0], minute: clock[1], second: clock[2])?.iso8601
  }
}
