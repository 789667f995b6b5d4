public import Signals

/// A signal as a picture shows it: the lowest and highest value of each column of a stretch of time.
///
/// However many values fall into a column, its extremes are kept: nothing that was there is hidden.
public struct Columns: Hashable, Sendable {
  /// The stretch of time.
  public let span: ClosedRange<Seconds>
  /// The extremes of each column; nil where there is no value.
  public private(set) var extremes: [ClosedRange<Double>?]

  /// `count` empty columns over `span`.
  public init(span: ClosedRange<Seconds>, count: Int) {
    self.span = span
    extremes = Array(repeating: nil, count: max(1, count))
  }

  /// The column of `time`; nil outside the span, whose end is outside.
  func column(at time: Seconds) -> Int? {
    guard time >= span.lowerBound, time < span.upperBound else { return nil }
    let share = (time - span.lowerBound) / (span.upperBound - span.lowerBound)
    // A time that is a column's start, but for its rounding, is in that column.
    return min(extremes.count - 1, Int(share * Double(extremes.count) + 1e-6))
  }

  /// Takes a value; one outside the span, or that is no number, is passed over.
  public mutating func take(_ value: Double, at time: Seconds) {
    guard value.isFinite, let column = column(at: time) else { return }
    let old = extremes[column] ?? value...value
    extremes[column] = min(old.lowerBound, value)...max(old.upperBound, value)
  }

  /// Empties the columns of `range`, as far as they exist.
  mutating func clear(_ range: Range<Int>) {
    for column in range.clamped(to: extremes.indices) { extremes[column] = nil }
  }

  /// The lowest and highest value of all; nil without any.
  public var range: ClosedRange<Double>? {
    extremes.reduce(nil) { all, next in
      guard let next else { return all }
      guard let all else { return next }
      return min(all.lowerBound, next.lowerBound)...max(all.upperBound, next.upperBound)
    }
  }

  /// The last column's value; nil without any.
  var last: Double? { extremes.last { $0 != nil }.flatMap { $0 }.map { ($0.lowerBound + $0.upperBound) / 2 } }
}
