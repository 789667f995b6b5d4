internal import Foundation

/// A new file that grows at its end; closed with the last reference.
///
/// What could not be written whole is taken back, so that the file ends where a run of bytes ended.
public final class AppendedFile: @unchecked Sendable {
  // The descriptor is constant; all else is used by the recorder's own thread alone.
  public private(set) var path: String
  /// Its length in bytes.
  public private(set) var length: Int64 = 0
  let descriptor: Int32
  private let calls: FileCalls

  /// Creates the file at `path`, which must not be there.
  ///
  /// - Throws: ``SessionError`` with the system's reason.
  public init(path: String, calls: FileCalls) throws(SessionError) {
    descriptor = calls.create(path)
    self.path = path
    self.calls = calls
    if descriptor < 0 { throw SessionError(system: -descriptor, path: path) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Learns that its folder has another name.
  func isNow(at path: String) { self.path = path }

  /// Writes all of `bytes` at the end, or nothing.
  func append(_ bytes: [UInt8]) throws(SessionError) {
    do throws(SessionError) {
      try put(bytes, at: length)
    } catch {
      // Should this fail too, the rest of a record is left, which every reader leaves out.
      _ = calls.truncate(descriptor, length)
      throw error
    }
    length += Int64(bytes.count)
  }

  /// Writes all of `bytes` over those at `offset`.
  func overwrite(_ bytes: [UInt8], at offset: Int64) throws(SessionError) { try put(bytes, at: offset) }

  /// Makes sure that it has not been removed or moved away.
  func checkPlace() throws(SessionError) {
    guard !calls.isInPlace(descriptor, path) else { return }
    throw SessionError(.failed, path: path, reason: "has been removed or moved away")
  }

  /// Waits until what was written is on the disk; 0, or the negative error number.
  func sync() -> Int32 { calls.sync(descriptor) }

  private func put(_ bytes: [UInt8], at offset: Int64) throws(SessionError) {
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { calls.write(descriptor, $0, offset + Int64(done)) }
      if count == -Int(EINTR) { continue }
      guard count > 0 else { throw SessionError(system: count == 0 ? EIO : Int32(-count), path: path) }
      done += count
    }
  }
}
