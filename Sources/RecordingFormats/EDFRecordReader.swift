/// Hands out the bytes of data records, reading ahead in bounded memory.
///
/// Small records are read many at a time; of large ones only what is asked for.
struct EDFRecordReader: ~Copyable {
  private let file: ByteFile
  private let dataOffset: Int64
  private let recordByteCount: Int
  /// The file offset after the last byte that belongs to a data record.
  private let dataEnd: Int64
  private var buffer: UnsafeMutableRawBufferPointer
  /// The file offset of the buffer's first byte, and how many bytes it holds.
  private var bufferStart: Int64 = 0
  private var bufferCount = 0

  /// Half a megabyte: large enough that system calls do not show, small enough for the second-level cache.
  private static let readAhead = 1 << 19

  init(file: ByteFile, dataOffset: Int64, recordByteCount: Int, dataEnd: Int64) {
    self.file = file
    self.dataOffset = dataOffset
    self.recordByteCount = recordByteCount
    self.dataEnd = dataEnd
    buffer = .allocate(byteCount: Self.readAhead, alignment: 16)
  }

  deinit { buffer.deallocate() }

  /// The bytes `range` of the record `record`; valid until the next call.
  mutating func bytes(
    of record: Int64, _ range: Range<Int>
  ) throws(RecordingError) -> UnsafeRawBufferPointer {
    let recordStart = dataOffset + record * Int64(recordByteCount)
    let start = recordStart + Int64(range.lowerBound)
    let end = start + Int64(range.count)
    if start < bufferStart || end > bufferStart + Int64(bufferCount) {
      if recordByteCount <= Self.readAhead {
        try fill(from: recordStart, upTo: end, count: Self.readAhead)
      } else {
        // The channels of a large record lie far apart: reading on from one does not lead to the next.
        try fill(from: start, upTo: end, count: range.count)
      }
    }
    let first = Int(start - bufferStart)
    return UnsafeRawBufferPointer(rebasing: buffer[first..<first + range.count])
  }

  /// Fills the buffer with `count` bytes, or what the file has, but at least to `end`.
  private mutating func fill(from start: Int64, upTo end: Int64, count: Int) throws(RecordingError) {
    if count > buffer.count {
      buffer.deallocate()
      buffer = .allocate(byteCount: count, alignment: 16)
    }
    let possible = Int(min(Int64(count), max(0, dataEnd - start)))
    bufferStart = start
    bufferCount = 0
    bufferCount = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<possible]), at: start)
    guard start + Int64(bufferCount) >= end else {
      throw RecordingError(
        .input, path: file.path, place: "byte \(start + Int64(bufferCount))",
        reason: "the file ends here; it was longer when it was opened")
    }
  }
}
