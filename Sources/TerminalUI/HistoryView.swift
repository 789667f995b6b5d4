public import EpisodeRecorder
internal import Events
internal import Signals

/// What the days brought, for a person at a terminal: a calendar, the hours of the day, how long spasms lasted, the days.
public struct HistoryView: Sendable {
  private let history: History
  /// Notes to show, in the order of their moments.
  private let notes: [Note]

  /// A view of `history`, with the notes of its days.
  public init(_ history: History, notes: [Note]) {
    self.history = history
    self.notes = notes.filter { $0.kind != .correction }
  }

  /// The page, `width` columns wide.
  public func page(width: Int) -> Page {
    var page = Page(width: width)
    let first = dateText(history.days.lowerBound)
    page.heading("History: \(first) to \(dateText(history.days.upperBound))")
    let total = history.total
    guard total.recorded > 0 || !total.counts.isEmpty || total.notes > 0 else {
      page.paragraph("Nothing was recorded in these days.")
      return page
    }
    addSummary(total, to: &page)
    CalendarChart(history).add(to: &page)
    addHours(to: &page)
    addDurations(to: &page)
    addDays(to: &page)
    addNotes(to: &page)
    page.add(Line())
    page.paragraph(
      "This describes signals; it is not a diagnosis, and the strength of a signal is not the strength of a pain.",
      ink: .faint)
    return page
  }

  private func addSummary(_ total: History.Span, to page: inout Page) {
    page.entry("recorded", spanText(Seconds(total.recorded)))
    let rate =
      total.recorded > 0
      ? "; \(fixedText(Double(total.spasms) * 3600 / total.recorded, decimals: 2)) an hour recorded" : ""
    page.entry("spasms", total.spasms == 0 ? "none" : "\(total.spasms)\(rate)")
    if total.bouts > 0 { page.entry("bouts", "\(total.bouts)") }
    let others = Episode.Kind.allCases.filter { $0 != .spasm && total.counts[$0.rawValue] ?? 0 > 0 }
      .map { $0.counted(total.counts[$0.rawValue] ?? 0) }
    if !others.isEmpty { page.entry("besides", others.joined(separator: ", ")) }
    if let pain = total.pain { page.entry("pain", "up to \(pain) of 10, as noted") }
    if history.corrected > 0 {
      page.entry("corrected", "\(counted(history.corrected, "episode")), counted as you said")
    }
  }

  private func addHours(to page: inout Page) {
    let rates = history.byHour.map { hour in
      hour.recorded > 0 ? Double(hour.spasms) * 3600 / hour.recorded : nil
    }
    let most = rates.compactMap(\.self).max() ?? 0
    guard most > 0, let peak = rates.firstIndex(of: most) else { return }
    page.heading("Spasms by hour of the day")
    let bars: [Character] = Array("▁▂▃▄▅▆▇█")
    // Narrow terminals have a column for each hour, others two.
    let cell = page.width >= 52 ? 2 : 1
    var chart = Line("  ")
    for rate in rates {
      guard let rate else {
        chart.append(String(repeating: " ", count: cell))
        continue
      }
      let bar = rate == 0 ? "·" : String(bars[min(7, Int(rate / most * 8))])
      chart.append(bar + String(repeating: " ", count: cell - 1), rate == 0 ? .faint : .spasm)
    }
    page.add(chart)
    var axis = Line("  ")
    for hour in stride(from: 0, through: 18, by: 6) {
      axis.pad(to: 2 + hour * cell)
      axis.append("\(hour)", .faint)
    }
    page.add(axis)
    let figure = fixedText(most, decimals: most < 9.95 ? 1 : 0)
    page.paragraph(
      "Most from \(peak):00 to \((peak + 1) % 24):00, \(figure) an hour recorded. · none, blank: not recorded",
      ink: .faint)
  }

  private func addDurations(to page: inout Page) {
    let durations = history.durations
    guard let longest = durations.last else { return }
    page.heading("How long spasms lasted")
    let limits: [(words: String, upTo: Double)] = [
      ("under 10 s", 10), ("10 to 60 s", 60), ("1 to 5 min", 300), ("5 to 15 min", 900),
      ("longer", .infinity),
    ]
    var from = 0.0
    let counts = limits.map { limit in
      defer { from = limit.upTo }
      return durations.count { $0 >= from && $0 < limit.upTo }
    }
    let most = max(1, counts.max() ?? 1)
    for (limit, count) in zip(limits, counts) {
      var line = Line("  ")
      line.append(limit.words, .faint)
      line.pad(to: 16)
      let length = count == 0 ? 0 : max(1, (page.width - 26) * count / most)
      line.append(String(repeating: "█", count: length), .spasm)
      line.append(count == 0 ? "0" : " \(count)")
      page.add(line)
    }
    let middle = durations[durations.count / 2]
    page.paragraph(
      "In the middle \(spanText(Seconds(middle))), the longest \(spanText(Seconds(longest)))", ink: .faint)
  }

  private func addDays(to page: inout Page) {
    page.heading("Days")
    var table = TextTable([
      .init("day"), .init("recorded", .right), .init("spasms", .right), .init("together", .right),
      .init("longest", .right), .init("x rest", .right), .init("bouts", .right), .init("twitches", .right),
      .init("pain", .right),
    ])
    for (position, span) in history.byDay.enumerated() where span != History.Span() {
      let hasSpasms = span.spasms > 0
      // Of a day that was not recorded it is not known that there were none.
      let isKnown = span.recorded > 0 || !span.counts.isEmpty
      table.add([
        .init(dateText(history.days.lowerBound + position)),
        .init(span.recorded > 0 ? shortSpanText(Seconds(span.recorded)) : "–"),
        .init(isKnown ? "\(span.spasms)" : "", hasSpasms ? .spasm : .plain),
        .init(hasSpasms ? shortSpanText(Seconds(span.spasmSeconds)) : ""),
        .init(hasSpasms ? shortSpanText(Seconds(span.longest)) : ""),
        .init(span.strongest.map { fixedText($0, decimals: 1) } ?? ""),
        .init(span.bouts > 0 ? "\(span.bouts)" : ""), .init(isKnown ? "\(span.twitches)" : ""),
        .init(span.pain.map { "\($0)" } ?? ""),
      ])
    }
    page.table(table)
  }

  private func addNotes(to page: inout Page) {
    guard !notes.isEmpty else { return }
    page.heading("Notes")
    page.table(NoteTable(notes).table)
  }
}

/// A day, as ``WallTime/day`` counts them, as `2026-11-25`.
func dateText(_ day: Int) -> String {
  let date = WallTime.date(ofDay: day)
  let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
  return "\(date.year)-\(two(date.month))-\(two(date.day))"
}
