internal import Signals

/// Turns the rows of one group of streams into runs of frames.
final class RowCursor {
  let group: TextGroup
  /// The index of the row that is read and not yet taken; nil at the end.
  private(set) var nextIndex: Int64?
  /// Digital values of the streams' runs, in the group's order; refilled by ``takeRun(before:)``.
  private(set) var runs: [[Int32]]
  /// Lines on which the counter was reset, as damage.
  private(set) var damage: [String] = []

  private let reader: RowReader
  private var rowsRead: Int64 = 0
  /// The last time or count that the clock's column told, and how many rows since have none.
  private var lastMark: Double?
  private var rowsWithoutMark: Int64 = 0
  /// The last values of streams that hold theirs over zeros.
  private var held: [[Int32]]

  init(file: ByteFile, layout: TableLayout, group: TextGroup) throws(RecordingError) {
    self.group = group
    var wanted = Set(group.streams.flatMap { $0.channels.map(\.column) })
    if let column = group.clock.column { wanted.insert(column) }
    reader = try RowReader(file: file, layout: layout, wanted: wanted)
    runs = Array(repeating: [], count: group.streams.count)
    held = group.streams.map { Array(repeating: Block.missing, count: $0.channels.count) }
    try advance(from: -1)
  }

  /// Takes the rows that follow each other without a gap and lie before `end`; returns the first one's index.
  ///
  /// At least one row is taken. Nil when there are no more rows.
  func takeRun(before end: Int64) throws(RecordingError) -> Int64? {
    guard let first = nextIndex else { return nil }
    for stream in runs.indices { runs[stream].removeAll(keepingCapacity: true) }
    var index = first
    while true {
      for stream in runs.indices { take(stream) }
      try advance(from: index)
      index += 1
      guard nextIndex == index, index < end else { return first }
    }
  }

  @inline(__always)
  private func take(_ stream: Int) {
    let channels = group.streams[stream].channels
    let start = runs[stream].count
    for channel in channels { runs[stream].append(channel.digital(reader.cells[channel.column])) }
    guard group.streams[stream].holdsZeros else { return }
    if runs[stream][start...].allSatisfy({ $0 == 0 }) {
      for position in channels.indices { runs[stream][start + position] = held[stream][position] }
    } else {
      for position in channels.indices { held[stream][position] = runs[stream][start + position] }
    }
  }

  /// Reads the row after the one with the index `index` and finds its own.
  private func advance(from index: Int64) throws(RecordingError) {
    guard rowsRead < group.rows, try reader.next() else {
      nextIndex = nil
      return
    }
    rowsRead += 1
    // No count of samples comes near the limit; a broken counter must not either.
    nextIndex = index + (index < 1 << 60 ? stepToRow() : 1)
  }

  /// How many samples after the row before it the row just read comes, at least 1.
  private func stepToRow() -> Int64 {
    guard let column = group.clock.column else { return 1 }
    let cell = reader.cells[column]
    guard cell.kind == .number else {
      if lastMark != nil { rowsWithoutMark += 1 }
      return 1
    }
    let mark = cell.number.value
    defer {
      lastMark = mark
      rowsWithoutMark = 0
    }
    guard let lastMark else { return 1 }
    return max(1, distance(from: lastMark, to: mark) - rowsWithoutMark)
  }

  private func distance(from before: Double, to mark: Double) -> Int64 {
    switch group.clock {
    case .rows: return 1
    case .time(_, let survey, let step):
      guard mark - before > 1.5 * step + survey.slack(at: mark) else { return 1 }
      return Int64(min(((mark - before) / step).rounded(), 1e12))
    case .counter(_, let rule):
      guard let from = Int64(exactly: before.rounded()), let to = Int64(exactly: mark.rounded()),
        from.magnitude < 1 << 53, to.magnitude < 1 << 53
      else { return 1 }
      guard let rows = rule.advance(from: from, to: to) else {
        if damage.count < 8 { damage.append("the count begins again in line \(reader.lineNumber)") }
        return 1
      }
      return rows
    }
  }
}
