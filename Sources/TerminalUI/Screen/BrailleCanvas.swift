/// Dots in the cells of a terminal, two across and four down in each, as braille letters.
///
/// Dots are counted from the upper left corner; those outside are not there.
struct BrailleCanvas: Hashable, Sendable {
  /// Cells across.
  let columns: Int
  /// Cells down.
  let rows: Int
  private var bits: [UInt8]

  /// An empty canvas.
  init(columns: Int, rows: Int) {
    self.columns = max(columns, 0)
    self.rows = max(rows, 0)
    bits = Array(repeating: 0, count: self.columns * self.rows)
  }

  /// Dots across.
  var width: Int { 2 * columns }
  /// Dots down.
  var height: Int { 4 * rows }

  /// Sets a dot.
  mutating func set(_ x: Int, _ y: Int) { change(x, y) { $0 |= $1 } }

  /// Turns a dot over, so that a line shows on what is filled as well.
  mutating func toggle(_ x: Int, _ y: Int) { change(x, y) { $0 ^= $1 } }

  /// Sets the dots of a column from `top` down to `bottom`, both included, in any order.
  mutating func fill(_ x: Int, from top: Int, to bottom: Int) {
    let (first, last) = (max(min(top, bottom), 0), min(max(top, bottom), height - 1))
    guard first <= last else { return }
    for y in first...last { set(x, y) }
  }

  /// Whether a dot is set.
  func isSet(_ x: Int, _ y: Int) -> Bool {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return false }
    return bits[y / 4 * columns + x / 2] & Self.bit(x, y) != 0
  }

  /// The letter of a cell; nil where no dot of it is set.
  func glyph(column: Int, row: Int) -> UInt32? {
    let bits = bits[row * columns + column]
    return bits == 0 ? nil : 0x2800 + UInt32(bits)
  }

  private mutating func change(_ x: Int, _ y: Int, _ body: (inout UInt8, UInt8) -> Void) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    body(&bits[y / 4 * columns + x / 2], Self.bit(x, y))
  }

  /// The bit of a dot in its letter: the left column's are 1, 2, 4, 40 (hexadecimal), the right's 8, 10, 20, 80.
  private static func bit(_ x: Int, _ y: Int) -> UInt8 {
    switch (x & 1, y & 3) {
    case (0, 3): 0x40
    case (1, 3): 0x80
    case (0, let down): 1 << UInt8(down)
    case (_, let down): 8 << UInt8(down)
    }
  }
}
