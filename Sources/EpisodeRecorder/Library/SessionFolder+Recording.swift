internal import Foundation

extension SessionFolder {
  /// Whether a process records the session, or mends it, at this moment; of any of its wearables.
  ///
  /// The lock is tried for that. A session that has just begun is taken for recorded without, since to try would keep its
  /// recorder from taking it.
  public var isBeingRecorded: Bool { wearables.contains(where: \.isHeld) }

  private var isHeld: Bool {
    var status = stat()
    guard !isClosed, stat(description, &status) == 0 else { return false }
    if Date().timeIntervalSince1970 - Double(status.st_mtim.tv_sec) < 3 { return true }
    do {
      try SessionLock(self).release()
      return false
    } catch {
      return error.kind == .unsuitable
    }
  }
}
