internal import RecordingFormats
internal import Signals

/// The parts of a session's signals: files of data records, each of which opens by itself.
///
/// A part ends where a record is missing, or when it is long enough.
final class SignalParts {
  /// The parts that are closed, in order.
  private(set) var closed: [SessionManifest.Part] = []
  private(set) var annotations: EDFAnnotationQueue
  private let folder: SessionFolder
  private let encoding: EDFEncoding
  private let started: WallTime
  private let recordsPerPart: Int64
  private let calls: FileCalls
  private let disk: DiskSync
  private var number = 0
  private var open: OpenPart?
  /// Closed parts whose number of records could not be written yet.
  private var unfinished: [OpenPart] = []

  private struct OpenPart {
    var file: AppendedFile
    var first: Int64
    var records: Int64
    /// The whole second that the header's clock shows, on the session's time line.
    var origin: Int64
  }

  init(
    folder: SessionFolder, encoding: EDFEncoding, started: WallTime, partLength: Seconds, calls: FileCalls,
    disk: DiskSync
  ) {
    self.folder = folder
    self.encoding = encoding
    self.started = started
    self.calls = calls
    self.disk = disk
    annotations = EDFAnnotationQueue(byteCount: encoding.annotationByteCount)
    let record = Double(encoding.recordMicroseconds) * 1e-6
    recordsPerPart = Int64(max(1, (partLength.value / record).rounded()))
  }

  /// The file that is being written.
  var file: AppendedFile? { open?.file }

  /// Adds a remark to the next record with room for it.
  func annotate(_ annotation: Annotation) { annotations.append(annotation) }

  /// Adds a span without samples.
  func annotateSkip(onset: Seconds, duration: Seconds) {
    annotations.appendSkip(onset: onset, duration: duration)
  }

  /// Writes a record; its annotations are added here.
  ///
  /// - Throws: ``SessionError``; then nothing of the record is in the file.
  func write(_ number: Int64, _ bytes: [UInt8]) throws(SessionError) {
    if let part = open, part.first + part.records != number || part.records >= recordsPerPart { closePart() }
    if open == nil { try beginPart(at: number) }
    guard let part = open else { return }
    let time = number * encoding.recordMicroseconds
    var waiting = annotations
    let record = bytes + waiting.takeRecord(at: time, origin: part.origin)
    try part.file.append(record)
    annotations = waiting
    open?.records += 1
  }

  /// Writes the number of records into the part's header, and goes on with another part.
  func closePart() {
    finishParts()
    guard let part = open else { return }
    open = nil
    unfinished.append(part)
    finishParts()
    let name = part.file.path.split(separator: "/").last.map(String.init) ?? ""
    closed.append(.init(name: name, firstRecord: part.first, records: part.records))
  }

  /// Whether nothing will be written any more to the part that was closed last.
  var isLastFinished: Bool { unfinished.isEmpty }

  /// Writes the number of records into headers; where that fails they say that recording goes on, a reader counts for itself, and it is
  /// tried again.
  private func finishParts() {
    unfinished.removeAll { part in
      do throws(SessionError) {
        try part.file.overwrite(EDFEncoding.recordCount(part.records), at: EDFEncoding.recordCountOffset)
      } catch {
        return false
      }
      disk.run { part.file.sync() }
      return true
    }
  }

  private func beginPart(at record: Int64) throws(SessionError) {
    finishParts()
    let time = record * encoding.recordMicroseconds
    let start = started.adding(Double(time) * 1e-6)
    // The header has whole seconds; the rest is in the record's own time.
    let origin = time - start.microsecondsOfSecond
    let header: [UInt8]
    do throws(WritingError) {
      header = try encoding.header(started: start.localSeconds, recording: SignalParts.equipment(record))
    } catch {
      throw SessionError(.unsuitable, path: folder.path, reason: error.reason)
    }
    let path = folder.part(number + 1)
    let file = try AppendedFile(path: path, calls: calls)
    // A file without a whole header would be no part: it goes, and its number is used again.
    do throws(SessionError) {
      try file.append(header)
    } catch {
      calls.remove(path)
      throw error
    }
    number += 1
    // What was not written has no remarks; where nothing was left out they go on into this part.
    if closed.last.map({ $0.firstRecord + $0.records != record }) ?? false {
      annotations.removeAll(before: Seconds(Double(time) * 1e-6))
    }
    let (calls, folder) = (calls, folder.path)
    disk.run {
      calls.syncFolder(folder)
      return 0
    }
    open = OpenPart(file: file, first: record, records: 0, origin: origin)
  }

  /// What the header says of the recording: the program, and the place of the first record on the session's grid.
  static func equipment(_ record: Int64) -> String { "SpasmKit record=\(record)" }

  /// The place of a part's first record, from what its header says of the recording.
  static func firstRecord(in recording: String) -> Int64? {
    // The standard has blanks within a subfield as underscores.
    recording.split(whereSeparator: { $0 == " " || $0 == "_" })
      .first { $0.hasPrefix("record=") }
      .flatMap { Int64($0.dropFirst(7)) }
      .flatMap { $0 >= 0 && $0 < 1 << 40 ? $0 : nil }
  }
}
