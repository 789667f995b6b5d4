internal import Events
internal import Signals

/// Groups the spasms of one channel into bouts.
struct BoutKeeper: Sendable {
  private let gap: Seconds
  private var open: Bout?

  init(gap: Seconds) { self.gap = gap }

  /// Whether a spasm from `onset` would join the open bout.
  func isOpen(for onset: Seconds) -> Bool { open.map { onset - $0.end <= gap } ?? false }

  /// Adds a settled spasm and returns the number of its bout; `fresh` gives that of a new one.
  mutating func add(spasm id: Int, onset: Seconds, end: Seconds, fresh: () -> Int) -> Int {
    if isOpen(for: onset), var bout = open {
      bout.spasms.append(id)
      bout.end = max(bout.end, end)
      open = bout
      return bout.id
    }
    let bout = Bout(id: fresh(), spasms: [id], start: onset, end: end)
    open = bout
    return bout.id
  }

  /// The bout that is over at `time`, given the onset of an activity under way.
  mutating func close(at time: Seconds, active onset: Seconds?) -> Bout? {
    guard let bout = open, time - bout.end > gap else { return nil }
    if let onset, isOpen(for: onset) { return nil }
    open = nil
    return bout
  }

  /// The bout that the end of the recording closes.
  mutating func finish() -> Bout? {
    defer { open = nil }
    return open
  }
}
