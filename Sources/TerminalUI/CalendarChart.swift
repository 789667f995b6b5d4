internal import EpisodeRecorder

/// Days as a calendar: a column a week, a row a day of the week, each day as dark as it had spasms.
///
/// Every level has a mark of its own, so that it is told without colour; a day that was not recorded is blank.
struct CalendarChart {
  private let history: History

  init(_ history: History) { self.history = history }

  private static let marks: [Character] = ["░", "▒", "▓", "█"]
  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The day of the week, 0 for Monday: day 0 was a Thursday.
  static func weekday(of day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }

  /// Adds the calendar, with a heading and what its marks mean; of many weeks the latest that fit.
  func add(to page: inout Page) {
    page.heading("Spasms by day")
    let lastMonday = history.days.upperBound - Self.weekday(of: history.days.upperBound)
    let firstMonday = history.days.lowerBound - Self.weekday(of: history.days.lowerBound)
    let room = page.width - 6
    let all = (lastMonday - firstMonday) / 7 + 1
    // A year fits a usual terminal where no week has a blank beside it.
    let cell = all * 2 <= room ? 2 : 1
    let weeks = min(all, room / cell)
    let mondays = (0..<weeks).map { lastMonday - 7 * (weeks - 1 - $0) }
    page.add(monthLine(mondays, cell))
    for (weekday, name) in Self.weekdays.enumerated() {
      var line = Line("  ")
      line.append(name, .faint)
      line.append(" ")
      for monday in mondays {
        let (mark, ink) = mark(of: monday + weekday)
        line.append(String(mark), ink)
        if cell > 1 { line.append(" ") }
      }
      page.add(line)
    }
    page.paragraph(legend, ink: .faint)
  }

  private func monthLine(_ mondays: [Int], _ cell: Int) -> Line {
    var line = Line()
    for (column, monday) in mondays.enumerated() {
      // The week in which a month begins, and the first one.
      let (start, end) = (WallTime.date(ofDay: monday), WallTime.date(ofDay: monday + 6))
      let begins = start.day == 1 || end.month != start.month
      guard column == 0 || begins, 6 + cell * column >= line.width + (column == 0 ? 0 : 1) else { continue }
      line.pad(to: 6 + cell * column)
      line.append(Self.months[(begins ? end : start).month - 1], .faint)
    }
    return line
  }

  private var most: Int { history.byDay.map(\.spasms).max() ?? 0 }

  private func mark(of day: Int) -> (Character, Ink) {
    guard history.days.contains(day) else { return (" ", .plain) }
    let span = history.byDay[day - history.days.lowerBound]
    if span.spasms > 0 { return (Self.marks[level(span.spasms)], .spasm) }
    return span.recorded > 0 ? ("·", .faint) : (" ", .plain)
  }

  /// From 0 to 3, by the share of the worst day; a few spasms a day have a level each.
  private func level(_ count: Int) -> Int {
    most <= Self.marks.count ? count - 1 : (count * Self.marks.count - 1) / most
  }

  private var legend: String {
    var parts = ["blank: not recorded", "· none"]
    for (level, mark) in Self.marks.enumerated() {
      let counts = (1...max(1, most)).filter { self.level($0) == level && $0 <= most }
      guard let first = counts.first, let last = counts.last else { continue }
      parts.append("\(mark) \(first == last ? "\(first)" : "\(first) to \(last)")")
    }
    return parts.joined(separator: ", ")
  }
}
