public import Signals

/// A BDF or EDF file of known streams, read record by record: the samples as they were written, without guesses.
///
/// The caller tells what the streams are, where ``openRecording(path:options:)`` concludes it from labels and dimensions.
public final class EDFRecordFile {
  /// How many whole data records the file has.
  public let recordCount: Int64
  /// How many data records the header says it has; nil while it is being recorded.
  public let announcedRecords: Int64?
  /// The bytes after the last whole data record.
  public let tailByteCount: Int64
  /// The bytes before the first data record.
  public let headerByteCount: Int
  /// What the header says of the recording.
  public let recording: String
  private var reader: EDFRecordReader
  private let signals: [[EDFSignal]]
  private let width: EDFVariant.SampleWidth

  /// Opens the file at `path`, which holds `streams` with so many frames a data record, one channel after the other.
  ///
  /// - Throws: ``RecordingError`` when its header is damaged, or tells of other streams.
  public init(
    path: String, streams: [StreamDescription], framesPerRecord: [Int]
  ) throws(RecordingError) {
    let file = try ByteFile(path: path)
    let header = try EDFHeader(file: file)
    let all = header.signals.filter { !$0.isAnnotation }
    guard all.count == streams.reduce(0, { $0 + $1.channels.count }) else {
      throw RecordingError(
        .malformed, path: path, place: "byte 252",
        reason: "has \(all.count) signals, not those of its session")
    }
    var signals: [[EDFSignal]] = []
    var next = 0
    for (stream, frames) in zip(streams, framesPerRecord) {
      let own = Array(all[next..<next + stream.channels.count])
      if let odd = own.first(where: { $0.samplesPerRecord != frames }) {
        throw RecordingError(
          .malformed, path: path, place: "header of signal \(odd.position) (\(odd.label))",
          reason: "has \(odd.samplesPerRecord) samples a data record; its session says \(frames)")
      }
      signals.append(own)
      next += own.count
    }
    self.signals = signals
    width = header.variant.width
    recording = header.recording
    announcedRecords = header.announcedRecords
    headerByteCount = header.byteCount
    let data = max(0, file.length - Int64(header.byteCount))
    (recordCount, tailByteCount) = data.quotientAndRemainder(dividingBy: Int64(header.recordByteCount))
    reader = EDFRecordReader(
      file: file, dataOffset: Int64(header.byteCount), recordByteCount: header.recordByteCount,
      dataEnd: Int64(header.byteCount) + recordCount * Int64(header.recordByteCount))
  }

  /// Makes `block` the frames `frames` of a stream in the data record `record`; `firstIndex` is the index of the first of them.
  ///
  /// - Precondition: the record is one of the whole ones, and has these frames.
  public func read(
    _ frames: Range<Int>, of stream: Int, record: Int64, firstIndex: Int64, into block: inout Block
  ) throws(RecordingError) {
    let channels = signals[stream]
    block.prepare(
      stream: stream, firstIndex: firstIndex, channelCount: channels.count, frames: frames.count)
    for (position, channel) in channels.enumerated() {
      let start = channel.byteOffset + frames.lowerBound * width.rawValue
      let bytes = try reader.bytes(of: record, start..<start + frames.count * width.rawValue)
      block.samples.withUnsafeMutableBufferPointer { values in
        decodeLittleEndian(
          bytes, width: width, count: frames.count, into: values, from: position, stride: channels.count)
      }
    }
  }
}
