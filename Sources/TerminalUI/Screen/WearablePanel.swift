internal import Events
internal import Monitoring
internal import Signals

/// One wearable on the screen: who it is and how it fares, its channels, and what there has been.
struct WearablePanel {
  /// What the picture shows: of this moment, or of the one when it was paused.
  let picture: WearableSnapshot
  /// What there is at this moment: alarms are never paused.
  let present: WearableSnapshot
  let window: Seconds
  let firstChannel: Int

  /// Where everything goes in an area.
  struct Layout: Hashable {
    /// Words of the head, from the top.
    var head: ScreenArea
    var channels: ScreenArea
    /// Rows of a channel.
    var rowsPerChannel: Int
    /// The channels that are shown.
    var shown: Range<Int>
    /// The axis below the channels.
    var axis: ScreenArea
    /// Counts, bout and episodes: below, or on the right where there is room.
    var list: ScreenArea
  }

  /// From so many columns on the list stands on the right.
  private static let wide = 140
  private static let listColumns = 68
  private static let headRows = 3
  private static let leastRows = 2

  /// The layout in an area.
  func layout(in area: ScreenArea) -> Layout {
    let isWide = area.columns >= Self.wide
    var main = area
    if isWide { main.columns -= Self.listColumns + 2 }
    let count = picture.channels.count
    let body = max(0, area.rows - Self.headRows - 1)
    // A list below has a line of counts and an episode at the least.
    let least = isWide ? 0 : min(2, body)
    let wanted = isWide ? 0 : min(max(least, body / 3), Self.mostListRows)
    let perChannel = max(Self.leastRows, (body - wanted) / max(count, 1))
    let fitting = max((body - least) / perChannel, 0)
    let shown = min(count, count * perChannel <= body - wanted ? count : fitting)
    let first = max(0, min(firstChannel, count - shown))
    let channelRows = shown * perChannel
    let listRows = isWide ? area.rows : body - channelRows
    var list = area.rows(from: isWide ? 0 : Self.headRows + channelRows + 1, count: listRows)
    if isWide { (list.column, list.columns) = (main.endColumn + 2, Self.listColumns) }
    return Layout(
      head: main.rows(from: 0, count: Self.headRows),
      channels: main.rows(from: Self.headRows, count: channelRows),
      rowsPerChannel: perChannel, shown: first..<first + shown,
      axis: main.rows(from: Self.headRows + channelRows, count: 1), list: list)
  }

  private static let mostListRows = 8

  /// Draws it.
  func draw(on cells: inout ScreenCells, in area: ScreenArea) {
    let layout = layout(in: area)
    drawHead(on: &cells, in: layout.head)
    let words = wordColumns(of: layout.channels.columns)
    let times = TraceTimes(window: window, cells: layout.channels.columns - words - 1, end: picture.time)
    for (place, number) in layout.shown.enumerated() {
      ChannelBlock(
        channel: picture.channels[number], number: number, wearable: picture, wordColumns: words, times: times
      ).draw(
        on: &cells,
        in: layout.channels.rows(from: place * layout.rowsPerChannel, count: layout.rowsPerChannel))
    }
    drawAxis(on: &cells, in: layout.axis, shown: layout.shown, words: words)
    drawList(on: &cells, in: layout.list)
  }

  private func wordColumns(of columns: Int) -> Int {
    switch columns {
    case ..<60: 17
    case ..<100: 24
    default: 28
    }
  }

  private func drawHead(on cells: inout ScreenCells, in area: ScreenArea) {
    func put(_ line: Line, _ row: Int) {
      guard row < area.rows else { return }
      cells.put(line, row: area.row + row, column: area.column, end: area.endColumn)
    }
    let name = present.name.harmless.cutInMiddle(to: max(area.columns / 2 - 4, 12))
    func head(isShort: Bool) -> [(String, Ink)] {
      [
        (name, .strong), (clockText(picture.time, tenths: false), .strong),
        present.recordingWords(isShort: isShort),
      ]
    }
    let more = [("preset \(present.preset)", Ink.faint), (present.device, .faint)]
    let isShort = Line(head(isShort: false), width: .max).width > area.columns
    put(Line(head(isShort: isShort) + more, width: area.columns), 0)
    put(Line(present.health, width: area.columns), 1)
    let alarms = Alarm.all(of: present)
    var line = Alarm.line(alarms, width: area.columns)
    if let motion = present.motion {
      let room = area.columns - line.width - (line.width > 0 ? 2 : 0)
      if let first = motion.words.first, first.0.displayWidth <= room {
        line.append(line.width > 0 ? "  " : "")
        line.append(Line(motion.words, width: room))
      }
    }
    put(line, 2)
  }

  /// How long ago it was, and which channels are not shown.
  private func drawAxis(on cells: inout ScreenCells, in area: ScreenArea, shown: Range<Int>, words: Int) {
    let start = area.column + words + 1
    let cellCount = area.columns - words - 1
    guard area.rows > 0, cellCount > 0 else { return }
    let more = moreChannels(shown)
    for share in [0, 1, 2, 3] where share == 0 || cellCount > 40 {
      let place = start + cellCount * share / 4
      if place < area.column + more.width { continue }
      let text = "|-\(decimalText(window.value * Double(4 - share) / 4, decimals: 2)) s"
      cells.put(text, .faint, row: area.row, column: place, end: area.endColumn)
    }
    cells.put("now|", .faint, row: area.row, column: area.endColumn - 4, end: area.endColumn)
    cells.put(more, row: area.row, column: area.column, end: area.endColumn - 4)
  }

  private func moreChannels(_ shown: Range<Int>) -> Line {
    let hidden = picture.channels.count - shown.count
    guard hidden > 0 else { return Line() }
    let up = shown.lowerBound > 0 ? "up" : nil
    let down = shown.upperBound < picture.channels.count ? "down" : nil
    let arrows = [up, down].compactMap(\.self).joined(separator: ", ")
    return Line("\(counted(hidden, "more channel")): \(arrows) arrow ", .warning)
  }

  private func drawList(on cells: inout ScreenCells, in area: ScreenArea) {
    guard area.rows > 0 else { return }
    let bout: [(String, Ink)] = picture.boutWords.map { [($0, .strong)] } ?? []
    var row = 0
    if area.columns >= Self.listColumns, area.rows > 6, !bout.isEmpty {
      cells.put(Line(bout, width: area.columns), row: area.row, column: area.column, end: area.endColumn)
      cells.put(
        Line(picture.countWords, width: area.columns), row: area.row + 1, column: area.column,
        end: area.endColumn)
      row = 2
    } else {
      cells.put(
        Line(bout + picture.countWords, width: area.columns), row: area.row, column: area.column,
        end: area.endColumn)
      row = 1
    }
    EpisodeRows(wearable: picture).draw(on: &cells, in: area.rows(from: row, count: area.rows - row))
  }
}
