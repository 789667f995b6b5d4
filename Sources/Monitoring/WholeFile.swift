internal import Foundation
public import RecordingFormats

/// A file that is written whole: it takes the place of what was there at once, or what was there stays.
public enum WholeFile {
  /// Writes `bytes` to the file at `path`, through a symbolic link to where it leads.
  ///
  /// A private file can be read by its owner alone, from the moment it exists; any other keeps the permissions that it
  /// has, or gets the caller's. What is no regular file, as a pipe, is written to as it is.
  /// - Throws: ``WritingError`` with the path and the system's reason.
  public static func write(
    _ bytes: some Sequence<UInt8>, to path: String, isPrivate: Bool = false
  ) throws(WritingError) {
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    var before = stat()
    let exists = stat(target, &before) == 0
    if exists, before.st_mode & S_IFMT != S_IFREG {
      let descriptor = open(target, O_WRONLY | O_CLOEXEC)
      defer { close(descriptor) }
      return try put(Array(bytes), to: descriptor, path: path)
    }
    var template = Array("\(target).XXXXXX".utf8CString)
    // Readable by its owner alone until it is told otherwise.
    let descriptor = mkstemp(&template)
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { close(descriptor) }
    do throws(WritingError) {
      try put(Array(bytes), to: descriptor, path: path)
      let mode = isPrivate ? 0o600 : exists ? before.st_mode & 0o777 : 0o666 & ~mask
      guard fchmod(descriptor, mode) == 0, rename(temporary, target) == 0 else { throw failure(path) }
    } catch {
      if descriptor >= 0 { unlink(temporary) }
      throw error
    }
  }

  /// Finds out whether a file can be written at `path`, without writing it.
  ///
  /// - Throws: ``WritingError`` as ``write(_:to:isPrivate:)`` would.
  public static func probe(_ path: String) throws(WritingError) {
    let target = URL(filePath: path).resolvingSymlinksInPath()
    var place = stat()
    if stat(target.path, &place) == 0, place.st_mode & S_IFMT == S_IFDIR {
      errno = EISDIR
      throw failure(path)
    }
    guard access(target.deletingLastPathComponent().path, W_OK) == 0 else { throw failure(path) }
  }

  private static func put(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(WritingError) {
    guard descriptor >= 0 else { throw failure(path) }
    var done = 0
    while done < bytes.count {
      let written = bytes[done...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno != EINTR { throw failure(path) }
      done += max(0, written)
    }
  }

  /// The error of the system call that has just failed.
  private static func failure(_ path: String) -> WritingError {
    let code = errno
    return WritingError(
      [EACCES, EPERM, EROFS].contains(code) ? .forbidden : .output, path: path,
      reason: code == ENOENT ? "the folder does not exist" : String(cString: strerror(code)))
  }

  /// What the caller's mask takes from permissions.
  private static var mask: mode_t {
    let mask = umask(0)
    umask(mask)
    return mask
  }
}
