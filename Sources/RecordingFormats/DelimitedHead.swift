/// What the first lines of delimited text say: how rows are cut, what the columns are called, what comments tell.
struct DelimitedHead {
  var layout: TableLayout
  /// The heading's cells, or nil where there is no heading.
  var heading: [String]?
  /// Units from a row of their own below the heading.
  var units: [String]?
  /// The lines above the rows: comments, titles.
  var preamble: [TextHead.Line]

  /// Concludes the layout from the lines of `head`; nil where no line is a row of numbers.
  init?(_ head: TextHead) {
    let body = head.lines.filter { !Self.isComment($0.text) && !$0.text.trimmed.isEmpty }
    var best: (candidate: Candidate, score: Score)?
    for candidate in Candidate.all {
      guard let score = Score(candidate, lines: body) else { continue }
      if let known = best, !known.score.isLess(than: score) { continue }
      best = (candidate, score)
    }
    guard let (candidate, score) = best else { return nil }
    let row = body[score.firstRow]
    layout = TableLayout(
      separator: candidate.separator, decimalMark: candidate.decimalMark, columnCount: score.columns,
      firstRowOffset: row.offset, firstRowLine: row.number)
    preamble = head.lines.filter { $0.number < row.number }
    func cells(_ line: TextHead.Line) -> [String]? {
      var cells = CellText.split(line.text, separator: candidate.separator)
      while cells.count > score.columns, cells.last == "" { cells.removeLast() }
      return cells.count == score.columns ? cells : nil
    }
    heading = score.firstRow > 0 ? cells(body[score.firstRow - 1]) : nil
    if let below = heading, score.firstRow > 1, let above = cells(body[score.firstRow - 2]),
      below.allSatisfy({ $0.isEmpty || ColumnUnit.isKnown($0) })
    {
      (heading, units) = (above, below)
    }
    if heading == nil, score.columns > 1, let last = preamble.last(where: { !$0.text.trimmed.isEmpty }),
      Self.isComment(last.text), !last.text.holds(":=")
    {
      // numpy.savetxt writes the heading as a comment.
      var bare = last
      bare.text = last.text.drop { $0 == "#" || $0 == "%" || $0 == "/" }.trimmed
      heading = cells(bare)
    }
  }

  static func isComment(_ line: String) -> Bool {
    guard let first = line.first(where: { !$0.isWhitespace }) else { return false }
    return first == "#" || first == "%"
  }

  /// A way to cut rows and to read decimal marks, the likelier first.
  private struct Candidate {
    var separator: TableLayout.Separator
    var decimalMark: UInt8

    static let all: [Candidate] = [
      (.byte(9), "."), (.byte(9), ","), (.byte(UInt8(ascii: ";")), "."), (.byte(UInt8(ascii: ";")), ","),
      (.byte(UInt8(ascii: ",")), "."), (.blanks, "."), (.blanks, ","),
    ].map { (separator: TableLayout.Separator, mark: Unicode.Scalar) in
      Candidate(separator: separator, decimalMark: UInt8(ascii: mark))
    }
  }

  /// How well a candidate reads the lines.
  private struct Score {
    /// Rows of nothing but numbers, and rows with at least as many numbers as words.
    var clean = 0
    var mixed = 0
    var headingFits = false
    var columns = 0
    /// The position of the first row among the lines.
    var firstRow = 0

    init?(_ candidate: Candidate, lines: [TextHead.Line]) {
      var widths: [Int: Int] = [:]
      var first: Int?
      var kinds: [(numbers: Int, words: Int, cells: Int)] = []
      for line in lines { kinds.append(Self.count(line.text, candidate)) }
      for (index, kind) in kinds.enumerated() where kind.numbers > 0 && kind.words <= kind.numbers {
        mixed += 1
        if kind.words == 0 { clean += 1 }
        widths[kind.cells, default: 0] += 1
        // A title such as "subject 7" is no row: another follows the first.
        let next = index + 1 < kinds.count ? kinds[index + 1] : kind
        if first == nil, next.numbers > 0, next.words <= next.numbers { first = index }
      }
      guard let first, let width = widths.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else {
        return nil
      }
      guard width.key <= 4096 else { return nil }
      columns = width.key
      firstRow = first
      headingFits = first == 0 || kinds[first - 1].cells == columns
    }

    func isLess(than other: Score) -> Bool {
      (clean, mixed, headingFits ? 1 : 0, columns)
        < (other.clean, other.mixed, other.headingFits ? 1 : 0, other.columns)
    }

    private static func count(_ line: String, _ candidate: Candidate) -> (
      numbers: Int, words: Int, cells: Int
    ) {
      Array(line.utf8).withUnsafeBytes { bytes in
        var cursor = CellCursor(bytes, separator: candidate.separator, decimalMark: candidate.decimalMark)
        var found = (numbers: 0, words: 0, cells: 0)
        while cursor.hasCell {
          found.cells += 1
          switch cursor.cell().kind {
          case .number: found.numbers += 1
          case .word: found.words += 1
          case .blank: break
          }
        }
        return found
      }
    }
  }
}
