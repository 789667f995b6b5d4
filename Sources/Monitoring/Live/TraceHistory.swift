public import Signals

/// The extremes of a signal over one stretch of time, and the envelope at its end.
///
/// Values are in the channel's small unit, microvolts or counts; what is not known is not a number.
public struct TraceColumn: Hashable, BitwiseCopyable, Sendable {
  /// The lowest and the highest sample, as it came, with whatever offset it has.
  public var low: Float
  public var high: Float
  /// RMS over 200 ms.
  public var envelope: Float
  /// RMS at rest.
  public var rest: Float
  /// The RMS that begins an activity.
  public var threshold: Float

  /// A column.
  public init(low: Float, high: Float, envelope: Float, rest: Float, threshold: Float) {
    self.low = low
    self.high = high
    self.envelope = envelope
    self.rest = rest
    self.threshold = threshold
  }

  /// A column of which nothing is known.
  public static let unknown = TraceColumn(
    low: .nan, high: .nan, envelope: .nan, rest: .nan, threshold: .nan)

  /// Whether any sample is in it.
  public var isKnown: Bool { !low.isNaN }
}

/// The trace of one channel of late, in columns of a fixed span: what a live screen draws.
///
/// Memory is fixed; taking a sample is a comparison.
public struct TraceHistory: Sendable {
  /// How much time a column spans, in seconds.
  public static let columnSpan = 0.02
  /// How many columns are kept: a minute.
  public static let most = 3000

  private var columns: [TraceColumn] = Array(repeating: .unknown, count: most)
  /// The number of the column being filled, counted from the first sample; negative before it.
  private var current: Int64 = -1
  /// The last column whose envelope is known.
  private var described: Int64 = -1

  /// An empty history.
  public init() {}

  /// Takes a sample at column number `column`, which never falls.
  public mutating func take(_ value: Float, column: Int64) {
    advance(to: column)
    let place = Int(current % Int64(Self.most))
    let known = columns[place]
    columns[place].low = known.isKnown ? min(known.low, value) : value
    columns[place].high = known.isKnown ? max(known.high, value) : value
  }

  /// Says what the envelope, rest and threshold are of the columns since this was said last.
  public mutating func describe(envelope: Float, rest: Float, threshold: Float) {
    guard current >= 0 else { return }
    let first = min(max(described + 1, current - Int64(Self.most) + 1), current)
    for number in first...current {
      let place = Int(number % Int64(Self.most))
      columns[place].envelope = envelope
      columns[place].rest = rest
      columns[place].threshold = threshold
    }
    described = current
  }

  /// The last `count` columns before `end`, oldest first; those without a sample are unknown.
  public func last(_ count: Int, before end: Seconds) -> [TraceColumn] {
    let count = min(count, Self.most)
    let last = Self.lastColumn(before: end)
    return (0..<count).map { position in
      let number = last - Int64(count - 1 - position)
      guard number >= 0, number <= current, number > current - Int64(Self.most) else { return .unknown }
      return columns[Int(number % Int64(Self.most))]
    }
  }

  /// The number of the last column that begins before `end`, counted from the first sample.
  public static func lastColumn(before end: Seconds) -> Int64 {
    // An end on the border of two columns is a sum of roundings.
    Int64((end.value / columnSpan - 1e-6).rounded(.up)) - 1
  }

  private mutating func advance(to column: Int64) {
    guard column > current else { return }
    let first = max(current + 1, column - Int64(Self.most) + 1)
    for number in first...column { columns[Int(number % Int64(Self.most))] = .unknown }
    current = column
  }
}
