/// A table in columns, fitted to a width: what does not fit is cut, or broken between words.
public struct TextTable: Sendable {
  /// One column.
  public struct Column: Sendable {
    /// On which side of the column its texts stand.
    public enum Side: Sendable {
      case left
      case right
    }

    var heading: String
    var side: Side
    /// Narrower than this it is never made.
    var least: Int
    /// Whether long texts go on in the next line; they are cut otherwise.
    var wraps: Bool

    /// A column; it gives way down to `least` columns where the table is too wide.
    public init(_ heading: String, _ side: Side = .left, least: Int? = nil, wraps: Bool = false) {
      self.heading = heading
      self.side = side
      self.least = least ?? Int.max
      self.wraps = wraps
    }
  }

  /// One text of a row, in its ink.
  public struct Cell: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    var text: String
    var ink: Ink

    /// A cell.
    public init(_ text: String, _ ink: Ink = .plain) {
      self.text = text.harmless
      self.ink = ink
    }

    /// A cell of plain text.
    public init(stringLiteral text: String) { self.init(text) }
  }

  private let columns: [Column]
  private var rows: [[Cell]] = []
  private let indent = 2
  private let gap = 2

  /// A table without rows.
  public init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; with fewer cells than columns, the last cell reaches to the right edge.
  public mutating func add(_ cells: [Cell]) {
    precondition(!cells.isEmpty && cells.count <= columns.count, "a row has a cell for each column at most")
    rows.append(cells)
  }

  /// How many rows there are.
  public var rowCount: Int { rows.count }

  /// The lines of the table, the headings first where there are any.
  func lines(width: Int) -> [Line] {
    let widths = widths(within: width - indent)
    var lines: [Line] = []
    if columns.contains(where: { !$0.heading.isEmpty }) {
      lines += self.lines(columns.map { Cell($0.heading, .faint) }, widths, width)
    }
    for row in rows { lines += self.lines(row, widths, width) }
    return lines
  }

  private func lines(_ row: [Cell], _ widths: [Int], _ width: Int) -> [Line] {
    var starts: [Int] = [indent]
    for width in widths { starts.append((starts.last ?? 0) + width + gap) }
    // The last cell of a short row reaches to the right edge.
    let spanning = row.count < columns.count ? row.count - 1 : nil
    let parts = row.enumerated().map { position, cell in
      let room = position == spanning ? width - starts[position] : widths[position]
      let wraps = position == spanning || columns[position].wraps
      return wraps ? cell.text.wrapped(to: room) : [cell.text.cut(to: room)]
    }
    return (0..<(parts.map(\.count).max() ?? 0)).map { number in
      var line = Line()
      for (position, texts) in parts.enumerated() where texts.indices.contains(number) {
        let text = texts[number]
        let isRight = columns[position].side == .right && position != spanning
        line.pad(to: starts[position] + (isRight ? max(0, widths[position] - text.displayWidth) : 0))
        line.append(text, row[position].ink)
      }
      return line
    }
  }

  /// As wide as the texts, and where that is too much, the widest of the columns that give way made narrower.
  private func widths(within room: Int) -> [Int] {
    var widths = columns.map(\.heading.displayWidth)
    for row in rows {
      let own = row.count < columns.count ? row.count - 1 : row.count
      for (position, cell) in row.prefix(own).enumerated() {
        widths[position] = max(widths[position], cell.text.displayWidth)
      }
    }
    let gaps = gap * (columns.count - 1)
    while widths.reduce(gaps, +) > room,
      let widest = columns.indices.filter({ widths[$0] > columns[$0].least }).max(by: {
        widths[$0] < widths[$1]
      })
    {
      widths[widest] -= 1
    }
    return widths
  }
}
