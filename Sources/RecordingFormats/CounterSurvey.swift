/// What a column that counts samples tells about the way it counts, learned in one pass.
struct CounterSurvey {
  private var minimum = Double.infinity
  private var maximum = -Double.infinity
  private var falls: Int64 = 0
  private var steps: Int64 = 0
  private var previous: Double?
  private var isWhole = true
  /// The first few different rises and how often each came.
  private var rises: [(size: Double, count: Int64)] = []

  /// Takes the count of the next row.
  mutating func add(_ cell: Cell) {
    guard cell.kind == .number else { return }
    let value = cell.number.value
    if value != value.rounded() || value.magnitude > 1e15 { isWhole = false }
    minimum = min(minimum, value)
    maximum = max(maximum, value)
    if let previous {
      steps += 1
      let rise = value - previous
      if rise < 0 { falls += 1 }
      if let known = rises.firstIndex(where: { $0.size == rise }) {
        rises[known].count += 1
      } else if rises.count < 16 {
        rises.append((rise, 1))
      }
    }
    previous = value
  }

  /// How to count by the column, or nil where it does not count steadily.
  var rule: CounterRule? {
    guard isWhole, steps > 0, maximum - minimum <= 1e12 else { return nil }
    let stays = rises.first { $0.size == 0 }?.count ?? 0
    guard let common = rises.filter({ $0.size > 0 }).max(by: { $0.count < $1.count }) else { return nil }
    // The Ganglion's index stands still on every second sample of a packet.
    let rowsPerCount: Int64 = stays * 3 > steps ? 2 : 1
    guard (common.count + stays) * 2 > steps else { return nil }
    guard rowsPerCount == 1 || common.count * 3 > steps else { return nil }
    let increment = Int64(common.size)
    return CounterRule(
      increment: increment, rowsPerCount: rowsPerCount, period: period(increment: increment))
  }

  /// After how much the count begins again, nil if it never does.
  private func period(increment: Int64) -> Int64? {
    guard falls > 0 else { return nil }
    let seen = Int64(maximum) - Int64(minimum) + increment
    var power: Int64 = 16
    while power < seen { power *= 2 }
    // The last counts before a wrap may be lost; a power of two near above is the true period.
    if power <= 65536, Double(seen) > 0.9 * Double(power) { return power }
    return seen <= 1000 ? seen : nil
  }
}

/// How a counter column counts the rows.
struct CounterRule: Equatable {
  /// By how much it rises from one sample, or pair of samples, to the next.
  var increment: Int64
  /// Rows that share one count.
  var rowsPerCount: Int64
  /// After how much it begins again; nil if never.
  var period: Int64?

  /// How many samples later the row with the count `current` comes, at least 1; nil where the counter was reset.
  func advance(from previous: Int64, to current: Int64) -> Int64? {
    var rise = current - previous
    if rise < 0 {
      guard let period, rise + period > 0 else { return nil }
      rise += period
    }
    return rise == 0 ? 1 : 1 + max(0, rise / increment - 1) * rowsPerCount
  }
}
