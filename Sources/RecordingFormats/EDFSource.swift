internal import Signals

/// Streams the data records of an EDF, EDF+, BDF or BDF+ file as blocks and annotations.
///
/// The annotations of a record come before its blocks. Memory is bounded whatever the file's length: half a
/// megabyte of read-ahead and the caller's block.
final class EDFSource: BlockSource {
  let description: SourceDescription
  var damage: [String] { log.lines }

  private let layout: EDFLayout
  private let header: EDFHeader
  private let slicing: RecordSlicing
  private var reader: EDFRecordReader
  private var timeline: EDFTimeline
  private var log: DamageLog
  private var record: Int64 = -1
  private var slice = 0
  /// The position in the slicing's order of the stream that comes next.
  private var turn = 0
  /// The annotations of the record, the next one last.
  private var annotations: [Annotation] = []

  /// More annotation text than this in one record is not a remark.
  private static let annotationByteLimit = 1 << 20

  init(path: String, options: ReadingOptions) throws(RecordingError) {
    let file = try ByteFile(path: path)
    header = try EDFHeader(file: file)
    layout = try EDFLayout(header, file: file, options: options)
    description = layout.description
    log = layout.damage
    slicing = RecordSlicing(
      streams: description.streams, framesPerRecord: layout.framesPerRecord,
      byteCount: header.recordByteCount)
    reader = EDFRecordReader(
      file: file, dataOffset: Int64(header.byteCount), recordByteCount: header.recordByteCount,
      dataEnd: layout.dataEnd)
    timeline = EDFTimeline(
      rates: description.streams.map(\.rate), framesPerRecord: layout.framesPerRecord,
      duration: Seconds(header.recordDuration.value))
    turn = slicing.order.count
    slice = slicing.sliceCount - 1
  }

  func next(into block: inout Block) throws -> Delivery {
    while true {
      if let annotation = annotations.popLast() {
        block.restart(stream: 0, firstIndex: 0, channelCount: 1)
        return .annotation(annotation)
      }
      if turn < slicing.order.count {
        let stream = slicing.order[turn]
        turn += 1
        var frames = slicing.frames(of: stream, in: slice)
        if record == layout.recordCount {
          frames = frames.clamped(to: 0..<layout.partialFrames[stream])
        }
        if frames.isEmpty { continue }
        try fill(&block, with: frames, of: stream)
        return .block
      }
      if slice + 1 < slicing.sliceCount, !slicing.order.isEmpty {
        slice += 1
        turn = 0
      } else if try !beginRecord() {
        block.restart(stream: 0, firstIndex: 0, channelCount: 1)
        return .end
      }
    }
  }

  private func fill(
    _ block: inout Block, with frames: Range<Int>, of stream: Int
  ) throws(RecordingError) {
    let channels = layout.channels[stream]
    let width = header.variant.width
    block.prepare(
      stream: stream, firstIndex: timeline.firstIndices[stream] + Int64(frames.lowerBound),
      channelCount: channels.count, frames: frames.count)
    for (position, channel) in channels.enumerated() {
      let start = channel.byteOffset + frames.lowerBound * width.rawValue
      let bytes = try reader.bytes(of: record, start..<start + frames.count * width.rawValue)
      block.samples.withUnsafeMutableBufferPointer { values in
        decodeLittleEndian(
          bytes, width: width, count: frames.count, into: values, from: position, stride: channels.count)
      }
    }
  }

  /// Goes to the next record that has something to deliver; false at the end.
  private func beginRecord() throws(RecordingError) -> Bool {
    let hasPartial = layout.partialFrames.contains { $0 > 0 }
    guard record < (hasPartial ? layout.recordCount : layout.recordCount - 1) else { return false }
    if record >= 0 { timeline.advance() }
    record += 1
    slice = 0
    turn = 0
    // A cut record has lost its annotations, which come last, and with them the time it keeps.
    guard record < layout.recordCount else {
      if header.variant.continuity == .discontinuous {
        log.note("has lost its time; taken to follow the one before", at: "record \(record + 1)")
      }
      return true
    }
    try readAnnotations()
    return true
  }

  private func readAnnotations() throws(RecordingError) {
    var time: ExactDecimal?
    var room = Self.annotationByteLimit
    for (position, signal) in layout.annotationSignals.enumerated() {
      let all = signal.samplesPerRecord * header.variant.width.rawValue
      let count = min(all, room)
      room -= count
      if count < all { log.note("annotations beyond a megabyte are left out", at: "record \(record + 1)") }
      if count == 0 { break }
      let list = EDFAnnotationList(
        try reader.bytes(of: record, signal.byteOffset..<signal.byteOffset + count))
      if position == 0 { time = list.firstOnset }
      if list.faults > 0 { log.note("an annotation cannot be understood", at: "record \(record + 1)") }
      annotations += list.annotations
    }
    keepTime(time)
    for index in annotations.indices { annotations[index].onset = annotations[index].onset - timeline.origin }
    annotations.reverse()
  }

  private func keepTime(_ time: ExactDecimal?) {
    let isDiscontinuous = header.variant.continuity == .discontinuous
    guard let time else {
      if isDiscontinuous {
        log.note("has no time; taken to follow the one before", at: "record \(record + 1)")
      }
      return
    }
    if record == 0 {
      timeline.begin(at: Seconds(time.value))
    } else if isDiscontinuous, case .wrong(let reason) = timeline.place(at: Seconds(time.value)) {
      log.note("\(reason); taken to follow it", at: "record \(record + 1)")
    }
  }
}
