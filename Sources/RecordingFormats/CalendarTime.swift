/// A date and a time of day as recordings carry them: local, without a zone.
struct CalendarTime: Hashable {
  let year, month, day, hour, minute, second: Int

  /// Nil unless every part is in its range; 60 seconds are a leap second.
  init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
      (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// Reads `2026-01-02T22:15:00`; what follows the seconds (a fraction, a zone) is left out.
  init?(iso8601 text: String) {
    let parts = Self.numbers(in: text.utf8.prefix(19))
    guard parts.count == 6 else { return nil }
    self.init(
      year: parts[0], month: parts[1], day: parts[2], hour: parts[3], minute: parts[4], second: parts[5])
  }

  /// Reads EDF's `dd.mm.yy` and `hh.mm.ss`, and the four-digit year of EDF+'s `Startdate 02-MAR-2002`.
  ///
  /// A two-digit year from 85 on is of the 20th century (EDF+, 2.1.3.2). Midnight of 1 January 1985, the first
  /// moment that the format knows, is what writers put where they know none.
  init?(startDate: String, startTime: String, recording: String) {
    let date = Self.numbers(in: startDate.utf8)
    let time = Self.numbers(in: startTime.utf8)
    guard time.count == 3 else { return nil }
    if let (year, month, day) = Self.startDate(in: recording) {
      self.init(year: year, month: month, day: day, hour: time[0], minute: time[1], second: time[2])
    } else if date.count == 3, (0...99).contains(date[2]), date + time != [1, 1, 85, 0, 0, 0] {
      self.init(
        year: date[2] + (date[2] >= 85 ? 1900 : 2000), month: date[1], day: date[0], hour: time[0],
        minute: time[1], second: time[2])
    } else {
      return nil
    }
  }

  /// `2026-01-02T22:15:00`.
  var iso8601: String {
    let time = [hour, minute, second].map { Self.padded($0, to: 2) }.joined(separator: ":")
    return "\(Self.padded(year, to: 4))-\(Self.padded(month, to: 2))-\(Self.padded(day, to: 2))T\(time)"
  }

  /// `dd.mm.yy`, the year's last two digits.
  var edfDate: String {
    [day, month, year % 100].map { Self.padded($0, to: 2) }.joined(separator: ".")
  }

  /// `hh.mm.ss`.
  var edfTime: String { [hour, minute, second].map { Self.padded($0, to: 2) }.joined(separator: ".") }

  /// `02-MAR-2002`.
  var edfPlusDate: String {
    "\(Self.padded(day, to: 2))-\(Self.months[month - 1])-\(Self.padded(year, to: 4))"
  }

  private static let months = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]

  private static func startDate(in recording: String) -> (year: Int, month: Int, day: Int)? {
    let words = recording.split(separator: " ")
    guard words.count >= 2, words[0].lowercased() == "startdate" else { return nil }
    let parts = words[1].split(separator: "-")
    guard parts.count == 3, let day = Int(parts[0]), let year = Int(parts[2]),
      let month = months.firstIndex(of: parts[1].uppercased())
    else { return nil }
    return (year, month + 1, day)
  }

  /// The runs of digits, up to nine each.
  private static func numbers(in text: some Sequence<UInt8>) -> [Int] {
    var numbers: [Int] = []
    var wasDigit = false
    for byte in text {
      let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      if isDigit {
        let digit = Int(byte - UInt8(ascii: "0"))
        if wasDigit, let last = numbers.popLast() {
          numbers.append(min(last * 10 + digit, 999_999_999))
        } else {
          numbers.append(digit)
        }
      }
      wasDigit = isDigit
    }
    return numbers
  }

  private static func padded(_ number: Int, to width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
