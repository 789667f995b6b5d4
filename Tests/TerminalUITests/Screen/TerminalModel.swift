@testable import TerminalUI

/// A terminal as far as a screen uses one: what it would show after the bytes that it was sent.
///
/// Writing over half of a wide character leaves nothing of the other half, as terminals do.
struct TerminalModel {
  private(set) var columns: Int
  private(set) var rows: Int
  private(set) var cells: [ScreenCell]
  /// Bytes that it did not know what to do with.
  private(set) var unknown: [String] = []
  private var row = 0
  private var column = 0
  private var ink = Ink.plain

  init(columns: Int, rows: Int) {
    (self.columns, self.rows) = (columns, rows)
    cells = Array(repeating: .blank, count: columns * rows)
  }

  /// Another size, and rubbish on it, as a terminal that has moved its lines about.
  mutating func resize(columns: Int, rows: Int) {
    self = TerminalModel(columns: columns, rows: rows)
    for place in cells.indices { cells[place].glyph = 0x23 }
  }

  mutating func take(_ bytes: [UInt8]) {
    var rest = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)[...]
    while let first = rest.first {
      rest = rest.dropFirst()
      guard first == "\u{1B}" else {
        write(first)
        continue
      }
      let end = rest.dropFirst().firstIndex { (0x40...0x7E).contains($0.value) } ?? rest.endIndex - 1
      obey(String(String.UnicodeScalarView(rest[...end])))
      rest = rest[(end + 1)...]
    }
  }

  private mutating func write(_ scalar: Unicode.Scalar) {
    guard scalar.value >= 0x20, scalar.value != 0x7F else {
      unknown.append("control \(scalar.value)")
      return
    }
    let width = Character(scalar).displayWidth
    guard width > 0 else {
      // It stands on what was written before it.
      let before = column - 1 - (cells[row * columns + column - 1].glyph == 0 ? 1 : 0)
      cells[row * columns + before].mark = scalar.value
      return
    }
    guard column + width <= columns else {
      unknown.append("beyond the border")
      return
    }
    for place in column..<column + width { erase(place) }
    cells[row * columns + column] = ScreenCell(glyph: scalar.value, mark: 0, ink: ink)
    if width == 2 { cells[row * columns + column + 1] = .rightHalf(ink) }
    column += width
  }

  private mutating func erase(_ column: Int) {
    let place = row * columns + column
    if cells[place].glyph == 0 { cells[place - 1] = .blank }
    if column + 1 < columns, cells[place + 1].glyph == 0 { cells[place + 1] = .blank }
    cells[place] = .blank
  }

  private mutating func obey(_ sequence: String) {
    if let match = sequence.wholeMatch(of: #/\[(\d+);(\d+)H/#), let row = Int(match.1),
      let column = Int(match.2)
    {
      (self.row, self.column) = (row - 1, column - 1)
      if row > rows || column > columns { unknown.append(sequence) }
    } else if let match = sequence.wholeMatch(of: #/\[0(?:;([0-9;]+))?m/#) {
      ink = Ink.allCases.first { $0.code == match.1.map(String.init) } ?? .plain
    } else if sequence == "[2J" {
      cells = Array(repeating: .blank, count: columns * rows)
    } else if sequence != "[?2026h", sequence != "[?2026l" {
      unknown.append(sequence)
    }
  }
}
