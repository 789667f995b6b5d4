internal import Signals

/// Packets that a counter of 8 bits numbers, put in their places: how many were lost before each is what lies between.
///
/// - A number that does not follow is believed once the next one bears it out: else a bit was wrong in it, and one packet is lost
///   where two hundred would be told.
/// - Such a counter tells only the remainder of a loss by 256. After a silence in which half its numbers would have gone by, packets are
///   held for a moment, until those that were merely late have come; by when the quickest of them came the whole turns are counted.
///
/// What cannot be known: whether a silence so long that the two clocks may have parted by half a turn (an hour and a half at 250 packets a second
/// and 100 parts per million, more once the drift is known) had a turn more or less; and a number with a wrong bit beside a real loss.
struct CountedPackets {
  /// A packet in its place.
  struct Placed {
    /// Its number, without wrapping.
    var index: UInt64
    /// When it came.
    var time: Seconds
    /// Good until more packets are added.
    var bytes: ArraySlice<UInt8>
  }

  /// How the packets' own time runs against the host's.
  private(set) var clock = ClockFit()
  /// Packets whose number was wrong, or that came twice.
  private(set) var refused = 0

  private let length: Int
  private var period: Double
  /// The packet that was placed last.
  private var last: (index: UInt64, time: Double)?
  /// One that nothing bears out yet.
  private var suspect: (number: UInt8, time: Double, bytes: [UInt8])?
  /// Since when packets are held after a silence, where in `waiting` they begin, and the packet before them.
  private var hold: (since: Double, from: Int, before: (index: UInt64, time: Double))?
  private var waiting: [(index: UInt64, time: Double)] = []
  private var bytes: [UInt8] = []
  private var taken = 0

  private static let turn: UInt64 = 256
  /// How long packets are held, in seconds: what a link had kept comes at once.
  private static let patience = 0.2
  /// No link keeps more packets than these.
  private static let most = 4096

  /// Packets of `length` bytes, of which one comes every `period`.
  init(length: Int, period: Seconds) { (self.length, self.period) = (length, period.value) }

  /// Takes that a packet comes every `period`, which was another one before.
  mutating func setPeriod(_ period: Seconds) {
    self.period = period.value
    clock = ClockFit()
  }

  /// Adds a packet that came at `now`.
  mutating func add(_ packet: ArraySlice<UInt8>, number: UInt8, at now: Seconds) {
    forgetTaken()
    if let suspect { settle(suspect, by: number) }
    guard let last else {
      if suspect == nil { suspect = (number, now.value, Array(packet)) } else { follow(packet, number, now) }
      return
    }
    if Self.steps(UInt8(truncatingIfNeeded: last.index), number) == 1 {
      place(packet, at: last.index + 1, now.value)
    } else {
      suspect = (number, now.value, Array(packet))
    }
  }

  /// Whether packets are held after a silence.
  var isHolding: Bool { hold != nil }

  /// Where the next packet lies; nil while none has a place that is known.
  var nextIndex: UInt64? { taken < hold?.from ?? waiting.count ? waiting[taken].index : nil }

  /// The next packet whose place is known.
  mutating func next() -> Placed? {
    guard nextIndex != nil else { return nil }
    defer { taken += 1 }
    let (index, time) = waiting[taken]
    return Placed(
      index: index, time: Seconds(time), bytes: bytes[taken * length..<(taken + 1) * length])
  }

  /// Lets go what is held: nothing follows.
  mutating func finish() {
    if hold != nil { decide() }
  }

  /// The first packet of all is borne out by the second.
  private mutating func follow(_ packet: ArraySlice<UInt8>, _ number: UInt8, _ now: Seconds) {
    guard let first = suspect else { return }
    guard Self.steps(first.number, number) == 1 else {
      refused += 1
      suspect = (number, now.value, Array(packet))
      return
    }
    suspect = nil
    place(first.bytes[...], at: UInt64(first.number), first.time)
    place(packet, at: UInt64(first.number) + 1, now.value)
  }

  /// Believes a number that did not follow, if the one after it goes the same way.
  private mutating func settle(_ suspect: (number: UInt8, time: Double, bytes: [UInt8]), by number: UInt8) {
    guard let last else { return }
    self.suspect = nil
    let before = UInt8(truncatingIfNeeded: last.index)
    let step = Self.steps(before, suspect.number)
    guard step + Self.steps(suspect.number, number) == Self.steps(before, number) else {
      refused += 1
      return
    }
    place(suspect.bytes[...], at: last.index + step, suspect.time)
  }

  /// How far it is from one number to another that comes later: 1 to 256.
  private static func steps(_ from: UInt8, _ to: UInt8) -> UInt64 { UInt64(to &- from &- 1) + 1 }

  private mutating func place(_ packet: ArraySlice<UInt8>, at index: UInt64, _ time: Double) {
    if let last, hold == nil, time - last.time >= period * Double(Self.turn) / 2 {
      hold = (time, waiting.count, last)
    }
    waiting.append((index, time))
    bytes += packet
    last = (index, time)
    if let hold {
      if time - hold.since >= Self.patience || waiting.count >= Self.most { decide() }
    } else {
      clock.add(device: end(of: index), host: Seconds(time))
    }
  }

  /// Counts the turns that went by in a silence.
  private mutating func decide() {
    guard let (_, from, before) = hold else { return }
    hold = nil
    let late = waiting[from...].map { index, time in
      // Until the clocks are known, by the packet that came before.
      let due = clock.host(of: end(of: index))?.value ?? before.time + Double(index - before.index) * period
      return time - due
    }
    let turns = max(0, ((late.min() ?? 0) / (period * Double(Self.turn))).rounded())
    let shift = UInt64(turns) * Self.turn
    for place in waiting[from...].indices {
      waiting[place].index += shift
      clock.add(device: end(of: waiting[place].index), host: Seconds(waiting[place].time))
    }
    last?.index += shift
  }

  /// The time of a packet by its number: it cannot have come before its sample was over.
  private func end(of index: UInt64) -> Seconds { Seconds(Double(index + 1) * period) }

  private mutating func forgetTaken() {
    guard taken > 0 else { return }
    waiting.removeFirst(taken)
    bytes.removeFirst(taken * length)
    hold?.from -= taken
    taken = 0
  }
}
