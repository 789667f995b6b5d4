internal import Foundation

/// Held on a session while it is recorded or mended, so that no other process mends it meanwhile.
///
/// The system releases it with the process, however that ends.
public final class SessionLock {
  private var descriptor: Int32

  /// Takes the lock.
  ///
  /// - Throws: ``SessionError`` when another process has it, or there is no session.
  public init(_ folder: SessionFolder) throws(SessionError) {
    descriptor = open(folder.description, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SessionError(system: errno, path: folder.description) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      descriptor = -1
      throw SessionError(.unsuitable, path: folder.path, reason: "is being recorded")
    }
  }

  deinit { release() }

  /// Gives it back.
  public func release() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }
}
