internal import RecordingFormats
internal import Signals

/// The parts of a session as they lie on its grid of data records.
struct SessionParts {
  /// One part.
  struct Part {
    var path: String
    var first: Int64
    var records: Int64
    /// Bytes after the last whole record: it was cut off.
    var tailByteCount: Int64
    /// How many records its header says; nil while it was being recorded.
    var announced: Int64?
    var headerByteCount: Int
  }

  let description: SessionDescription
  let streams: [StreamDescription]
  let framesPerRecord: [Int]
  private(set) var parts: [Part] = []
  /// Parts that cannot be read, a line each.
  private(set) var damage: [String] = []

  /// The length of a data record.
  var recordLength: Seconds { Seconds(Double(description.recordMicroseconds) * 1e-6) }

  /// Looks at every part of the session in `folder`.
  ///
  /// - Throws: ``SessionError`` when there is no session, or its description is damaged.
  init(_ folder: SessionFolder) throws(SessionError) {
    description = try JSONFile.read(SessionDescription.self, from: folder.description)
    streams = try description.streamDescriptions(path: folder.description)
    var frames: [Int] = []
    for stream in streams {
      let (exact, overflow) = description.recordMicroseconds.multipliedReportingOverflow(
        by: Int64(stream.rate.numerator))
      let divisor = Int64(stream.rate.denominator).multipliedReportingOverflow(by: 1_000_000)
      guard !overflow, !divisor.overflow, exact > 0, exact % divisor.partialValue == 0,
        exact / divisor.partialValue <= 100_000_000
      else {
        throw SessionError(
          .malformed, path: folder.description,
          reason: "a data record does not hold whole samples of every stream")
      }
      frames.append(Int(exact / divisor.partialValue))
    }
    framesPerRecord = frames
    for number in folder.parts { look(at: folder.part(number)) }
    parts.sort { $0.first < $1.first }
    for later in parts.indices.dropFirst()
    where parts[later].first < parts[later - 1].first + parts[later - 1].records {
      damage.append("\(parts[later].path): overlaps the part before it")
      parts[later].records = 0
    }
  }

  /// Opens a part to read from.
  func open(_ part: Part) throws(RecordingError) -> EDFRecordFile {
    try EDFRecordFile(path: part.path, streams: streams, framesPerRecord: framesPerRecord)
  }

  private mutating func look(at path: String) {
    do throws(RecordingError) {
      let file = try EDFRecordFile(path: path, streams: streams, framesPerRecord: framesPerRecord)
      guard let first = SignalParts.firstRecord(in: file.recording) else {
        damage.append("\(path): does not say where it belongs")
        return
      }
      parts.append(
        Part(
          path: path, first: first, records: file.recordCount, tailByteCount: file.tailByteCount,
          announced: file.announcedRecords, headerByteCount: file.headerByteCount))
    } catch {
      damage.append(error.message)
    }
  }
}
