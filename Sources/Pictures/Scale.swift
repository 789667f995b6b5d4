internal import Events
internal import Glibc

/// How values become pixels: `values.lowerBound` lies at `start`, `values.upperBound` at `end`.
struct Scale {
  var values: ClosedRange<Double>
  var start: Double
  var end: Double
  var isLogarithmic = false

  /// The pixel of a value; values beyond the ends lie at them.
  func pixel(_ value: Double) -> Double {
    let clamped = min(max(value, values.lowerBound), values.upperBound)
    let (low, high, here) =
      isLogarithmic
      ? (log10(values.lowerBound), log10(values.upperBound), log10(clamped))
      : (values.lowerBound, values.upperBound, clamped)
    return high > low ? start + (end - start) * (here - low) / (high - low) : (start + end) / 2
  }

  /// Round values inside the scale, no more than about `count`: 1, 2 or 5 times a power of ten apart, and of a
  /// logarithmic scale 1, 2 and 5 times powers of ten themselves.
  func ticks(about count: Int) -> [Double] {
    isLogarithmic ? logarithmicTicks(about: count) : linearTicks(step: roundStep(about: count))
  }

  /// The multiples of `step` inside the scale.
  func linearTicks(step: Double) -> [Double] {
    guard step > 0, step.isFinite else { return [] }
    let first = (values.lowerBound / step - 1e-9).rounded(.up)
    let last = (values.upperBound / step + 1e-9).rounded(.down)
    guard first <= last, last - first < 1000 else { return [] }
    return (0...Int(last - first)).map { (first + Double($0)) * step }
  }

  private func roundStep(about count: Int) -> Double {
    let raw = (values.upperBound - values.lowerBound) / Double(max(1, count))
    guard raw > 0, raw.isFinite else { return 0 }
    let power = pow(10, log10(raw).rounded(.down))
    return power * ([1, 2, 5].first { $0 * power >= raw * 0.999 } ?? 10)
  }

  private func logarithmicTicks(about count: Int) -> [Double] {
    guard values.lowerBound > 0 else { return [] }
    let decades = Int(log10(values.lowerBound).rounded(.down))...Int(log10(values.upperBound).rounded(.up))
    for steps in [[1.0, 2, 5], [1, 3], [1]] {
      let ticks = decades.flatMap { decade in steps.map { $0 * pow(10, Double(decade)) } }
        .filter { $0 >= values.lowerBound * 0.999 && $0 <= values.upperBound * 1.001 }
      if ticks.count <= count || steps.count == 1 { return ticks }
    }
    return []
  }

  /// Steps that a time axis is divided in: seconds, minutes and hours.
  static func timeStep(of length: Double, about count: Int) -> Double {
    let steps = [
      0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800,
      3600, 7200, 14400, 21600, 43200, 86400,
    ]
    return steps.first { length / $0 <= Double(count) } ?? length
  }
}

/// A number as axes and headers write it: three significant digits.
func shortNumber(_ value: Double) -> String {
  let size = value.magnitude
  let decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3
  return decimalText(value, decimals: decimals)
}

/// A time as `h:mm:ss`, with `decimals` of the second.
func clock(_ seconds: Double, decimals: Int = 0) -> String {
  guard seconds.isFinite, seconds.magnitude < 1e9 else { return "?" }
  let unit = pow(10, Double(decimals))
  let all = Int((seconds.magnitude * unit).rounded())
  let (whole, part) = (all / Int(unit), all % Int(unit))
  func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  let digits = String(part)
  let decimalPart = decimals > 0 ? "." + String(repeating: "0", count: decimals - digits.count) + digits : ""
  return (seconds < 0 ? "-" : "") + "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))\(decimalPart)"
}

/// Decimals of the second that steps of `step` need.
func decimals(forStep step: Double) -> Int { step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3 }

/// A tick's value, which is round: no more decimals than it has.
func trimmed(_ value: Double) -> String { decimalText(value, decimals: value.magnitude < 0.01 ? 5 : 3) }
