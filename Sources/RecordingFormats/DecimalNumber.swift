internal import Glibc

/// A number as it stands in a text: its value, and how finely it was printed.
struct DecimalNumber: Equatable {
  /// The nearest `Double`.
  var value: Double
  /// Digits behind the decimal point once an exponent is applied: 3 for `0.125`, 5 for `1.25e-3`, 0 for `2e3`.
  var decimals: Int
  /// Digits from the first that is not zero.
  var significant: Int

  /// Reads a number that begins at `position`, and moves `position` behind it; nil where none begins.
  ///
  /// The value is the one `strtod` gives: an integer of at most 2^53 times or over a power of ten that a
  /// `Double` holds exactly is rounded once; everything else goes to `strtod` itself.
  @inline(__always)
  init?(_ bytes: UnsafeRawBufferPointer, at position: inout Int, decimalMark: UInt8) {
    let end = bytes.count
    var index = position
    guard index < end else { return nil }
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }

    var mantissa: UInt64 = 0
    var kept = 0
    var dropped = 0
    let wholeStart = index
    while index < end, bytes[index] &- 48 <= 9 {
      Self.append(bytes[index] &- 48, to: &mantissa, kept: &kept, dropped: &dropped)
      index += 1
    }
    var digits = index - wholeStart
    var fraction = 0
    if index < end, bytes[index] == decimalMark {
      let fractionStart = index + 1
      var next = fractionStart
      while next < end, bytes[next] &- 48 <= 9 {
        Self.append(bytes[next] &- 48, to: &mantissa, kept: &kept, dropped: &dropped)
        next += 1
      }
      fraction = next - fractionStart
      digits += fraction
      if digits > 0 { index = next }
    }
    guard digits > 0 else { return nil }
    let exponent = Self.exponent(bytes, at: &index)

    let power = exponent - fraction
    decimals = max(0, -power)
    significant = kept + dropped
    if dropped == 0, mantissa <= 1 << 53, power.magnitude <= 22 {
      let whole = Double(mantissa)
      let size = power < 0 ? whole / tenToThe(-power) : whole * tenToThe(power)
      value = isNegative ? -size : size
    } else {
      value = Self.slow(bytes, position..<index, decimalMark: decimalMark)
    }
    position = index
  }

  @inline(__always)
  private static func append(_ digit: UInt8, to mantissa: inout UInt64, kept: inout Int, dropped: inout Int) {
    // 18 digits always fit.
    if kept < 18 {
      mantissa = mantissa &* 10 &+ UInt64(digit)
      if mantissa != 0 { kept += 1 }
    } else {
      dropped += 1
    }
  }

  /// The exponent behind an `e`, or 0 and `index` unmoved where there is none.
  @inline(__always)
  private static func exponent(_ bytes: UnsafeRawBufferPointer, at index: inout Int) -> Int {
    guard index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") else { return 0 }
    var next = index + 1
    var isNegative = false
    if next < bytes.count, bytes[next] == UInt8(ascii: "-") || bytes[next] == UInt8(ascii: "+") {
      isNegative = bytes[next] == UInt8(ascii: "-")
      next += 1
    }
    let start = next
    var size = 0
    while next < bytes.count, bytes[next] &- 48 <= 9 {
      size = min(100_000, size * 10 + Int(bytes[next] &- 48))
      next += 1
    }
    guard next > start else { return 0 }
    index = next
    return isNegative ? -size : size
  }

  @inline(never)
  private static func slow(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, decimalMark: UInt8) -> Double
  {
    var text = bytes[range].map { $0 == decimalMark ? UInt8(ascii: ".") : $0 }
    text.append(0)
    return text.withUnsafeBytes { raw in
      raw.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { strtod($0, nil) } ?? .nan }
    }
  }
}

/// The powers of ten that a `Double` holds exactly.
private let exactPowers: [Double] = (0...22).map { exponent in
  (0..<exponent).reduce(1.0) { product, _ in product * 10 }
}

/// Ten to the `exponent`: as exact as a `Double` can be from -22 to 22, else to the last bit or so.
func tenToThe(_ exponent: Int) -> Double {
  guard exponent.magnitude < 23 else { return pow(10, Double(exponent)) }
  return exponent < 0 ? 1 / exactPowers[-exponent] : exactPowers[exponent]
}
