internal import Foundation

/// A session's `notes.jsonl`: one note a line, added to by any process at any time, also while another records.
///
/// Who writes holds an advisory lock on the file, and begins a new line where the last one was cut off.
public struct NoteFile: Sendable {
  /// What a file of notes holds.
  public struct Contents: Hashable, Sendable {
    /// The notes, in the order in which they were written.
    public var notes: [Note] = []
    /// Lines that are no note: cut off, or of a later version.
    public var unreadable = 0

    /// The latest correction of each episode, by the episode's number.
    public var corrections: [Int: String] {
      var labels: [Int: String] = [:]
      for note in notes where note.kind == .correction {
        if let episode = note.episode { labels[episode] = note.label }
      }
      return labels
    }
  }

  private let path: String

  /// The file at `path`, which need not be there yet.
  public init(path: String) { self.path = path }

  /// What the file holds; nothing where there is none.
  ///
  /// - Throws: ``SessionError`` when it cannot be read.
  public func read() throws(SessionError) -> Contents {
    var contents = Contents()
    for line in try TextLines.read(path) {
      if let note = Note(line: line) {
        contents.notes.append(note)
      } else {
        contents.unreadable += 1
      }
    }
    return contents
  }

  /// Adds a note, and returns when it is on the disk; the whole line is written, or nothing.
  ///
  /// - Throws: ``SessionError`` when it cannot be written.
  public func append(_ note: Note) throws(SessionError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SessionError(system: errno, path: path) }
    // Closing the descriptor gives up the lock.
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw SessionError(system: errno, path: path) }
    }
    let end = lseek(descriptor, 0, SEEK_END)
    guard end >= 0 else { throw SessionError(system: errno, path: path) }
    var last: UInt8 = 0
    let isCut = end > 0 && pread(descriptor, &last, 1, end - 1) == 1 && last != UInt8(ascii: "\n")
    let bytes = (isCut ? [UInt8(ascii: "\n")] : []) + note.line
    var done = 0
    while done < bytes.count {
      let put = bytes[done...].withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress, $0.count, end + off_t(done))
      }
      if put < 0, errno == EINTR { continue }
      guard put > 0 else {
        let code = errno
        ftruncate(descriptor, end)
        throw SessionError(system: code, path: path)
      }
      done += put
    }
    guard fsync(descriptor) == 0 else { throw SessionError(system: errno, path: path) }
  }
}

/// The lines of a text file that is written line by line, and may be cut off anywhere.
enum TextLines {
  /// The lines that are not empty; none where there is no file.
  static func read(_ path: String) throws(SessionError) -> [Data] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    do {
      let bytes = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
      return bytes.split(separator: UInt8(ascii: "\n")).map { Data($0) }
    } catch {
      throw SessionError(reading: path, error)
    }
  }
}
