internal import Signals

/// A length of data records in which every stream has a whole number of samples.
///
/// EDF writes the length in eight characters and the samples of a record as a whole number: at 34000/27 Hz no
/// record of a second exists, one of 0.999 s does.
struct EDFRecordPlan: Hashable {
  /// The length in microseconds, which is exact.
  let microseconds: Int64
  /// The frames of each stream in a record.
  let framesPerRecord: [Int]

  /// The exact length nearest to `seconds`; nil where eight characters hold none below a minute.
  init?(rates: [SampleRate], near seconds: Double) {
    guard seconds.isFinite, seconds > 0, seconds <= 60 else { return nil }
    // The shortest common multiple of the periods, as numerator and denominator.
    var period = (numerator: 1, denominator: 0)
    for rate in rates {
      let numerator = Self.leastCommonMultiple(period.numerator, rate.denominator)
      guard let numerator else { return nil }
      period = (numerator, greatestCommonDivisor(rate.numerator, period.denominator))
    }
    if rates.isEmpty { period.denominator = 1 }
    // The record is a multiple of a microsecond too: the shortest step that is both.
    let divisor = greatestCommonDivisor(period.numerator, period.denominator)
    let (numerator, denominator) = (period.numerator / divisor, period.denominator / divisor)
    let millionth = greatestCommonDivisor(1_000_000, denominator)
    let (step, overflow) = numerator.multipliedReportingOverflow(by: 1_000_000 / millionth)
    guard !overflow, step > 0, step <= 60_000_000 else { return nil }
    let multiple = Int(max(1, (seconds * 1e6 / Double(step)).rounded()))
    let candidates = (0..<2000).lazy.flatMap { [multiple + $0, multiple - $0] }.filter { $0 > 0 }
    guard
      let chosen = candidates.first(where: {
        $0 * step <= 60_000_000 && Self.text(microseconds: Int64($0 * step)).utf8.count <= 8
      })
    else { return nil }
    microseconds = Int64(chosen * step)
    var frames: [Int] = []
    for rate in rates {
      let exact = microseconds.multipliedReportingOverflow(by: Int64(rate.numerator))
      let (count, rest) = exact.partialValue.quotientAndRemainder(
        dividingBy: Int64(rate.denominator) * 1_000_000)
      guard !exact.overflow, rest == 0, count > 0 else { return nil }
      frames.append(Int(count))
    }
    framesPerRecord = frames
  }

  /// A time as EDF writes it: `1`, `0.999`, `-12.5`.
  static func text(microseconds: Int64) -> String {
    let (whole, part) = microseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    let sign = microseconds < 0 ? "-" : ""
    guard part > 0 else { return "\(sign)\(whole)" }
    var digits = String(part + 1_000_000).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(sign)\(whole).\(digits)"
  }

  private static func leastCommonMultiple(_ a: Int, _ b: Int) -> Int? {
    let (product, overflow) = (a / greatestCommonDivisor(a, b)).multipliedReportingOverflow(by: b)
    return overflow ? nil : product
  }
}
