/// What a terminal has to be sent so that it shows the next cells: only what is different, in one piece.
public struct ScreenWriter: Sendable {
  private let isColoured: Bool
  private var shown: ScreenCells?
  private var bytes: [UInt8] = []

  /// A writer to a terminal of which nothing is known.
  public init(style: Style) { isColoured = style.isColoured }

  /// Forgets what the terminal shows: the next cells are written whole.
  public mutating func forget() { shown = nil }

  /// The bytes that bring a terminal to these cells; none where it shows them already.
  public mutating func bytes(for next: ScreenCells) -> [UInt8] {
    bytes.removeAll(keepingCapacity: true)
    var before = shown
    if before?.columns != next.columns || before?.rows != next.rows {
      before = nil
      add("\u{1B}[0m\u{1B}[2J")
    }
    let known = before ?? ScreenCells(columns: next.columns, rows: next.rows)
    var ink = Ink.plain
    for row in 0..<next.rows { write(row: row, of: next, over: known, ink: &ink) }
    if isColoured, ink != .plain { add("\u{1B}[0m") }
    shown = next
    guard !bytes.isEmpty else { return [] }
    // The terminal shows it when all of it is there; one that does not know this takes no notice.
    return Array("\u{1B}[?2026h".utf8) + bytes + Array("\u{1B}[?2026l".utf8)
  }

  private mutating func write(row: Int, of next: ScreenCells, over known: ScreenCells, ink: inout Ink) {
    let start = row * next.columns
    // Where the terminal's cursor is; nil where that is not sure.
    var cursor: Int?
    var column = 0
    while column < next.columns {
      let cell = next.cells[start + column]
      let width = column + 1 < next.columns && next.cells[start + column + 1].glyph == 0 ? 2 : 1
      let isSame =
        isSame(cell, known.cells[start + column])
        && (width == 1 || isSame(next.cells[start + column + 1], known.cells[start + column + 1]))
      defer { column += width }
      if isSame { continue }
      if let place = cursor, place < column, column - place <= Self.shortGap,
        sure(next, start, place..<column)
      {
        for between in place..<column { put(next.cells[start + between], ink: &ink) }
      } else if cursor != column {
        add("\u{1B}[\(row + 1);\(column + 1)H")
      }
      put(cell, ink: &ink)
      cursor = cell.isUncertain || width == 2 ? nil : column + 1
    }
  }

  /// So many cells are written again rather than passed over: that takes more bytes.
  private static let shortGap = 4

  private func sure(_ cells: ScreenCells, _ start: Int, _ columns: Range<Int>) -> Bool {
    columns.allSatisfy { cells.cells[start + $0].glyph != 0 && !cells.cells[start + $0].isUncertain }
  }

  private func isSame(_ one: ScreenCell, _ other: ScreenCell) -> Bool {
    one.glyph == other.glyph && one.mark == other.mark && (!isColoured || one.ink == other.ink)
  }

  private mutating func put(_ cell: ScreenCell, ink: inout Ink) {
    if isColoured, cell.ink != ink {
      bytes += Self.sequences[Int(cell.ink.rawValue)]
      ink = cell.ink
    }
    add(scalar: cell.glyph)
    if cell.mark != 0 { add(scalar: cell.mark) }
  }

  /// How every ink is chosen, by its number.
  private static let sequences = Ink.allCases.map { Array("\u{1B}[0\($0.code.map { ";\($0)" } ?? "")m".utf8) }

  private mutating func add(_ text: String) { bytes += text.utf8 }

  private mutating func add(scalar: UInt32) {
    if scalar < 0x80 {
      bytes.append(UInt8(scalar))
    } else if let scalar = Unicode.Scalar(scalar) {
      bytes += UTF8.encode(scalar).map(Array.init) ?? []
    }
  }
}
