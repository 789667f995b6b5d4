internal import Monitoring
internal import Signals

/// The live screen as cells: a pure function of what is known and of what the person looks at.
struct LivePicture {
  let snapshot: MonitorSnapshot
  /// What was known when the picture was paused; nil where it runs.
  let frozen: MonitorSnapshot?
  let state: ScreenState

  /// Narrower and lower than this there is no room for traces.
  private static let (leastColumns, leastRows) = (40, 12)
  /// A wearable gets so many columns at the least.
  private static let panelColumns = 39

  /// How many wearables are side by side on so many columns.
  static func panels(of count: Int, columns: Int) -> Int {
    max(1, min(count, (columns + 1) / (panelColumns + 1)))
  }

  /// How far the arrows go: the greatest number of a first channel and of a first wearable.
  func reach(columns: Int, rows: Int) -> (channels: Int, wearables: Int) {
    let panels = Self.panels(of: snapshot.wearables.count, columns: columns)
    let hidden = places(columns: columns, rows: rows).map { area, place in
      snapshot.wearables[place].channels.count - panel(place).layout(in: area).shown.count
    }
    return (hidden.max() ?? 0, snapshot.wearables.count - panels)
  }

  /// Draws it.
  func draw(on cells: inout ScreenCells) {
    if cells.columns < Self.leastColumns || cells.rows < Self.leastRows {
      drawSmall(on: &cells)
    } else {
      for (area, place) in places(columns: cells.columns, rows: cells.rows) {
        panel(place).draw(on: &cells, in: area)
        guard area.column > 0 else { continue }
        for row in 0..<area.rows { cells.put(glyph: 0x2502, .faint, row: row, column: area.column - 1) }
      }
      drawFoot(on: &cells)
    }
    cells.put(statusLine(width: cells.columns), row: cells.rows - 1)
    if state.mode == .help { ScreenBox(title: "Keys", lines: KeyGuide.help).draw(on: &cells) }
  }

  private func panel(_ place: Int) -> WearablePanel {
    let present = snapshot.wearables[place]
    let picture = frozen.flatMap { $0.wearables.indices.contains(place) ? $0.wearables[place] : nil }
    return WearablePanel(
      picture: picture ?? present, present: present, window: state.window, firstChannel: state.firstChannel)
  }

  /// The wearables that are shown, and where.
  private func places(columns: Int, rows: Int) -> [(ScreenArea, Int)] {
    let count = snapshot.wearables.count
    guard count > 0 else { return [] }
    let panels = Self.panels(of: count, columns: columns)
    let first = max(0, min(state.firstWearable, count - panels))
    let height = rows - 1 - footRows(columns: columns, rows: rows)
    return (0..<panels).map { panel in
      let start = panel * (columns + 1) / panels
      let end = (panel + 1) * (columns + 1) / panels - 1
      return (ScreenArea(row: 0, column: start, rows: height, columns: end - start), first + panel)
    }
  }

  private func footRows(columns: Int, rows: Int) -> Int {
    let hidden = snapshot.wearables.count - Self.panels(of: snapshot.wearables.count, columns: columns)
    return remarkCount(rows: rows) + (hidden > 0 ? 1 : 0)
  }

  private func remarkCount(rows: Int) -> Int { min(snapshot.remarks.count, max(1, rows / 12 - 1)) }

  /// Wearables that there is no room for, and the last remarks.
  private func drawFoot(on cells: inout ScreenCells) {
    var row = cells.rows - 1 - footRows(columns: cells.columns, rows: cells.rows)
    let shown = places(columns: cells.columns, rows: cells.rows).map(\.1)
    let hidden = snapshot.wearables.indices.filter { !shown.contains($0) }
    if !hidden.isEmpty {
      var line = Line("\(counted(hidden.count, "more wearable")): left, right arrow", .warning)
      for place in hidden {
        let wearable = snapshot.wearables[place]
        for alarm in Alarm.all(of: wearable) {
          line.append("  \(wearable.name): \(alarm.title) \(alarm.detail)", alarm.ink)
        }
      }
      cells.put(line, row: row)
      row += 1
    }
    for remark in snapshot.remarks.suffix(remarkCount(rows: cells.rows)) {
      var line = Line(clockText(remark.at, tenths: false) + "  ", .faint)
      line.append(remark.text, remark.isWarning ? .warning : .plain)
      cells.put(line, row: row)
      row += 1
    }
  }

  /// Without traces: what every channel does, in words.
  private func drawSmall(on cells: inout ScreenCells) {
    var lines: [Line] = []
    for wearable in snapshot.wearables {
      let alarms = Alarm.all(of: wearable)
      lines.append(
        alarms.isEmpty ? Line(wearable.name, .strong) : Alarm.line(alarms, width: cells.columns))
      for channel in wearable.channels {
        var line = Line(channel.label.harmless.cutInMiddle(to: max(4, cells.columns / 3)) + " ")
        if wearable.isSeen {
          line.append(channel.state.words(at: wearable.time), channel.state.ink)
        } else {
          line.append("not seen", .warning)
        }
        lines.append(line)
      }
    }
    let room = cells.rows - 1
    if lines.count > room {
      lines = Array(lines.prefix(max(room - 1, 1)))
      lines.append(Line("… a larger terminal shows all", .warning))
    } else if lines.count < room {
      lines.append(Line("80x24 shows the traces", .faint))
    }
    for (row, line) in lines.prefix(room).enumerated() { cells.put(line, row: row) }
  }

  /// The last row: what is asked, answered or can be pressed.
  private func statusLine(width: Int) -> Line {
    var parts: [(String, Ink)] = []
    switch state.mode {
    case .typing(let note): return noteLine(note, width: width)
    case .confirmingQuit:
      return Line([("Recording goes on. y ends it and quits, any other key stays.", .alarm)], width: width)
    case .watching, .paused, .help: break
    }
    if let answer = state.answer { parts.append((answer.harmless, .strong)) }
    if state.isPaused { parts.append(("PICTURE PAUSED, p goes on", .warning)) }
    if let left = snapshot.silence, left > 0 {
      parts.append(("NO ALERTS for \(clockText(left, tenths: false)), s ends that", .warning))
    }
    return Line(parts + KeyGuide.words, width: width)
  }

  private func noteLine(_ note: NoteLine, width: Int) -> Line {
    let pain = note.parts.pain.map { ", pain \($0) of 10" } ?? ""
    let hint = "  Enter keeps, Esc leaves\(pain)"
    let letters = Array(note.text)
    // What is around the cursor is in sight.
    let room = max(width - hint.displayWidth - 8, 10)
    let first = max(0, note.cursor - room / 2 - max(0, room / 2 - (letters.count - note.cursor)))
    var line = Line("Note: ", .strong)
    line.append(String(letters[first..<note.cursor]) + "▏" + String(letters[note.cursor...]).cut(to: room))
    line = line.cut(to: max(width - hint.displayWidth, 0))
    line.append(hint, .faint)
    return line.cut(to: width)
  }
}
