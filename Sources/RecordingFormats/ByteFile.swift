internal import Glibc

/// A file open for reading at any place, closed with the last reference.
final class ByteFile: Sendable {
  let path: String
  /// Its length in bytes when it was opened.
  let length: Int64
  private let descriptor: Int32

  /// Opens the regular file at `path`; a folder, a device or an empty file is refused with the reason.
  init(path: String) throws(RecordingError) {
    // Without O_NONBLOCK a pipe that nobody writes to would be waited for before it is refused.
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let code = errno
      let kind: RecordingError.Kind =
        code == ENOENT || code == ENOTDIR ? .absent : code == EACCES ? .forbidden : .input
      throw RecordingError(kind, path: path, reason: String(cString: strerror(code)))
    }
    var status = stat()
    let failed = fstat(descriptor, &status) != 0
    let type = status.st_mode & S_IFMT
    guard !failed, type == S_IFREG, status.st_size > 0 else {
      close(descriptor)
      let reason =
        type == S_IFDIR
        ? "is a folder, not a recording" : type == S_IFREG ? "the file is empty" : "is not a regular file"
      throw RecordingError(.malformed, path: path, reason: reason)
    }
    self.path = path
    self.length = Int64(status.st_size)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Fills `buffer` from `offset`; returns how many bytes there were, fewer only at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(RecordingError) -> Int {
    var done = 0
    while done < buffer.count {
      guard let base = buffer.baseAddress else { break }
      let got = pread(descriptor, base + done, buffer.count - done, off_t(offset) + off_t(done))
      if got == 0 { break }
      if got < 0 {
        let code = errno
        if code == EINTR { continue }
        throw RecordingError(
          .input, path: path, place: "byte \(offset + Int64(done))", reason: String(cString: strerror(code)))
      }
      done += got
    }
    return done
  }

  /// The bytes from `offset`, at most `count` of them.
  func bytes(at offset: Int64, count: Int) throws(RecordingError) -> [UInt8] {
    let wanted = Int(max(0, min(Int64(count), length - offset)))
    var failure: RecordingError?
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      do throws(RecordingError) {
        filled = try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}
