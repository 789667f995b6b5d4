/// An exact sampling rate: samples per second as a fraction in lowest terms.
///
/// Devices run at rates such as 34000/27 = 1259.259… Hz. Over a night a rounded rate would shift the last
/// sample by seconds, so indices and times convert through the exact fraction.
public struct SampleRate: Hashable, Sendable {
  /// Samples in `denominator` seconds; positive.
  public let numerator: Int
  /// Seconds that `numerator` samples take; positive.
  public let denominator: Int

  /// The rate `numerator / denominator` in samples a second, or nil unless both are from 1 to 10^12.
  public init?(_ numerator: Int, per denominator: Int = 1) {
    let allowed = 1...1_000_000_000_000
    guard allowed.contains(numerator), allowed.contains(denominator) else { return nil }
    let divisor = Self.greatestCommonDivisor(numerator, denominator)
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  /// The first convergent of the continued fraction of `hertz` that lies within `tolerance` of it, relatively.
  ///
  /// Headers print rates with a few decimals: 1259.259259 becomes 34000/27. Who knows how many decimals there
  /// are gives their tolerance: 148.148148 Hz is 4000/27 only within 5 parts in 10^9. Nil unless `hertz` is
  /// finite and from 10^-6 to 10^9.
  public init?(hertz: Double, tolerance: Double = 1e-9) {
    guard hertz.isFinite, hertz >= 1e-6, hertz <= 1e9 else { return nil }
    var (previous, current) = ((0, 1), (1, 0))
    var rest = hertz
    for _ in 0..<40 {
      let whole = rest.rounded(.down)
      guard whole < 1e12 else { break }
      let step = Int(whole)
      let (n, nOverflow) = step.multipliedReportingOverflow(by: current.0)
      let (d, dOverflow) = step.multipliedReportingOverflow(by: current.1)
      guard !nOverflow, !dOverflow, n < 1_000_000_000_000, d < 1_000_000_000_000 else { break }
      (previous, current) = (current, (n + previous.0, d + previous.1))
      let error = (Double(current.0) / Double(current.1) - hertz) / hertz
      if error.magnitude <= tolerance || rest == whole { break }
      rest = 1 / (rest - whole)
    }
    self.init(current.0, per: current.1)
  }

  /// The rate in hertz, rounded to a `Double`.
  public var hertz: Double { Double(numerator) / Double(denominator) }

  /// The time from one sample to the next.
  public var period: Seconds { Seconds(Double(denominator) / Double(numerator)) }

  /// The time of the sample `index`, counted from the time of sample 0.
  public func time(of index: Int64) -> Seconds {
    // Split so that the product stays exact for any index a recording can reach.
    let whole = index / Int64(numerator)
    let part = index % Int64(numerator)
    return Seconds(
      Double(whole) * Double(denominator) + Double(part) * Double(denominator) / Double(numerator))
  }

  /// The index of the sample nearest to `time`, clamped to what an `Int64` holds; 0 where it is not a number.
  public func index(nearest time: Seconds) -> Int64 {
    let exact = (time.value * Double(numerator) / Double(denominator)).rounded()
    if exact.isNaN { return 0 }
    return Int64(exactly: exact) ?? (exact > 0 ? .max : .min)
  }

  /// How many samples fill `span`, to the nearest, and at least one.
  public func count(in span: Seconds) -> Int { Int(max(1, index(nearest: span))) }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
