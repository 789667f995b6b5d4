internal import Signals

extension SampleRate {
  /// The rate that a text prints: the simplest fraction that rounds to the digits given.
  ///
  /// Seven digits of 34000/27 Hz read `1.259259e+003`; the fraction is recovered, and a night does not drift.
  /// Text behind the number, such as `Hz`, does not matter. Nil where no rate is printed.
  init?(printed text: String) {
    let bytes = Array(text.utf8)
    guard let start = bytes.firstIndex(where: { (48...57).contains($0) }) else { return nil }
    let parsed: DecimalNumber? = bytes.withUnsafeBytes { raw in
      var position = start
      return DecimalNumber(raw, at: &position, decimalMark: UInt8(ascii: "."))
    }
    guard let parsed, parsed.value > 0, parsed.value.isFinite else { return nil }
    let rounding = parsed.decimals == 0 ? 0 : 0.5 * tenToThe(-parsed.decimals) / parsed.value
    self.init(hertz: parsed.value, tolerance: min(1e-3, max(1e-12, rounding)))
  }

  /// The rate as people write it: `1000 Hz`, `1259.259 Hz (34000/27)`.
  var inWords: String {
    guard denominator > 1 else { return "\(numerator) Hz" }
    let thousandths = (hertz * 1000).rounded()
    guard thousandths < 1e15 else { return "\(numerator)/\(denominator) Hz" }
    return "\(thousandths / 1000) Hz (\(numerator)/\(denominator))"
  }
}
