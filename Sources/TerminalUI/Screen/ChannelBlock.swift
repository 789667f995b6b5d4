internal import Events
internal import Monitoring
internal import Signals

/// One channel on the screen: its state in words on the left, its signal and envelope beside them.
struct ChannelBlock {
  let channel: ChannelSnapshot
  /// Its number among the wearable's channels.
  let number: Int
  let wearable: WearableSnapshot
  /// Columns of the words.
  let wordColumns: Int
  let times: TraceTimes

  /// Draws it into an area of at least two rows.
  func draw(on cells: inout ScreenCells, in area: ScreenArea) {
    // Where there is room, an empty row parts it from the next.
    let rows = area.rows >= Self.airy ? area.rows - 1 : area.rows
    let column = area.column + wordColumns + 1
    let raw = TracePlot.raw(channel, times, rows: rows / 2)
    let envelope = TracePlot.envelope(channel, times, rows: rows - rows / 2)
    raw.draw(on: &cells, row: area.row, column: column, inks: Array(repeating: .faint, count: times.cells))
    envelope.draw(on: &cells, row: area.row + rows / 2, column: column, inks: inks)
    for (row, line) in words(scale: raw.scale).prefix(rows).enumerated() {
      cells.put(line, row: area.row + row, column: area.column, end: area.column + wordColumns)
    }
  }

  private static let airy = 5

  /// The words, the most important first: two rows are all that some screens have.
  private func words(scale: String) -> [Line] {
    let isShort = wordColumns < Self.comfortable
    let strength = wearable.isSeen ? channel.strength(isShort: isShort) ?? "" : ""
    var head = Line()
    let room = wordColumns - strength.displayWidth - 1
    head.append(channel.label.harmless.cutInMiddle(to: max(room, 4)), .strong)
    head.pad(to: wordColumns - strength.displayWidth)
    head.append(strength)
    var lines = [head.cut(to: wordColumns)]
    lines.append(
      wearable.isSeen
        ? Line(channel.state.words(at: wearable.time), channel.state.ink) : Line("not seen", .warning))
    lines += channel.remarks.map { Line($0, .warning) }
    if !scale.isEmpty { lines.append(Line("signal \(scale)", .faint)) }
    return lines.map { $0.cut(to: wordColumns) }
  }

  private static let comfortable = 20

  /// The ink of each cell: of the episode that lies there, settled or going on.
  private var inks: [Ink] {
    var inks = Array(repeating: Ink.plain, count: times.cells)
    let first = times.time(ofCell: 0)
    let episodes = wearable.episodes.filter { $0.channel == number && $0.episode.offset >= first }
    for cell in inks.indices {
      let time = times.time(ofCell: cell)
      if let since = channel.state.onset, time >= since {
        inks[cell] = channel.state.ink
      } else if let there = episodes.first(where: { $0.episode.onset <= time && time <= $0.episode.offset }) {
        inks[cell] = (there.correction ?? there.episode.kind).ink
      }
    }
    return inks
  }
}
