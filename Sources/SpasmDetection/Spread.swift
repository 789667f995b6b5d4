/// Mean and standard deviation of values that are not kept (Welford 1962, doi:10.1080/00401706.1962.10490022).
struct Spread: Sendable {
  private(set) var count = 0
  private var mean = 0.0
  private var squares = 0.0

  mutating func add(_ value: Double) {
    count += 1
    let step = value - mean
    mean += step / Double(count)
    squares += step * (value - mean)
  }

  /// The mean; nil of fewer than four values.
  var centre: Double? { count >= 4 ? mean : nil }

  /// The standard deviation; nil of fewer than four values.
  var deviation: Double? { count >= 4 ? (squares / Double(count - 1)).squareRoot() : nil }
}
