internal import Signals

/// What a text file holds, learned by reading all of it once, before its first sample goes out.
struct TableSurvey {
  var columns: [ColumnSurvey]
  /// Full or short rows; an unfinished last one is not counted.
  var rows: Int64 = 0
  var times: [Int: TimeSurvey] = [:]
  var counters: [Int: CounterSurvey] = [:]
  var shortRows: (count: Int64, firstLine: Int) = (0, 0)
  var emptyLines: (count: Int, first: Int) = (0, 0)
  var cutLine: Int?
  private var lastRow: (row: Int64, line: Int, isTerminated: Bool) = (-1, 0, true)

  /// Reads the rows of `file`, and the columns `times` and `counters` as what they may be.
  ///
  /// - Throws: what makes the file unreadable, or a row with too many cells.
  /// - Complexity: one pass; memory does not depend on the rows.
  init(file: ByteFile, layout: TableLayout, times: [Int] = [], counters: [Int] = []) throws(RecordingError) {
    columns = Array(repeating: ColumnSurvey(), count: layout.columnCount)
    var timed = times.filter { $0 < layout.columnCount }.map { (column: $0, survey: TimeSurvey()) }
    var counted = counters.filter { $0 < layout.columnCount }.map { (column: $0, survey: CounterSurvey()) }
    let reader = try RowReader(file: file, layout: layout)
    while try reader.next() {
      let line = reader.lineNumber
      if reader.present < layout.columnCount {
        if shortRows.count == 0 { shortRows.firstLine = line }
        shortRows.count += 1
      }
      columns.withUnsafeMutableBufferPointer { columns in
        for column in columns.indices {
          columns[column].add(reader.cells[column], row: rows, line: line) { reader.text(of: column) }
        }
      }
      for index in timed.indices { timed[index].survey.add(reader.cells[timed[index].column], line: line) }
      for index in counted.indices { counted[index].survey.add(reader.cells[counted[index].column]) }
      lastRow = (rows, line, reader.isTerminated)
      rows += 1
    }
    for index in timed.indices {
      timed[index].survey.finish()
      self.times[timed[index].column] = timed[index].survey
    }
    for (column, survey) in counted { self.counters[column] = survey }
    cutLine = reader.cutLine
    emptyLines = reader.emptyLines
  }

  /// Makes sure that the columns `used` hold numbers only, or a last row that the file's end cut in a number.
  mutating func requireNumbers(in used: [Int], labels: [String], path: String) throws(RecordingError) {
    var first: (text: String, line: Int, column: Int)?
    var cutsLastRow = false
    for column in used where columns.indices.contains(column) {
      guard let word = columns[column].firstWord else { continue }
      if columns[column].words == 1, columns[column].lastWordRow == lastRow.row, !lastRow.isTerminated {
        cutsLastRow = true
      } else if word.line < first?.line ?? Int.max {
        first = (word.text, word.line, column)
      }
    }
    if let first {
      let label = labels.indices.contains(first.column) ? printable(labels[first.column]) : ""
      throw RecordingError(
        .malformed, path: path,
        place: "line \(first.line), column \(first.column + 1)" + (label.isEmpty ? "" : " (\(label))"),
        reason: "'\(printable(first.text, limit: 40))' is not a number")
    }
    if cutsLastRow {
      cutLine = lastRow.line
      rows -= 1
    }
  }

  /// The damage that the survey met, a line each; blanks count in the columns `used` alone.
  func damage(used: [Int]) -> [String] {
    var lines: [String] = []
    let read = used.filter { columns.indices.contains($0) }.map { columns[$0] }
    let blanks = read.reduce(Int64(0)) { $0 + $1.blanks }
    if blanks > 0, let line = read.compactMap(\.firstBlankLine).min() {
      lines.append(
        "\(blanks) \(blanks == 1 ? "cell holds" : "cells hold") no number, the first in line \(line)")
    }
    if shortRows.count > 0 {
      let text = shortRows.count == 1 ? "row is" : "rows are"
      lines.append("\(shortRows.count) \(text) short of cells, the first in line \(shortRows.firstLine)")
    }
    if emptyLines.count > 0 {
      let text = emptyLines.count == 1 ? "line is" : "lines are"
      lines.append("\(emptyLines.count) \(text) empty and passed over, the first is line \(emptyLines.first)")
    }
    if let cutLine { lines.append("the file ends inside line \(cutLine), which is left out") }
    return lines
  }
}
