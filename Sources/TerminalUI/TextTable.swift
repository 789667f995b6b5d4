/// A table in columns, fitted to a width: what does not fit is cut, or broken between words.
public struct TextTable: Sendable {
  /// One column.
  public struct Column: Sendable {
    /// On which side of the column its texts stand.
    public enum Side: Sendable {
      case left
      case right
    }

    /// What becomes of a text that is too long.
    public enum Overflow: Sendable {
      /// Its end is left out.
      case cut
      /// Its middle is left out.
      case middle
      /// It goes on in the next line.
      case wrap
      /// Its last parts, with commas between them, are left out.
      case parts
    }

    var heading: String
    var side: Side
    /// Narrower than this it is never made.
    var least: Int
    /// What becomes of a text that is too long.
    var overflow: Overflow

    /// A column; it gives way down to `least` columns where the table is too wide.
    public init(_ heading: String, _ side: Side = .left, least: Int? = nil, _ overflow: Overflow = .cut) {
      self.heading = heading
      self.side = side
      self.least = least ?? Int.max
      self.overflow = overflow
    }

    /// The lines that `text` takes in `width` columns.
    func fit(_ text: String, to width: Int) -> [String] {
      switch overflow {
      case .cut: [text.cut(to: width)]
      case .middle: [text.cutInMiddle(to: width)]
      case .wrap: text.wrapped(to: width)
      case .parts:
        [
          text.split(separator: ", ").reduce("") { line, part in
            let more = line.isEmpty ? String(part) : "\(line), \(part)"
            return line.isEmpty || more.displayWidth <= width ? more : line
          }.cut(to: width)
        ]
      }
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
      position == spanning
        ? cell.text.wrapped(to: width - starts[position])
        : columns[position].fit(cell.text, to: widths[position])
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

  /// As wide as the texts, and made narrower where that is too much.
  ///
  /// First go parts that can be left out, then the widest of the columns that give way; and where the terminal
  /// is narrower than all that, whatever is widest.
  private func widths(within room: Int) -> [Int] {
    var widths = columns.map(\.heading.displayWidth)
    for row in rows {
      let own = row.count < columns.count ? row.count - 1 : row.count
      for (position, cell) in row.prefix(own).enumerated() {
        widths[position] = max(widths[position], cell.text.displayWidth)
      }
    }
    let gaps = gap * (columns.count - 1)
    let inParts = columns.map { $0.overflow == .parts ? $0.least : .max }
    for least in [inParts, columns.map(\.least), columns.map { _ in 3 }] {
      while widths.reduce(gaps, +) > room {
        let yielding = columns.indices.filter { widths[$0] > least[$0] }
        guard let widest = yielding.max(by: { widths[$0] < widths[$1] }) else { break }
        widths[widest] -= 1
      }
    }
    return widths
  }
}
