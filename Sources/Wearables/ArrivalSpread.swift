internal import Glibc
internal import Signals

/// How late packets come against the quickest, over the last minute.
///
/// Counts by size of the delay, in six stretches of ten seconds that take turns: memory is fixed, and what is told is exact to an
/// eighth of an octave.
struct ArrivalSpread {
  private var counts = [Int](repeating: 0, count: stretches * bins)
  private var stretch = 0
  private var end: Double?

  private static let stretches = 6
  private static let length = 10.0
  private static let bins = 128
  private static let perOctave = 8.0
  /// The upper end of the first bin, in seconds: 0.1 ms; the last one ends at 6 s.
  private static let least = 1e-4
  /// Fewer packets than these tell nothing.
  private static let fewest = 50

  /// Takes how late a packet came at `now`.
  mutating func add(_ delay: Seconds, at now: Seconds) {
    turn(to: now.value)
    let octaves = log2(max(delay.value, Self.least) / Self.least)
    let bin = min(Self.bins - 1, Int((octaves * Self.perOctave).rounded(.up)))
    counts[stretch * Self.bins + bin] += 1
  }

  /// How late 95 of 100 packets come at the most; nil where too few came.
  func most(at now: Seconds) -> Seconds? {
    let sums = (0..<Self.bins).map { bin in
      (0..<Self.stretches).reduce(0) { $0 + counts[$1 * Self.bins + bin] }
    }
    let all = sums.reduce(0, +)
    guard all >= Self.fewest else { return nil }
    var rest = all * 95 / 100
    for (bin, count) in sums.enumerated() {
      rest -= count
      if rest <= 0 { return Seconds(Self.least * exp2(Double(bin) / Self.perOctave)) }
    }
    return nil
  }

  private mutating func turn(to now: Double) {
    guard let end else {
      end = now + Self.length
      return
    }
    guard now >= end else { return }
    // After a long silence nothing of before counts.
    let turns = Int(min(Double(Self.stretches), (now - end) / Self.length + 1))
    for _ in 0..<turns {
      stretch = (stretch + 1) % Self.stretches
      for bin in 0..<Self.bins { counts[stretch * Self.bins + bin] = 0 }
    }
    self.end = turns < Self.stretches ? end + Double(turns) * Self.length : now + Self.length
  }
}
