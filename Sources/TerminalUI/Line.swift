/// One line of a page: pieces of text, each in its ink.
///
/// Widths are counted on the text alone, so colour never shifts a column. Whatever comes in leaves without
/// control characters: names from files end up here.
public struct Line: Hashable, Sendable {
  private var runs: [Run] = []
  /// Columns that it takes.
  public private(set) var width = 0

  private struct Run: Hashable, Sendable {
    var text: String
    var ink: Ink
  }

  /// An empty line.
  public init() {}

  /// A line of one piece.
  public init(_ text: String, _ ink: Ink = .plain) { append(text, ink) }

  /// Adds a piece at the end.
  public mutating func append(_ text: String, _ ink: Ink = .plain) {
    let text = text.harmless
    guard !text.isEmpty else { return }
    width += text.displayWidth
    if let last = runs.last, last.ink == ink {
      runs[runs.count - 1].text += text
    } else {
      runs.append(Run(text: text, ink: ink))
    }
  }

  /// Adds the pieces of another line.
  public mutating func append(_ line: Line) {
    for run in line.runs { append(run.text, run.ink) }
  }

  /// Adds blanks up to `column`; none when the line is already there.
  public mutating func pad(to column: Int) {
    append(String(repeating: " ", count: max(0, column - width)))
  }

  /// Hands out the pieces, from left to right.
  func forEachRun(_ body: (String, Ink) -> Void) {
    for run in runs { body(run.text, run.ink) }
  }

  /// The line cut to `limit` columns.
  func cut(to limit: Int) -> Line {
    guard width > limit else { return self }
    var line = Line()
    for (place, run) in runs.enumerated() {
      let rest = limit - line.width
      if rest <= 0 { break }
      // What follows is lost too, so a piece that just fits gives its last column to the ellipsis.
      let isTight = place < runs.count - 1 && run.text.displayWidth == rest
      line.append((run.text + (isTight ? " " : "")).cut(to: rest), run.ink)
    }
    return line
  }

  /// The text for a terminal, without a line feed and without blanks at its end.
  public func text(_ style: Style) -> String {
    var runs = runs
    while let last = runs.last {
      let kept = last.text.reversed().drop { $0 == " " }.reversed()
      runs.removeLast()
      guard kept.isEmpty else {
        runs.append(Run(text: String(kept), ink: last.ink))
        break
      }
    }
    return runs.map { style.dress($0.text, $0.ink) }.joined()
  }
}
