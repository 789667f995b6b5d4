internal import Signals

/// A decimal number as it is written, without rounding: `mantissa / 10^scale`.
struct ExactDecimal: Hashable {
  let mantissa: Int64
  let scale: Int

  /// Reads `[+-]digits[.digits][e[+-]digits]`; nil for anything else and for what has too many digits.
  init?(_ text: some Sequence<UInt8>) {
    var mantissa: Int64 = 0
    var scale = 0
    var digits = 0
    var exponent: Int?
    var exponentSign = 1
    var isNegative = false
    var isFraction = false
    var position = 0
    var afterE = -1
    for byte in text {
      defer { position += 1 }
      switch byte {
      case UInt8(ascii: "+"), UInt8(ascii: "-"):
        if position == 0 {
          isNegative = byte == UInt8(ascii: "-")
        } else if position == afterE {
          exponentSign = byte == UInt8(ascii: "-") ? -1 : 1
        } else {
          return nil
        }
      case UInt8(ascii: "."):
        guard !isFraction, exponent == nil else { return nil }
        isFraction = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard exponent == nil, digits > 0 else { return nil }
        exponent = 0
        afterE = position + 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digit = Int64(byte - UInt8(ascii: "0"))
        if let known = exponent {
          guard known < 100 else { return nil }
          exponent = known * 10 + Int(digit)
        } else {
          digits += 1
          let (product, tooLong) = mantissa.multipliedReportingOverflow(by: 10)
          let (sum, tooLarge) = product.addingReportingOverflow(digit)
          guard !tooLong, !tooLarge else { return nil }
          mantissa = sum
          if isFraction { scale += 1 }
        }
      default: return nil
      }
    }
    guard digits > 0 else { return nil }
    scale -= exponentSign * (exponent ?? 0)
    while scale > 0, mantissa % 10 == 0, mantissa != 0 {
      mantissa /= 10
      scale -= 1
    }
    while scale < 0 {
      let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      mantissa = product
      scale += 1
    }
    self.mantissa = isNegative ? -mantissa : mantissa
    self.scale = mantissa == 0 ? 0 : scale
  }

  /// The value, rounded to a `Double`.
  var value: Double {
    // Powers of ten are exact up to 10^22, so this division rounds once.
    var power = 1.0
    for _ in 0..<min(scale, 400) { power *= 10 }
    return Double(mantissa) / power
  }

  /// The exact rate of `count` samples in this many seconds; nil where no ``SampleRate`` expresses it.
  func rate(of count: Int) -> SampleRate? {
    guard mantissa > 0, count > 0 else { return nil }
    var numerator = count
    var denominator = Int(mantissa)
    // Common factors go first, so that the powers of ten find room.
    for _ in 0..<scale {
      let (product, overflow) = numerator.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      numerator = product
      for prime in [2, 5] where numerator % prime == 0 && denominator % prime == 0 {
        numerator /= prime
        denominator /= prime
      }
    }
    let divisor = greatestCommonDivisor(numerator, denominator)
    return SampleRate(numerator / divisor, per: denominator / divisor)
  }
}

/// The largest number that divides both; of a positive and a non-negative number.
func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
  var (a, b) = (a, b)
  while b != 0 { (a, b) = (b, a % b) }
  return a
}
