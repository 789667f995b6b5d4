internal import Signals

/// Packets of one length out of a byte stream that has no checks: by what they begin with, what must be in them, and what follows.
///
/// While one packet follows another, each is believed once the next has begun: a byte too many or too few in it would show there. After
/// anything else it takes two whole ones in a row: what looks like one packet in the middle of damage is chance, what looks like two is not.
struct PacketScanner {
  /// What was found.
  enum Found {
    /// A packet, and when its last byte came; its bytes are good until more are added.
    case packet(ArraySlice<UInt8>, at: Seconds)
    /// A byte that belongs to none.
    case stray(UInt8)
  }

  private let head: [UInt8]
  private let length: Int
  /// Bytes that may come between packets: the first of what is said there.
  private let words: [UInt8]
  private let isSound: @Sendable (ArraySlice<UInt8>) -> Bool
  private var held: [UInt8] = []
  private var place = 0
  private var isSynchronised = false
  private var now: Seconds = 0
  /// When the packet that lies ahead was whole; nil before.
  private var wholeAt: Seconds?

  /// A scanner for packets of `length` bytes that begin with `head` and are sound in themselves, between which words may come that begin
  /// with one of `words`.
  init(
    head: [UInt8], length: Int, words: [UInt8] = [], isSound: @escaping @Sendable (ArraySlice<UInt8>) -> Bool
  ) {
    (self.head, self.length, self.words, self.isSound) = (head, length, words, isSound)
  }

  /// Forgets what is held, as when a link is lost.
  mutating func reset() {
    held.removeAll(keepingCapacity: true)
    (place, isSynchronised, wholeAt) = (0, false, nil)
  }

  /// Adds bytes that came at `now`.
  mutating func add(_ bytes: UnsafeRawBufferPointer, at now: Seconds) {
    held.removeFirst(place)
    place = 0
    held += bytes
    self.now = now
  }

  /// What comes next; nil until more bytes are there.
  mutating func next() -> Found? {
    let rest = held.count - place
    guard rest > 0 else { return nil }
    guard held[place...].prefix(head.count).elementsEqual(head.prefix(rest)) else { return stray() }
    guard rest >= length else { return nil }
    let time = wholeAt ?? now
    wholeAt = time
    let packet = held[place..<place + length]
    guard isSound(packet) else { return stray() }
    guard let isFollowed = isSynchronised ? isFollowedByHead : isFollowedByPacket else { return nil }
    guard isFollowed else { return stray() }
    (isSynchronised, wholeAt) = (true, nil)
    place += length
    return .packet(packet, at: time)
  }

  /// Whether another packet or words begin behind the one that lies ahead; nil until that has come.
  private var isFollowedByHead: Bool? {
    let next = held[(place + length)...].prefix(head.count)
    guard let first = next.first else { return nil }
    if words.contains(first) { return true }
    guard next.elementsEqual(head.prefix(next.count)) else { return false }
    return next.count == head.count ? true : nil
  }

  /// Whether another packet lies behind the one that lies ahead; nil until that has come.
  private var isFollowedByPacket: Bool? {
    let next = held[(place + length)...].prefix(length)
    guard next.prefix(head.count).elementsEqual(head.prefix(next.count)) else { return false }
    return next.count == length ? isSound(next) : nil
  }

  private mutating func stray() -> Found {
    (isSynchronised, wholeAt) = (false, nil)
    place += 1
    return .stray(held[place - 1])
  }
}
