/// How the rows of a text file are cut into cells.
struct TableLayout: Equatable {
  /// What stands between two cells.
  enum Separator: Equatable {
    case byte(UInt8)
    /// Any run of blanks and tabs.
    case blanks
  }

  var separator: Separator
  /// The byte between a number's whole part and its fraction.
  var decimalMark: UInt8 = UInt8(ascii: ".")
  /// Cells in a full row.
  var columnCount: Int
  /// Where the first row begins.
  var firstRowOffset: Int64
  /// The line it stands on, from 1.
  var firstRowLine: Int
}

/// What a cell holds.
struct Cell {
  enum Kind {
    case number
    /// Nothing, or a word that says so: NaN, inf, NA.
    case blank
    /// Neither a number nor nothing.
    case word
  }

  var kind: Kind
  /// The number, where it is one.
  var number: DecimalNumber

  static let blank = Cell(kind: .blank, number: DecimalNumber(value: .nan, decimals: 0, significant: 0))
  static let word = Cell(kind: .word, number: DecimalNumber(value: .nan, decimals: 0, significant: 0))
}

extension DecimalNumber {
  init(value: Double, decimals: Int, significant: Int) {
    self.value = value
    self.decimals = decimals
    self.significant = significant
  }
}

/// Reads the rows of a text file, cell by cell.
///
/// Empty lines and comments are passed over. A last row that the end of the file cut short is left out. Rows
/// that are short otherwise end in blank cells; rows with more than the columns are refused.
final class RowReader {
  /// The cells of the row last read, one a column.
  private(set) var cells: UnsafeMutableBufferPointer<Cell>
  /// How many cells the row really had.
  private(set) var present = 0
  /// The line on which an unfinished last row was left out.
  private(set) var cutLine: Int?
  /// Empty lines between rows, and the number of the first.
  private(set) var emptyLines: (count: Int, first: Int) = (0, 0)

  private let path: String
  private let layout: TableLayout
  private let lines: LineReader
  private let isWanted: [Bool]
  private var line = UnsafeRawBufferPointer(start: nil, count: 0)
  private var emptyRun: (count: Int, first: Int) = (0, 0)

  /// A reader of the columns `wanted`, all when nil; the cells of others are not read.
  init(file: ByteFile, layout: TableLayout, wanted: Set<Int>? = nil) throws(RecordingError) {
    path = file.path
    self.layout = layout
    lines = try LineReader(file: file, offset: layout.firstRowOffset, line: layout.firstRowLine)
    isWanted = (0..<layout.columnCount).map { wanted?.contains($0) ?? true }
    cells = .allocate(capacity: layout.columnCount)
    cells.initialize(repeating: .blank)
  }

  deinit { cells.deallocate() }

  /// The line of the row last read, from 1.
  var lineNumber: Int { lines.number }
  /// Whether the row last read ended in a line break.
  var isTerminated: Bool { lines.isTerminated }

  /// Reads the next row into ``cells``; false when there is none.
  func next() throws(RecordingError) -> Bool {
    while let line = try lines.next() {
      guard let first = line.first(where: { $0 != 32 && ($0 != 9 || layout.separator == .byte(9)) }) else {
        emptyRun = (emptyRun.count + 1, emptyRun.count == 0 ? lines.number : emptyRun.first)
        continue
      }
      if first == UInt8(ascii: "#") || first == UInt8(ascii: "%") { continue }
      self.line = line
      try split(line)
      if !lines.isTerminated, present < layout.columnCount {
        cutLine = lines.number
        return false
      }
      if emptyRun.count > 0 {
        emptyLines = (
          emptyLines.count + emptyRun.count, emptyLines.count == 0 ? emptyRun.first : emptyLines.first
        )
        emptyRun = (0, 0)
      }
      return true
    }
    return false
  }

  /// What stands in a column of the row last read.
  func text(of column: Int) -> String {
    let parts = CellText.split(line, separator: layout.separator)
    return parts.indices.contains(column) ? parts[column] : ""
  }

  private func split(_ line: UnsafeRawBufferPointer) throws(RecordingError) {
    var cursor = CellCursor(line, separator: layout.separator, decimalMark: layout.decimalMark)
    var column = 0
    while cursor.hasCell {
      if column < layout.columnCount {
        if isWanted[column] { cells[column] = cursor.cell() } else { cursor.skip() }
      } else if cursor.cell().kind != .blank {
        throw RecordingError(
          .malformed, path: path, place: "line \(lines.number)",
          reason: "the row has more cells than the \(layout.columnCount) columns before it")
      }
      column += 1
    }
    present = min(column, layout.columnCount)
    while column < layout.columnCount {
      cells[column] = .blank
      column += 1
    }
  }
}
