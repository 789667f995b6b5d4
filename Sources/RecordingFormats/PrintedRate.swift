internal import Signals

extension SampleRate {
  /// The rate that a text prints: the simplest fraction that rounds to the digits given.
  ///
  /// Seven digits of 34000/27 Hz read `1.259259e+003`; the fraction is recovered, and a night does not drift.
  /// Text behind the number, such as `Hz`, does not matter. Nil where no rate is printed.
  init?(printed text: String) {
    let bytes = Array(text.utf8)
    guard let start = bytes.firstIndex(where: { (48...57).contains($0) }) else { return nil }
    let parsed: DecimalNumber? = bytes.withUnsafeBytes { raw in
      var position = start
      return DecimalNumber(raw, at: &position, decimalMark: UInt8(ascii: "."))
    }
    guard let parsed, parsed.value > 0, parsed.value.isFinite else { return nil }
    let rounding = parsed.decimals == 0 ? 0 : 0.5 * tenToThe(-parsed.decimals) / parsed.value
    self.init(hertz: parsed.value, tolerance: min(1e-3, max(1e-12, rounding)))
  }

  /// The rate as people write it: `1000 Hz`, `1259.259 Hz (34000/27)`.
  var inWords: String {
    guard denominator > 1 else { return "\(numerator) Hz" }
    let thousandths = (hertz * 1000).rounded()
    guard thousandths < 1e15 else { return "\(numerator)/\(denominator) Hz" }
    return "\(thousandths / 1000) Hz (\(numerator)/\(denominator))"
  }
}

/// The wall clock as ISO 8601, from the ways files tell it.
enum WallClock {
  /// UTC of a number of seconds since 1970, to the millisecond; nil unless the year is from 2001 to 2100.
  static func iso(unixSeconds: Double) -> String? {
    guard unixSeconds > 978_307_200, unixSeconds < 4_102_444_800 else { return nil }
    let milliseconds = Int64((unixSeconds * 1000).rounded())
    let (days, rest) = (milliseconds / 86_400_000, milliseconds % 86_400_000)
    // Howard Hinnant, chrono-compatible low-level date algorithms: civil_from_days.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let (hour, minute, second) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60)
    return "\(year)-\(padded(month))-\(padded(day))T\(padded(hour)):\(padded(minute)):\(padded(second))"
      + ".\(padded(rest % 1000, to: 3))Z"
  }

  /// Local time from a date such as `2019-1-23` and a time such as `15:26:22.578`.
  static func iso(date: String, time: String) -> String? {
    let parts = date.split(separator: "-").compactMap { Int64($0) }
    let clock = time.split(separator: ":")
    guard parts.count == 3, (1000...9999).contains(parts[0]), (1...12).contains(parts[1]),
      (1...31).contains(parts[2]), clock.count == 3, let hour = Int64(clock[0]), let minute = Int64(clock[1]),
      let second = Double(clock[2]), (0..<24).contains(hour), (0..<60).contains(minute), second >= 0,
      second < 61
    else { return nil }
    let whole = Int64(second)
    let thousandths = Int64(((second - Double(whole)) * 1000).rounded(.down))
    return "\(parts[0])-\(padded(parts[1]))-\(padded(parts[2]))T\(padded(hour)):\(padded(minute)):\(padded(whole))"
      + ".\(padded(thousandths, to: 3))"
  }

  private static func padded(_ number: Int64, to digits: Int = 2) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
