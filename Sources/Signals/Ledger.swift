/// The account of a stream's samples: `expected = received + lost + overrun`, at any moment.
public struct Ledger: Hashable, Sendable {
  /// Frames that arrived.
  public private(set) var received: Int64 = 0
  /// Frames that never arrived.
  public private(set) var lost: Int64 = 0
  /// Frames that arrived and found no room.
  public private(set) var overrun: Int64 = 0
  /// Values inside received frames that say "no sample here", over all channels.
  public private(set) var blank: Int64 = 0

  /// An empty account.
  public init() {}

  /// Frames that should exist: the sum of the other three.
  public var expected: Int64 { received + lost + overrun }

  /// Books frames that arrived, and how many of their values are missing.
  public mutating func receive(_ frames: Int64, blank values: Int64 = 0) {
    received += frames
    blank += values
  }

  /// Books absent frames by their cause.
  public mutating func miss(_ frames: Int64, cause: GapCause) {
    if cause == .overrun { overrun += frames } else { lost += frames }
  }
}
