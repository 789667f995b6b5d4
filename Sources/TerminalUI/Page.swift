/// Lines for a terminal of a known width: none is wider.
public struct Page: Sendable {
  /// Columns of the terminal.
  public let width: Int
  private var lines: [Line] = []

  /// An empty page of `width` columns, at least 40.
  public init(width: Int) { self.width = max(width, 40) }

  /// Adds a line, cut where it is too long.
  public mutating func add(_ line: Line) { lines.append(line.cut(to: width)) }

  /// Adds a heading, with an empty line before it unless it is the first line; a long one keeps both its ends.
  public mutating func heading(_ text: String) {
    if !lines.isEmpty { add(Line()) }
    add(Line(text.harmless.cutInMiddle(to: width), .strong))
  }

  /// Adds text broken between words, every line `indent` columns from the left.
  public mutating func paragraph(_ text: String, indent: Int = 2, ink: Ink = .plain) {
    for part in text.harmless.wrapped(to: width - indent) {
      add(Line(String(repeating: " ", count: indent) + part, ink))
    }
  }

  /// Adds a name and what belongs to it, the text broken between words beside the name.
  public mutating func entry(_ name: String, _ text: String, ink: Ink = .plain) {
    // A long name moves its text to the right rather than touching it.
    let indent = max(Self.entryIndent, name.displayWidth + 4)
    for (position, part) in text.harmless.wrapped(to: width - indent).enumerated() {
      var line = Line("  ")
      if position == 0 { line.append(name, .faint) }
      line.pad(to: indent)
      line.append(part, ink)
      add(line)
    }
  }

  /// Adds a table.
  public mutating func table(_ table: TextTable) {
    for line in table.lines(width: width) { add(line) }
  }

  /// The text for a terminal, with a line feed after every line.
  public func text(_ style: Style) -> String { lines.map { $0.text(style) + "\n" }.joined() }

  /// Where the texts of entries begin.
  private static let entryIndent = 16
}
