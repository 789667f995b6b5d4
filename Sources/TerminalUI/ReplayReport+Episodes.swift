internal import Events
internal import Signals

extension ReplayReport {
  /// Adds the table of episodes and the words that it needs.
  func addEpisodes(to page: inout Page, showsAll: Bool) {
    guard !episodes.isEmpty else { return }
    page.heading("Episodes")
    let rows = EpisodeTable.rows(episodes, showsAll: showsAll)
    let cells = EpisodeCells(
      labels: labels, stillness: StandardGravity(parameter("motion_g") ?? .infinity),
      tolerance: Degrees(parameter("posture_tolerance_deg") ?? .infinity),
      isWide: page.width >= Self.wide,
      knowsMaximum: episodes.contains { $0.episode.severity.ofMaximum != nil })
    var table = TextTable(cells.columns)
    for row in rows { table.add(cells.cells(row)) }
    page.table(table)
    addLegend(of: rows, to: &page)
  }

  private func addLegend(of rows: [EpisodeTable.Row], to page: inout Page) {
    let singles = rows.compactMap { if case .single(let item) = $0 { item.episode } else { nil } }
    var seen: [Episode.Subtype] = []
    for subtype in singles.compactMap(\.subtype) where !seen.contains(subtype) { seen.append(subtype) }
    var words = page.width >= Self.wide ? [] : ["dB: over rest", "g: motion", "still: no motion"]
    words += seen.map { "\($0.words): \($0.meaning)" }
    if singles.contains(where: { $0.kind == .spasm && $0.severity.ofMaximum != nil }) {
      words.append("% MVC: strength over the strongest contraction, \(SeverityGrade.legend)")
    }
    if singles.count < rows.count { words.append("--all shows every episode on a line of its own") }
    if !words.isEmpty { page.paragraph(words.joined(separator: "; ") + ".", ink: .faint) }
  }

  /// From so many columns on there is room for whole phrases.
  private static let wide = 110

  /// Adds the drawing of what happened when.
  func addTimeline(to page: inout Page) {
    guard let duration = summary?.duration, duration > 0, !labels.isEmpty else { return }
    page.heading("Time line")
    let gutter = 2 + min(labels.map(\.displayWidth).max() ?? 0, max(10, page.width / 4)) + 2
    var drawing = Timeline(channels: labels.count, duration: duration, cellCount: page.width - gutter - 1)
    for trouble in ownTroubles where trouble.hidesMuscle {
      for channel in trouble.channels {
        drawing.mark(.noSignal, from: trouble.start, to: trouble.end ?? duration, channel: channel)
      }
    }
    for item in episodes {
      let episode = item.episode
      drawing.mark(.init(episode.kind), from: episode.onset, to: episode.offset, channel: item.channel)
    }
    for (channel, label) in labels.enumerated() {
      var line = Line("  " + label.cutInMiddle(to: gutter - 4))
      line.pad(to: gutter)
      line.append(drawing.line(channel: channel))
      page.add(line)
    }
    let axis = drawing.axis
    for part in [axis.marks, axis.labels] {
      var line = Line(String(repeating: " ", count: gutter))
      line.append(part)
      page.add(line)
    }
    let legend = drawing.marks.map { "\($0.glyph) \($0.words)" }.joined(separator: "  ")
    page.paragraph("\(legend)  (one column: \(spanText(duration / Double(drawing.cellCount))))", ink: .faint)
  }

  /// The value of a parameter of the preset.
  private func parameter(_ name: String) -> Double? {
    header?.parameters.first { $0.name == name }?.value
  }
}
