internal import Signals

/// The recent hops of one channel, with the windows that are laid over them.
struct HopTrack: Sendable {
  /// The hops, by their absolute number.
  private(set) var hops: RingBuffer<HopRecord>
  /// Windows look no further back than this hop: an ended event, or a gap, must not be seen again.
  private var wall: Int64 = 0

  init(capacity: Int) {
    hops = RingBuffer(capacity: capacity, filler: HopRecord())
  }

  /// The number that the next hop will have.
  var end: Int64 { hops.endIndex }

  mutating func append(_ hop: HopRecord) { hops.append(hop) }

  /// Goes on at hop `number`, with nothing before it.
  mutating func restart(at number: Int64) {
    hops.restart(at: number)
    wall = number
  }

  /// Keeps later windows from looking back beyond `hop`.
  mutating func raiseWall(to hop: Int64) { wall = max(wall, hop) }

  /// Marks the held hops of `range` with `flaw`.
  mutating func mark(_ range: Range<Int64>, as flaw: HopRecord.Flaws) {
    for hop in range.clamped(to: hops.startIndex..<hops.endIndex) { hops[hop].flaws.insert(flaw) }
  }

  /// The held part of `range`.
  func held(_ range: Range<Int64>) -> Range<Int64> { range.clamped(to: hops.startIndex..<hops.endIndex) }

  /// The held part of `range` that windows may look at.
  func open(_ range: Range<Int64>) -> Range<Int64> {
    let held = held(range)
    return min(max(held.lowerBound, wall), held.upperBound)..<held.upperBound
  }

  /// Mean power of the judgeable hops among the `count` that end with `last`; nil where fewer than half are.
  func power(last: Int64, count: Int) -> Double? {
    let (power, counted) = mean(open(last + 1 - Int64(count)..<last + 1))
    return 2 * counted >= count ? power : nil
  }

  /// Mean power of the judgeable hops of `range`, which is held, and how many they are.
  func mean(_ range: Range<Int64>) -> (power: Double, counted: Int) {
    var (sum, counted) = (0.0, 0)
    for hop in range {
      let record = hops[hop]
      if record.counts {
        sum += Double(record.power)
        counted += 1
      }
    }
    return (counted > 0 ? sum / Double(counted) : 0, counted)
  }

  /// Mean power of the held hops of `range`, whatever is wrong with them.
  ///
  /// What is found wrong with a hop later, such as a heartbeat, must not tell in a judgement that was due before.
  func plainPower(_ range: Range<Int64>) -> Double {
    let range = held(range)
    guard !range.isEmpty else { return 0 }
    return range.reduce(0) { $0 + Double(hops[$1].power) } / Double(range.count)
  }

  /// Mean power of a long window without its highest stretch, so that a click does not look like activity.
  ///
  /// The window is `parts` stretches of `length` hops that end with `last`. Nil where one cannot be judged.
  func trimmedPower(last: Int64, parts: Int, length: Int) -> Double? {
    var (sum, highest) = (0.0, 0.0)
    for part in 0..<parts {
      guard let power = power(last: last - Int64(part * length), count: length) else { return nil }
      sum += power
      highest = max(highest, power)
    }
    return parts > 1 ? (sum - highest) / Double(parts - 1) : sum
  }

  /// Mean power from 8 to 24 Hz of the judgeable hops of `range`, and in the muscle's band.
  func bands(_ range: Range<Int64>) -> (low: Double, muscle: Double) {
    var (low, power, counted) = (0.0, 0.0, 0.0)
    for hop in held(range) {
      let record = hops[hop]
      if record.counts {
        low += Double(record.heart)
        power += Double(record.power)
        counted += 1
      }
    }
    return counted > 0 ? (low / counted, power / counted) : (0, 0)
  }

  /// What the colour of the judgeable hops of `range` follows from.
  func colour(_ range: Range<Int64>) -> ColourSum {
    var sum = ColourSum()
    for hop in held(range) {
      let record = hops[hop]
      if record.counts { sum.add(record) }
    }
    return sum
  }
}
