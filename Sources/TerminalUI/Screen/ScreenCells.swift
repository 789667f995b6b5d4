/// One cell of a screen.
struct ScreenCell: Hashable, BitwiseCopyable, Sendable {
  /// The first scalar of its character; 0 is the right half of a wide one.
  var glyph: UInt32
  /// What stands on the character, such as an accent; 0 without.
  var mark: UInt32
  var ink: Ink

  static let blank = ScreenCell(glyph: 0x20, mark: 0, ink: .plain)
  static func rightHalf(_ ink: Ink) -> ScreenCell { ScreenCell(glyph: 0, mark: 0, ink: ink) }

  /// Whether a terminal may count its columns otherwise than we do.
  var isUncertain: Bool { mark != 0 || !(glyph < 0x80 || 0x2500...0x28FF ~= glyph) }
}

/// The cells of a screen, row by row: what a terminal is to show.
///
/// Nothing is written beyond a border, a wide character is there whole or not at all, and no cell holds what a
/// terminal would obey instead of showing.
public struct ScreenCells: Hashable, Sendable {
  /// Cells across.
  public let columns: Int
  /// Cells down.
  public let rows: Int
  private(set) var cells: [ScreenCell]

  /// An empty screen of at least one cell.
  public init(columns: Int, rows: Int) {
    self.columns = max(columns, 1)
    self.rows = max(rows, 1)
    cells = Array(repeating: .blank, count: self.columns * self.rows)
  }

  /// The whole of it.
  var area: ScreenArea { ScreenArea(row: 0, column: 0, rows: rows, columns: columns) }

  /// Takes everything away.
  public mutating func clear() {
    for place in cells.indices { cells[place] = .blank }
  }

  /// Takes away what is in an area.
  mutating func clear(_ area: ScreenArea) {
    for row in area.row..<area.endRow {
      put(String(repeating: " ", count: area.columns), row: row, column: area.column, end: area.endColumn)
    }
  }

  /// Writes a line from `column` on, cut at the right border.
  public mutating func put(_ line: Line, row: Int, column: Int = 0) {
    put(line, row: row, column: column, end: columns)
  }

  /// Writes a line from `column` up to `end`, cut where it is too long.
  mutating func put(_ line: Line, row: Int, column: Int, end: Int) {
    var column = column
    line.cut(to: min(end, columns) - column).forEachRun { text, ink in
      column = put(text, ink, row: row, column: column, end: end)
    }
  }

  /// Writes text from `column` up to `end`, and gives the column after it.
  @discardableResult
  mutating func put(_ text: String, _ ink: Ink = .plain, row: Int, column: Int, end: Int) -> Int {
    guard (0..<rows).contains(row), column >= 0 else { return column }
    let end = min(end, columns)
    var column = column
    if text.isPlain {
      for byte in text.utf8 where column < end {
        set(ScreenCell(glyph: UInt32(byte), mark: 0, ink: ink), row, column)
        column += 1
      }
      return column
    }
    for character in text.harmless {
      let width = character.displayWidth
      if column + width > end { break }
      guard width > 0, let first = character.unicodeScalars.first else { continue }
      let mark = character.unicodeScalars.dropFirst().first { !$0.properties.isVariationSelector }
      set(ScreenCell(glyph: first.value, mark: mark?.value ?? 0, ink: ink), row, column)
      if width == 2 { set(.rightHalf(ink), row, column + 1) }
      column += width
    }
    return column
  }

  /// Writes one character, a column wide.
  mutating func put(glyph: UInt32, _ ink: Ink, row: Int, column: Int) {
    guard (0..<rows).contains(row), (0..<columns).contains(column) else { return }
    set(ScreenCell(glyph: glyph, mark: 0, ink: ink), row, column)
  }

  /// The text of a row without blanks at its end.
  func text(row: Int) -> String {
    var text = String.UnicodeScalarView()
    for cell in cells[row * columns..<(row + 1) * columns] where cell.glyph != 0 {
      for value in [cell.glyph, cell.mark] where value != 0 {
        if let scalar = Unicode.Scalar(value) { text.append(scalar) }
      }
    }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  private mutating func set(_ cell: ScreenCell, _ row: Int, _ column: Int) {
    let place = row * columns + column
    // Half of a wide character is nothing.
    if cells[place].glyph == 0, column > 0, cell.glyph != 0 { cells[place - 1] = .blank }
    if column + 1 < columns, cells[place + 1].glyph == 0 { cells[place + 1] = .blank }
    cells[place] = cell
  }
}

/// A rectangle of a screen.
struct ScreenArea: Hashable, Sendable {
  var row: Int
  var column: Int
  var rows: Int
  var columns: Int

  var endRow: Int { row + max(rows, 0) }
  var endColumn: Int { column + max(columns, 0) }

  /// The rows from the `first` of it on, `count` at most.
  func rows(from first: Int, count: Int) -> ScreenArea {
    let first = min(max(first, 0), max(rows, 0))
    return ScreenArea(
      row: row + first, column: column, rows: max(0, min(count, rows - first)), columns: columns)
  }
}
