/// Packets of one length out of a byte stream that has no checks: by what they begin with and by what must be in them.
///
/// While one packet follows another, each is believed by itself. After anything else it takes two in a row: what looks like
/// one packet in the middle of damage is chance, what looks like two is not.
struct PacketScanner {
  /// What was found.
  enum Found {
    /// A packet; its bytes are good until more are added.
    case packet(ArraySlice<UInt8>)
    /// A byte that belongs to none.
    case stray(UInt8)
  }

  private let head: [UInt8]
  private let length: Int
  private let isSound: @Sendable (ArraySlice<UInt8>) -> Bool
  private var held: [UInt8] = []
  private var place = 0
  private var isSynchronised = false

  /// A scanner for packets of `length` bytes that begin with `head` and are sound in themselves.
  init(head: [UInt8], length: Int, isSound: @escaping @Sendable (ArraySlice<UInt8>) -> Bool) {
    (self.head, self.length, self.isSound) = (head, length, isSound)
  }

  /// Forgets what is held, as when a link is lost.
  mutating func reset() {
    held.removeAll(keepingCapacity: true)
    (place, isSynchronised) = (0, false)
  }

  /// Adds bytes as they came.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    held.removeFirst(place)
    place = 0
    held += bytes
  }

  /// What comes next; nil until more bytes are there.
  mutating func next() -> Found? {
    let rest = held.count - place
    guard rest > 0 else { return nil }
    guard held[place...].prefix(head.count).elementsEqual(head.prefix(rest)) else { return stray() }
    guard rest >= (isSynchronised ? length : 2 * length) else { return nil }
    let packet = held[place..<place + length]
    guard isSound(packet), isSynchronised || isFollowed else { return stray() }
    isSynchronised = true
    place += length
    return .packet(packet)
  }

  /// Whether another packet lies behind the one that lies ahead.
  private var isFollowed: Bool {
    let next = held[place + length..<place + 2 * length]
    return next.starts(with: head) && isSound(next)
  }

  private mutating func stray() -> Found {
    isSynchronised = false
    place += 1
    return .stray(held[place - 1])
  }
}
