internal import Monitoring
internal import Signals

/// Which columns of a trace fall on which dot.
///
/// The borders stand still in time, so that a picture moves by whole cells and what has been drawn keeps its shape.
struct TraceTimes: Sendable {
  /// Cells across; each has two dots.
  let cells: Int
  /// Columns of the trace on a dot.
  private let perDot: Double
  /// The first dot, counted from the start of the recording.
  private let firstDot: Int64
  /// The last column that there is.
  private let last: Int64

  /// The last `window` before `end`, in so many cells.
  init(window: Seconds, cells: Int, end: Seconds) {
    self.cells = max(cells, 1)
    perDot = window.value / TraceHistory.columnSpan / Double(2 * self.cells)
    last = TraceHistory.lastColumn(before: end)
    // The last cell reaches to the end of the last column, which may begin on the dot before.
    let lastCell = Int64((Double(last + 1) / (2 * perDot)).rounded(.up)) - 1
    firstDot = 2 * (lastCell - Int64(self.cells) + 1)
  }

  /// Where the columns of a dot are in a trace of `count` columns; empty before its start and after its end.
  func columns(ofDot dot: Int, in count: Int) -> Range<Int> {
    let number = Double(firstDot + Int64(dot))
    let first = Int64((number * perDot).rounded(.down))
    let end = max(first + 1, Int64(((number + 1) * perDot).rounded(.down)))
    let offset = last - Int64(count) + 1
    let low = min(max(first - offset, 0), Int64(count))
    return Int(low)..<Int(min(max(end - offset, low), Int64(count)))
  }

  /// The time in the middle of a cell.
  func time(ofCell cell: Int) -> Seconds {
    Seconds((Double(firstDot) / 2 + Double(cell) + 0.5) * 2 * perDot * TraceHistory.columnSpan)
  }
}
