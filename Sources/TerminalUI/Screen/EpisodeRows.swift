internal import Events
internal import Monitoring
internal import Signals

/// The last episodes of a wearable, a row each, the newest first.
struct EpisodeRows {
  let wearable: WearableSnapshot

  /// Draws as many as there is room for.
  func draw(on cells: inout ScreenCells, in area: ScreenArea) {
    for (row, recent) in wearable.episodes.prefix(area.rows).enumerated() {
      cells.put(
        line(recent, width: area.columns), row: area.row + row, column: area.column, end: area.endColumn)
    }
  }

  /// Columns line up, and the last ones are left out where there is no room.
  private func line(_ recent: RecentEpisode, width: Int) -> Line {
    let episode = recent.episode
    var line = Line(clockText(episode.onset, tenths: false), .faint)
    line.pad(to: 8)
    if wearable.channels.count > 1 {
      line.append("  ")
      let start = line.width
      line.append(wearable.label(recent.channel).harmless.cutInMiddle(to: labelColumns))
      line.pad(to: start + labelColumns)
    }
    line.append("  ")
    let start = line.width
    if let correction = recent.correction {
      line.append("\(correction.rawValue), you say", correction.ink)
    } else {
      line.append(episode.words, episode.kind.ink)
    }
    line.pad(to: start + Self.wordColumns)
    let span = shortSpanText(episode.duration)
    line.append(String(repeating: " ", count: max(2, 8 - span.displayWidth)) + span)
    var more: [String] = []
    if let share = episode.severity.ofMaximum {
      more.append("\(fixedText(share * 100, decimals: 0)) %MVC")
    } else {
      let ratio = episode.severity.timesRest
      more.append(fixedText(ratio, decimals: ratio < 99.95 ? 1 : 0) + " x rest")
    }
    if let bout = episode.bout { more.append("bout \(bout)") }
    for text in more where line.width + 2 + text.displayWidth <= width { line.append("  " + text) }
    return line.cut(to: width)
  }

  /// As wide as `spasm, held still`.
  private static let wordColumns = 17

  private var labelColumns: Int {
    min(max(wearable.channels.map(\.label.displayWidth).max() ?? 0, 4), 12)
  }
}
