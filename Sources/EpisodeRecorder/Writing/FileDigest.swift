internal import Dispatch
internal import Foundation
internal import Synchronization

/// The size and the checksum of a file, as a manifest has them.
enum FileDigest {
  /// Reads the file at `path` once, in constant memory.
  ///
  /// - Throws: ``SessionError`` when it cannot be read.
  static func file(_ path: String) throws(SessionError) -> SessionManifest.File {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SessionError(system: errno, path: path) }
    defer { close(descriptor) }
    var hash = SHA256()
    var length: Int64 = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SessionError(system: errno, path: path) }
      if count == 0 { break }
      buffer.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      length += Int64(count)
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return SessionManifest.File(name: name, bytes: length, sha256: hash.hexadecimal())
  }
}

/// Checksums that are made beside the thread that monitors, while a session goes on.
final class DigestQueue: Sendable {
  private let queue = DispatchQueue(label: "SpasmKit.digest", qos: .utility)
  private let done = Mutex<[String: SessionManifest.File]>([:])

  /// Begins on the file at `path`, which is written to no more.
  func add(_ path: String) {
    queue.async {
      guard let file = try? FileDigest.file(path) else { return }
      self.done.withLock { $0[file.name] = file }
    }
  }

  /// All that are done, once they all are.
  func finish() -> [String: SessionManifest.File] {
    queue.sync {}
    return done.withLock { $0 }
  }
}
