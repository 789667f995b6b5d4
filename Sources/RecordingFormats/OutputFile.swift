internal import Glibc

/// A new file, written from its start to its end; closed with the last reference.
final class OutputFile {
  let path: String
  private let descriptor: Int32

  /// Creates the file at `path` with the permissions of the caller's mask, emptying one that exists.
  init(path: String) throws(WritingError) {
    descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    self.path = path
    guard descriptor >= 0 else {
      let code = errno
      throw WritingError(
        code == EACCES || code == EPERM || code == EROFS ? .forbidden : .output, path: path,
        reason: String(cString: strerror(code)))
    }
  }

  deinit { close(descriptor) }

  /// Writes all of `bytes` at the end.
  func append(_ bytes: [UInt8]) throws(WritingError) {
    try put(bytes) { base, count, _ in Glibc.write(descriptor, base, count) }
  }

  /// Writes all of `bytes` over those at `offset`.
  func overwrite(_ bytes: [UInt8], at offset: Int64) throws(WritingError) {
    try put(bytes) { base, count, done in pwrite(descriptor, base, count, off_t(offset) + off_t(done)) }
  }

  private func put(
    _ bytes: [UInt8], with call: (UnsafeRawPointer, Int, Int) -> Int
  ) throws(WritingError) {
    var done = 0
    while done < bytes.count {
      let put = bytes.withUnsafeBytes { all in
        all.baseAddress.map { call($0 + done, all.count - done, done) } ?? 0
      }
      if put < 0 {
        let code = errno
        if code == EINTR { continue }
        throw WritingError(.output, path: path, reason: String(cString: strerror(code)))
      }
      done += put
    }
  }
}
