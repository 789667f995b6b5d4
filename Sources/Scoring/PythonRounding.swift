internal import Glibc

/// `value` rounded as Python's `round(value, decimals)` does it, to at most 6 decimals.
///
/// Both round the exact binary value to the nearest decimal, and a tie to the even digit: 2.675 becomes 2.67
/// because it is stored as 2.67499…, and 0.125 becomes 0.12. Multiplying by a power of ten first, as
/// `(value * 100).rounded() / 100` does, gets both wrong. glibc's `printf` does what Python's own conversion does.
func pythonRound(_ value: Double, _ decimals: Int32) -> Double {
  // 309 digits before the point at most, the point, the sign, 6 decimals, the end.
  var text = [CChar](repeating: 0, count: 320)
  _ = withVaList([decimals, value]) { vsnprintf(&text, text.count, "%.*f", $0) }
  return strtod(text, nil)
}

/// The quantile `share` of `values`, interpolated linearly between neighbours; nil of none.
func quantile(_ values: [Double], _ share: Double) -> Double? {
  guard !values.isEmpty else { return nil }
  let sorted = values.sorted()
  let position = Double(sorted.count - 1) * share
  let lower = Int(position)
  let upper = min(lower + 1, sorted.count - 1)
  return sorted[lower] + (sorted[upper] - sorted[lower]) * (position - Double(lower))
}
