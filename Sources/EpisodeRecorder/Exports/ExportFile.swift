internal import Foundation

/// A new text file of an export, written in large pieces; readable by its owner alone.
final class ExportFile {
  private let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private static let pieceSize = 1 << 16

  /// Creates the file at `path`, which must not be there.
  init(_ path: String) throws(SessionError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor < 0 { throw SessionError(system: errno, path: path) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Adds text at the end.
  func write(_ text: String) throws(SessionError) { try write(text.utf8) }

  /// Adds bytes at the end.
  func write(_ bytes: some Sequence<UInt8>) throws(SessionError) {
    buffer += bytes
    if buffer.count >= Self.pieceSize { try drain() }
  }

  /// Writes what waits, and sees it on the disk.
  func finish() throws(SessionError) {
    try drain()
    // What is no regular file, as a pipe, knows no disk.
    if fsync(descriptor) != 0, errno != EINVAL { throw SessionError(system: errno, path: path) }
  }

  private func drain() throws(SessionError) {
    var done = 0
    while done < buffer.count {
      let put = buffer[done...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if put < 0, errno != EINTR { throw SessionError(system: errno, path: path) }
      done += max(0, put)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes a whole file.
  static func write(_ text: String, to path: String) throws(SessionError) {
    let file = try ExportFile(path)
    try file.write(text)
    try file.finish()
  }
}

/// A place where something is made, and then takes its name at once: whoever sees the name sees all of it.
struct ExportPlace {
  let path: String
  /// Where it is made until then.
  let temporary: String

  /// A place for a file or folder at `path`, where nothing may be.
  init(_ path: String) throws(SessionError) {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    self.path = trimmed
    temporary = "\(trimmed).\(getpid()).part"
    var status = stat()
    if lstat(trimmed, &status) == 0 {
      throw SessionError(
        .unsuitable, path: path, reason: "is there already; an export never writes over anything")
    }
  }

  /// Makes it with `body`, which is handed the temporary path; what was begun is taken away where that fails.
  func make(_ body: (String) throws -> Void) throws {
    do {
      try body(temporary)
      guard rename(temporary, path) == 0 else { throw SessionError(system: errno, path: path) }
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw error
    }
  }

  /// Makes a folder for its owner alone.
  static func makeFolder(_ path: String) throws(SessionError) {
    guard mkdir(path, 0o700) == 0 else { throw SessionError(system: errno, path: path) }
  }

  /// The same, where an earlier part of the export may have made it.
  static func makeFolderIfAbsent(_ path: String) throws(SessionError) {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SessionError(system: errno, path: path) }
  }
}
