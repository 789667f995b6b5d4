internal import Signals

/// Watches the raw digital values of one channel for what no filter should see: absence, standstill, rails.
struct SampleWatch: Sendable {
  private let flatLimit: Int
  private var rails: ClosedRange<Int32>?
  private var last: Int32 = 0
  private var run = 0
  private var lowest = Int32.max
  private var highest = Int32.min

  /// Whether the value has stood still for too long.
  private(set) var isFlat = false

  /// A watch that calls `flatLimit` equal values a standstill.
  init(flatLimit: Int, rails: ClosedRange<Int32>?) {
    self.flatLimit = max(2, flatLimit)
    self.rails = rails
  }

  /// Takes one value that is present; says whether it lies at a rail.
  ///
  /// Rails that nobody told are learnt: an extreme of the whole signal that comes four times in a row, as
  /// clipped peaks do and free ones do not.
  mutating func take(_ value: Int32) -> Bool {
    if value == last {
      run += 1
    } else {
      run = 1
      last = value
    }
    isFlat = run >= flatLimit
    if let rails { return value <= rails.lowerBound || value >= rails.upperBound }
    return atLearntRail(value)
  }

  private mutating func atLearntRail(_ value: Int32) -> Bool {
    if value < lowest || value > highest {
      lowest = min(lowest, value)
      highest = max(highest, value)
      return false
    }
    return run >= 4 && lowest < highest && (value == lowest || value == highest)
  }

  /// Forgets the run, as after a gap.
  mutating func interrupt() {
    run = 0
    isFlat = false
  }
}
