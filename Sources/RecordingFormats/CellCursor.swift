/// Walks through a line, cell by cell.
struct CellCursor {
  private let line: UnsafeRawBufferPointer
  private let separator: UInt8?
  private let decimalMark: UInt8
  private var position = 0
  /// Whether a cell begins at `position`: also an empty one behind a separator that ends the line.
  private(set) var hasCell: Bool

  init(_ line: UnsafeRawBufferPointer, separator: TableLayout.Separator, decimalMark: UInt8) {
    self.line = line
    self.decimalMark = decimalMark
    if case .byte(let byte) = separator { self.separator = byte } else { self.separator = nil }
    hasCell = !line.isEmpty
    if self.separator == nil {
      skipBlanks()
      hasCell = position < line.count
    }
  }

  /// Reads the cell and moves to the next.
  @inline(__always)
  mutating func cell() -> Cell {
    skipBlanks()
    let start = position
    if let number = DecimalNumber(line, at: &position, decimalMark: decimalMark) {
      let numberEnd = position
      skipBlanks()
      if endCell(afterBlanks: position > numberEnd) {
        // An overflow such as 1e999 says as little as "inf" does.
        return number.value.isFinite ? Cell(kind: .number, number: number) : .blank
      }
      position = start
    }
    return unusual()
  }

  /// Passes over the cell.
  mutating func skip() { _ = text() }

  /// The bytes of the cell without blanks around it and without quotes; moves to the next.
  mutating func text() -> Range<Int> {
    skipBlanks()
    let quoted = position < line.count && line[position] == UInt8(ascii: "\"")
    var content = position..<position
    if quoted {
      position += 1
      let start = position
      while position < line.count, line[position] != UInt8(ascii: "\"") { position += 1 }
      content = start..<position
    }
    let start = position
    while position < line.count, !isSeparator(line[position]) { position += 1 }
    if !quoted { content = start..<position }
    let sawBlank = separator == nil && position < line.count
    if separator == nil { skipBlanks() }
    _ = endCell(afterBlanks: sawBlank)
    return trimmed(content)
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high, line[low] == 32 || line[low] == 9 { low += 1 }
    while high > low, line[high - 1] == 32 || line[high - 1] == 9 { high -= 1 }
    return low..<high
  }

  /// A cell that is no plain number: blank, quoted, or a word.
  @inline(never)
  private mutating func unusual() -> Cell {
    let content = UnsafeRawBufferPointer(rebasing: line[text()])
    if content.isEmpty { return .blank }
    var end = 0
    if let number = DecimalNumber(content, at: &end, decimalMark: decimalMark), end == content.count {
      return number.value.isFinite ? Cell(kind: .number, number: number) : .blank
    }
    return content.count <= 10
      && Self.absences.contains(String(decoding: content, as: UTF8.self).lowercased())
      ? .blank : .word
  }

  private static let absences: Set<String> = [
    "nan", "-nan", "+nan", "nan(ind)", "-nan(ind)", "inf", "-inf", "+inf", "infinity", "-infinity",
    "na", "n/a", "null", "none", "-", "--", "1.#qnan", "-1.#ind", "1.#inf", "-1.#inf",
  ]

  @inline(__always)
  private func isSeparator(_ byte: UInt8) -> Bool {
    separator.map { $0 == byte } ?? (byte == 32 || byte == 9)
  }

  @inline(__always)
  private mutating func skipBlanks() {
    while position < line.count, line[position] == 32 || (line[position] == 9 && separator != 9) {
      position += 1
    }
  }

  /// Moves behind the separator if the cell ends here; false if something else follows.
  @inline(__always)
  private mutating func endCell(afterBlanks: Bool) -> Bool {
    guard position < line.count else {
      hasCell = false
      return true
    }
    guard let separator else { return afterBlanks }
    guard line[position] == separator else { return false }
    position += 1
    return true
  }
}

/// The cells of one line as texts, for headings and messages.
enum CellText {
  static func split(_ line: UnsafeRawBufferPointer, separator: TableLayout.Separator) -> [String] {
    var cursor = CellCursor(line, separator: separator, decimalMark: UInt8(ascii: "."))
    var texts: [String] = []
    while cursor.hasCell {
      let range = cursor.text()
      texts.append(String(decoding: UnsafeRawBufferPointer(rebasing: line[range]), as: UTF8.self))
    }
    return texts
  }

  static func split(_ line: String, separator: TableLayout.Separator) -> [String] {
    Array(line.utf8).withUnsafeBytes { split($0, separator: separator) }
  }
}
