internal import Glibc

/// Reads a text file line by line, in memory that does not grow with the file.
///
/// Lines end in LF or CR LF; a UTF-8 mark at the start of the file is skipped. What is no text is refused with
/// the place: UTF-16 by its mark, anything binary by its first NUL byte.
final class LineReader {
  /// A longer line is no row of a recording.
  static let longestLine = 1 << 20

  /// The number of the line last read, from 1.
  private(set) var number: Int
  /// Whether the line last read ended in a line break and not with the file.
  private(set) var isTerminated = true
  /// Where in the file the line last read begins.
  private(set) var offset: Int64

  private let file: ByteFile
  private var storage: UnsafeMutableRawBufferPointer
  /// The bytes in `storage` that no line has taken yet.
  private var unread: Range<Int> = 0..<0
  /// Where in the file the byte after `unread` is.
  private var readTo: Int64

  /// A reader whose next line begins at `offset` and has the number `line`.
  init(file: ByteFile, offset: Int64 = 0, line: Int = 1, buffer: Int = 1 << 18) throws(RecordingError) {
    self.file = file
    self.offset = offset
    self.number = line - 1
    self.readTo = offset
    storage = .allocate(byteCount: buffer, alignment: 16)
    guard offset == 0 else { return }
    let mark = try file.bytes(at: 0, count: 3)
    if mark.starts(with: [0xFF, 0xFE]) || mark.starts(with: [0xFE, 0xFF]) {
      throw RecordingError(
        .malformed, path: file.path, place: "byte 0", reason: "is UTF-16 text; save it as UTF-8")
    }
    if mark == [0xEF, 0xBB, 0xBF] { readTo = 3 }
  }

  deinit { storage.deallocate() }

  /// The next line without its line break, or nil at the end; the bytes are valid until the next call.
  func next() throws(RecordingError) -> UnsafeRawBufferPointer? {
    var searched = 0
    while true {
      let bytes = UnsafeRawBufferPointer(rebasing: storage[unread])
      if let base = bytes.baseAddress, let found = memchr(base + searched, 10, bytes.count - searched) {
        let length = UnsafeRawPointer(found) - base
        return take(bytes, length: length, terminated: true)
      }
      searched = bytes.count
      guard searched <= Self.longestLine else {
        throw RecordingError(
          .malformed, path: file.path, place: "line \(number + 1)", reason: "the line is longer than 1 MB")
      }
      guard try !refill() else { continue }
      // Looking for more may have moved the bytes.
      let last = UnsafeRawBufferPointer(rebasing: storage[unread])
      return last.isEmpty ? nil : take(last, length: last.count, terminated: false)
    }
  }

  private func take(_ bytes: UnsafeRawBufferPointer, length: Int, terminated: Bool) -> UnsafeRawBufferPointer
  {
    offset = readTo - Int64(bytes.count)
    number += 1
    isTerminated = terminated
    unread = (unread.lowerBound + length + (terminated ? 1 : 0))..<unread.upperBound
    let content = length > 0 && bytes[length - 1] == 13 ? length - 1 : length
    return UnsafeRawBufferPointer(rebasing: bytes[..<content])
  }

  /// Fetches more bytes behind the unread ones; false at the end of the file.
  private func refill() throws(RecordingError) -> Bool {
    let kept = unread.count
    if kept * 2 > storage.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: storage.count * 2, alignment: 16)
      larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[unread]))
      storage.deallocate()
      storage = larger
    } else if let base = storage.baseAddress {
      memmove(base, base + unread.lowerBound, kept)
    }
    unread = 0..<kept
    // What was appended since the file was opened belongs to no survey of it.
    let room = Int(max(0, min(Int64(storage.count - kept), file.length - readTo)))
    let fresh = UnsafeMutableRawBufferPointer(rebasing: storage[kept..<(kept + room)])
    let got = try file.read(into: fresh, at: readTo)
    if let base = fresh.baseAddress, let zero = memchr(base, 0, got) {
      let place = readTo + Int64(UnsafeRawPointer(zero) - UnsafeRawPointer(base))
      throw RecordingError(
        .malformed, path: file.path, place: "byte \(place)",
        reason: "holds a NUL byte: binary data or UTF-16, not text")
    }
    readTo += Int64(got)
    unread = 0..<(kept + got)
    return got > 0
  }
}
