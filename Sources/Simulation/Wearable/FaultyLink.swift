public import Signals

/// What a link does to what is sent over it, by chance and by seed.
public struct LinkFaults: Hashable, Sendable {
  /// The share of parts that never arrive.
  public var loss = 0.0
  /// The share that arrives twice.
  public var duplicates = 0.0
  /// The share that is overtaken by what is sent after it.
  public var reordering = 0.0
  /// The share in which one bit is another.
  public var bitErrors = 0.0
  /// How late parts arrive, at the least and, nearly all of them, at the most, in seconds.
  public var delay = 0.003...0.02

  /// A link that only takes its time.
  public init() {}
}

/// A link with faults: one value a direction.
///
/// Parts stay whole and in order, but for what the faults do; time is given.
public struct FaultyLink: Sendable {
  private struct Part {
    var at: Double
    var bytes: [UInt8]
  }

  /// What it does.
  public var faults: LinkFaults
  private var generator: SeededGenerator
  private var parts: [Part] = []
  private var last = 0.0

  /// A link whose faults follow from `seed`.
  public init(_ faults: LinkFaults, seed: UInt64) {
    self.faults = faults
    generator = SeededGenerator(seed: seed)
  }

  /// Sends a part at `now`.
  public mutating func send(_ bytes: [UInt8], at now: Seconds) {
    if happens(faults.loss) { return }
    var bytes = bytes
    if happens(faults.bitErrors), let place = bytes.indices.randomElement(using: &generator) {
      bytes[place] ^= 1 << Int.random(in: 0..<8, using: &generator)
    }
    // Radio sends again what was not heard: mostly quick, now and then much later, and never out of order.
    let spread = faults.delay.upperBound - faults.delay.lowerBound
    let chance = Double.random(in: 0..<1, using: &generator)
    let late = chance < 0.02 ? 10 * spread * chance / 0.02 : spread * chance * chance
    var at = max(last, now.value + faults.delay.lowerBound + late)
    if happens(faults.reordering) { at += 2 * spread + 0.02 } else { last = at }
    insert(Part(at: at, bytes: bytes))
    if happens(faults.duplicates) { insert(Part(at: at + spread, bytes: bytes)) }
  }

  /// Hands over what has arrived by `now`.
  public mutating func deliver(at now: Seconds, _ take: ([UInt8]) -> Void) {
    let count = parts.prefix { $0.at <= now.value }.count
    for part in parts.prefix(count) { take(part.bytes) }
    parts.removeFirst(count)
  }

  /// Forgets what is under way, as when it is unplugged.
  public mutating func cut() { parts.removeAll() }

  private mutating func insert(_ part: Part) {
    let place = parts.lastIndex { $0.at <= part.at }.map { $0 + 1 } ?? 0
    parts.insert(part, at: place)
  }

  private mutating func happens(_ share: Double) -> Bool {
    share > 0 && Double.random(in: 0..<1, using: &generator) < share
  }
}
