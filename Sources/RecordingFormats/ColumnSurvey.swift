/// What one column of a text file holds, learned by reading all of it once.
struct ColumnSurvey {
  /// Cells with a number.
  private(set) var numbers: Int64 = 0
  /// Blank cells that numbers follow; what ends the column is no blank but its end.
  private(set) var blanks: Int64 = 0
  /// The line of the first blank cell that counts.
  private(set) var firstBlankLine: Int?
  /// Rows up to and with the last number.
  private(set) var length: Int64 = 0
  /// Cells with a word, and the first of them.
  private(set) var words: Int64 = 0
  private(set) var firstWord: (text: String, line: Int)?
  private(set) var lastWordRow: Int64 = -1

  private(set) var minimum = Double.infinity
  private(set) var maximum = -Double.infinity
  private(set) var sumOfSquares = 0.0
  /// The most digits behind a decimal point.
  private(set) var decimals = 0
  /// The smallest difference between neighbours that differ; infinite while all are equal.
  private(set) var smallestStep = Double.infinity
  /// How often a number differs from the one before it, and how often it is less.
  private(set) var changes: Int64 = 0
  private(set) var falls: Int64 = 0
  /// The different numbers, up to one more than a label has.
  private(set) var distinct: [Double] = []
  private var hasFraction = false
  private var previous = Double.nan
  private var pending: (count: Int64, firstLine: Int) = (0, 0)

  /// No label has more different values.
  static let mostLabels = 16

  var largest: Double { max(minimum.magnitude, maximum.magnitude) }
  var isEmpty: Bool { numbers == 0 }
  /// Whether all numbers are whole, however they are printed: `5.000000` is.
  var isWhole: Bool { numbers > 0 && !hasFraction }
  /// Text with the odd number in it, rather than numbers with the odd word.
  var isText: Bool { words > numbers }
  var rms: Double { numbers > 0 ? (sumOfSquares / Double(numbers)).squareRoot() : 0 }

  /// A few whole numbers that stay for long: a prompt, a trigger, a class.
  var looksLikeLabel: Bool {
    isWhole && distinct.count <= Self.mostLabels
      && (changes == 0 || (numbers >= 20 && changes * 20 <= numbers))
  }

  /// Takes the cell of the row `row`, on the line `line`.
  @inline(__always)
  mutating func add(_ cell: Cell, row: Int64, line: Int, word: () -> String) {
    switch cell.kind {
    case .number: add(cell.number, row: row)
    case .blank: wait(line: line)
    case .word:
      wait(line: line)
      words += 1
      lastWordRow = row
      if firstWord == nil { firstWord = (word(), line) }
    }
  }

  private mutating func wait(line: Int) {
    if pending.count == 0 { pending.firstLine = line }
    pending.count += 1
  }

  @inline(__always)
  private mutating func add(_ number: DecimalNumber, row: Int64) {
    let value = number.value
    numbers += 1
    length = row + 1
    if pending.count > 0 {
      blanks += pending.count
      if firstBlankLine == nil { firstBlankLine = pending.firstLine }
      pending.count = 0
    }
    if value < minimum { minimum = value }
    if value > maximum { maximum = value }
    sumOfSquares += value * value
    if number.decimals > decimals { decimals = number.decimals }
    if number.decimals > 0, value != value.rounded(.towardZero) { hasFraction = true }
    if value != previous {
      let step = value - previous
      if step.magnitude < smallestStep { smallestStep = step.magnitude }
      if numbers > 1 { changes += 1 }
      if step < 0 { falls += 1 }
      if distinct.count <= Self.mostLabels, !distinct.contains(value) { distinct.append(value) }
      previous = value
    }
  }
}

extension ColumnSurvey {
  /// The power of ten that turns the column's numbers into whole ones that fit 31 bits.
  ///
  /// Exact for numbers of nine digits or fewer; finer ones are rounded to what fits.
  var digitalDecimals: Int {
    var places = isWhole ? 0 : min(decimals, 300)
    guard largest > 0, largest.isFinite else { return 0 }
    while places > -290, largest * tenToThe(places) > Double(1 << 30) { places -= 1 }
    return places
  }

  /// The digital values that are one step of the converter, as far as the text tells it.
  func digitalStep(decimals: Int) -> Double {
    guard smallestStep.isFinite else { return 1 }
    return max(1, (smallestStep * tenToThe(decimals)).rounded())
  }
}
