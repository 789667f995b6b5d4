/// JSON text under construction: just what event lines need, with numbers in fixed decimals.
///
/// A line must be the same bytes on every machine and every run, so numbers are rounded to a stated number of
/// decimals by integer arithmetic, and fields come in the order in which they are written.
public struct JSONText: Sendable {
  /// The text so far, UTF-8.
  public private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// Empty text.
  public init() {}

  /// Writes `{ … }` around what `body` writes.
  public mutating func object(_ body: (inout JSONText) -> Void) {
    enclosed(by: ("{", "}"), body)
  }

  /// Writes `[ … ]` around what `body` writes.
  public mutating func array(_ body: (inout JSONText) -> Void) {
    enclosed(by: ("[", "]"), body)
  }

  /// Writes a field's name; its value follows.
  public mutating func key(_ name: String) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a text value, escaped.
  public mutating func string(_ text: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20, 0x7F:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(Self.hexadecimal[Int(byte >> 4)])
        bytes.append(Self.hexadecimal[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  /// Writes a whole number.
  public mutating func integer(_ value: Int64) {
    separate()
    bytes.append(contentsOf: String(value).utf8)
    needsComma = true
  }

  /// Writes a number with at most `decimals` decimals, or `null` when it is not finite.
  public mutating func number(_ value: Double, decimals: Int) {
    guard value.isFinite else { return null() }
    separate()
    bytes.append(contentsOf: decimalText(value, decimals: decimals).utf8)
    needsComma = true
  }

  /// Writes `true` or `false`.
  public mutating func bool(_ value: Bool) { word(value ? "true" : "false") }

  /// Writes `null`.
  public mutating func null() { word("null") }

  private mutating func word(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  private mutating func enclosed(
    by ends: (open: Character, close: Character), _ body: (inout JSONText) -> Void
  ) {
    separate()
    bytes.append(ends.open.asciiValue ?? 0)
    needsComma = false
    body(&self)
    bytes.append(ends.close.asciiValue ?? 0)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private static let hexadecimal = Array("0123456789abcdef".utf8)
}

/// `value` with at most `decimals` decimals, half away from zero, without trailing zeros; zero has no sign.
///
/// Values beyond 10^15 at that scale are written in Swift's shortest form.
public func decimalText(_ value: Double, decimals: Int) -> String {
  var scale = 1.0
  for _ in 0..<decimals { scale *= 10 }
  let scaled = (value * scale).rounded(.toNearestOrAwayFromZero)
  guard scaled.magnitude < 1e15 else { return "\(value)" }
  let digits = Int64(scaled.magnitude)
  let whole = digits / Int64(scale)
  var part = digits % Int64(scale)
  var text = scaled < 0 ? "-\(whole)" : "\(whole)"
  guard part > 0 else { return text }
  var places = decimals
  while part % 10 == 0 {
    part /= 10
    places -= 1
  }
  let tail = String(part)
  text += "." + String(repeating: "0", count: places - tail.utf8.count) + tail
  return text
}
