/// Lines in a frame, in the middle of the screen, over what is there.
struct ScreenBox {
  let title: String
  let lines: [Line]
  /// The line that is always in sight; those before and after it as far as there is room.
  var focus = 0

  /// Draws it.
  func draw(on cells: inout ScreenCells) {
    let wanted = max(lines.map(\.width).max() ?? 0, title.displayWidth + 2) + 4
    let area = ScreenArea(
      row: max(0, (cells.rows - lines.count - 2) / 2), column: max(0, (cells.columns - wanted) / 2),
      rows: min(lines.count + 2, cells.rows), columns: min(wanted, cells.columns))
    guard area.rows > 2, area.columns > 4 else { return }
    cells.clear(area)
    let bar = String(repeating: "─", count: area.columns - 2)
    cells.put("┌\(bar)┐", .faint, row: area.row, column: area.column, end: area.endColumn)
    cells.put("└\(bar)┘", .faint, row: area.endRow - 1, column: area.column, end: area.endColumn)
    cells.put(" \(title) ", .strong, row: area.row, column: area.column + 2, end: area.endColumn - 1)
    let room = area.rows - 2
    let first = max(0, min(focus - room / 2, lines.count - room))
    for row in 0..<room {
      cells.put("│", .faint, row: area.row + 1 + row, column: area.column, end: area.endColumn)
      cells.put("│", .faint, row: area.row + 1 + row, column: area.endColumn - 1, end: area.endColumn)
      cells.put(lines[first + row], row: area.row + 1 + row, column: area.column + 2, end: area.endColumn - 2)
    }
  }
}
