/// What went wrong on a link over USB and was mended, counted.
public struct USBCounts: Hashable, Sendable {
  /// Stalled endpoints that were cleared.
  public var stalls = 0
  /// Transfers that failed on the bus.
  public var errors = 0
  /// Transfers that the device filled with more than was asked for.
  public var overflows = 0
  /// Transfers that ran out of time; what they had is kept.
  public var timeouts = 0
  /// Bytes that were let go because nobody took them in time.
  public var lateBytes = 0
  /// What a serial bridge tells of its line: bytes that it had no room for, frames or parities that were wrong, and breaks.
  public var lineErrors = 0

  public init() {}

  /// Adds what went wrong elsewhere on the same link.
  mutating func add(_ other: USBCounts) {
    stalls += other.stalls
    errors += other.errors
    overflows += other.overflows
    timeouts += other.timeouts
    lateBytes += other.lateBytes
    lineErrors += other.lineErrors
  }

  /// Whether nothing went wrong.
  public var isEmpty: Bool { self == USBCounts() }
}
