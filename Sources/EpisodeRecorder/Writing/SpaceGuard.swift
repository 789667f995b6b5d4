internal import Signals

/// Tells hours before a disk is full, at the rate at which it is written to.
struct SpaceGuard {
  /// Hours left at which it is told, each once.
  private var levels: [Double] = [12, 6, 3, 1, 0.25]
  private var nextLook: Seconds = 0

  /// How often the disk is asked, in device time.
  private static let interval: Seconds = 60

  /// Whether it is time to look, at device time `now`.
  mutating func isDue(at now: Seconds) -> Bool {
    guard now >= nextLook else { return false }
    nextLook = now + Self.interval
    return true
  }

  /// The hours left, where they have fallen below another level.
  ///
  /// - Parameter rate: bytes a second.
  mutating func look(free: Int64, rate: Double) -> Double? {
    guard rate > 0 else { return nil }
    let hours = Double(free) / rate / 3600
    let passed = levels.filter { hours < $0 }
    guard !passed.isEmpty else { return nil }
    levels.removeAll { hours < $0 }
    return hours
  }
}
