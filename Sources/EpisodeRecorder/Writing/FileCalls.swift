internal import Foundation

/// The system calls that a recorder makes, as values: a test lets any of them fail.
///
/// They return what the call returns, or the negative error number.
public struct FileCalls: Sendable {
  /// Makes a folder that only its owner may enter.
  public var makeFolder: @Sendable (String) -> Int32 = { path in mkdir(path, 0o700) == 0 ? 0 : -errno }
  /// Makes a file that only its owner may read, and that was not there, for appending.
  public var create: @Sendable (String) -> Int32 = { path in
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    return descriptor >= 0 ? descriptor : -errno
  }
  public var write: @Sendable (Int32, UnsafeRawBufferPointer, Int64) -> Int = { descriptor, bytes, offset in
    let count = pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(offset))
    return count >= 0 ? count : -Int(errno)
  }
  public var truncate: @Sendable (Int32, Int64) -> Int32 = { descriptor, length in
    ftruncate(descriptor, off_t(length)) == 0 ? 0 : -errno
  }
  /// Removes a file that this recorder made and could not begin.
  public var remove: @Sendable (String) -> Void = { path in _ = unlink(path) }
  /// Waits until what was written is on the disk.
  public var sync: @Sendable (Int32) -> Int32 = { descriptor in fdatasync(descriptor) == 0 ? 0 : -errno }
  /// Whether a file that is written to is still what its path names.
  public var isInPlace: @Sendable (Int32, String) -> Bool = { descriptor, path in
    var (written, named) = (stat(), stat())
    guard fstat(descriptor, &written) == 0 else { return false }
    return stat(path, &named) == 0 && written.st_ino == named.st_ino && written.st_dev == named.st_dev
  }
  /// Gives a file another name, in place of one that has it.
  public var rename: @Sendable (String, String) -> Int32 = { from, to in
    Foundation.rename(from, to) == 0 ? 0 : -errno
  }
  /// Waits until the names in a folder are on the disk.
  public var syncFolder: @Sendable (String) -> Void = { path in
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    _ = close(descriptor)
  }
  /// Bytes that are free for this user on the disk of a folder; nil where that cannot be told.
  public var freeSpace: @Sendable (String) -> Int64? = { path in
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    return Int64(status.f_bavail) * Int64(status.f_frsize)
  }

  /// The system's own.
  public init() {}
}
