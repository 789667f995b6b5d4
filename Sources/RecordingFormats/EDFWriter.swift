public import Signals

/// Writes a recording as EDF, EDF+, BDF or BDF+.
///
/// The file is valid after every data record: the header says that recording goes on until ``finish()`` writes
/// the number of records. Where frames are absent a continuous file is filled with digital zero and, in the
/// plus kind, annotated `BAD_ACQ_SKIP`; a discontinuous one goes on with a record of a later time. Its bytes are those of
/// ``EDFEncoding``.
///
/// Memory holds what the streams are apart and one data record.
public final class EDFWriter {
  /// How many data records are in the file.
  public private(set) var recordCount: Int64 = 0
  /// How many values were beyond what the sample width holds, and were written as the nearest that it does.
  public var clippedValues: Int64 { encoding.clippedValues }

  private let file: OutputFile
  private let variant: EDFVariant
  private let streams: [StreamDescription]
  private var encoding: EDFEncoding
  private var queues: [FrameQueue]
  private var annotations: EDFAnnotationQueue
  /// The time of the next data record.
  private var time: Int64 = 0
  private var isFinished = false
  private var frames: [Int32] = []

  /// A stream that pauses longer was not recorded in one go, or its index is wrong.
  private static let longestGap = Seconds(86_400)

  /// Creates the file and writes its header.
  ///
  /// - Throws: ``WritingError`` when the streams do not fit the format or the file cannot be written.
  public init(path: String, streams: [StreamDescription], settings: Settings) throws(WritingError) {
    variant = settings.variant
    self.streams = streams
    encoding = try EDFEncoding(of: streams, settings: settings, path: path)
    queues = streams.map { FrameQueue(channelCount: $0.channels.count) }
    annotations = EDFAnnotationQueue(byteCount: encoding.annotationByteCount)
    let header = try encoding.header(started: settings.started, recording: settings.recording)
    file = try OutputFile(path: path)
    try file.append(header)
  }

  /// Adds the samples of a block, and writes the data records that are complete.
  ///
  /// Blocks of different streams come in any order; those of one stream in the order of their indices.
  /// - Throws: ``WritingError`` when the block does not follow the stream, or writing fails.
  public func write(_ block: Block) throws(WritingError) {
    try checkIsOpen()
    guard streams.indices.contains(block.stream),
      block.channelCount == streams[block.stream].channels.count,
      block.samples.count % block.channelCount == 0
    else {
      throw WritingError(.unsuitable, path: file.path, reason: "a block of a stream that the file has not")
    }
    let rate = streams[block.stream].rate
    let expected = queues[block.stream].endIndex
    let (gap, overflow) = block.firstIndex.subtractingReportingOverflow(expected)
    guard !overflow, gap >= 0, gap <= rate.index(nearest: Self.longestGap) else {
      throw WritingError(
        .unsuitable, path: file.path,
        reason: "a block at index \(block.firstIndex) does not follow index \(expected)")
    }
    appendAbsent(gap, to: block.stream)
    queues[block.stream].append(block.samples)
    try writeCompleteRecords()
  }

  /// Adds a remark to the next data record with room for it; plain variants have no place for remarks.
  ///
  /// - Throws: ``WritingError`` when the file is finished or its variant is plain.
  public func annotate(_ annotation: Annotation) throws(WritingError) {
    try checkIsOpen()
    guard variant.isPlus else {
      throw WritingError(.unsuitable, path: file.path, reason: "\(variant.name) has no annotations")
    }
    annotations.append(annotation)
  }

  /// Fills the last data record, writes what waits, and tells the header how many records there are.
  ///
  /// - Throws: ``WritingError`` when writing fails.
  public func finish() throws(WritingError) {
    guard !isFinished else { return }
    while queues.contains(where: \.holdsValues) {
      let records = zip(queues, encoding.framesPerRecord).map { queue, frames in
        (queue.count + Int64(frames) - 1) / Int64(frames)
      }.max()
      for (stream, frames) in encoding.framesPerRecord.enumerated() {
        appendAbsent((records ?? 0) * Int64(frames) - queues[stream].count, to: stream)
      }
      try writeCompleteRecords()
    }
    // Remarks that found no room get records of their own.
    while variant.isPlus, !annotations.isEmpty, recordCount > 0 {
      for (stream, frames) in encoding.framesPerRecord.enumerated() {
        queues[stream].appendAbsent(Int64(frames) - queues[stream].count)
      }
      try writeRecord(announcingAbsence: false)
    }
    isFinished = true
    try file.overwrite(EDFEncoding.recordCount(recordCount), at: EDFEncoding.recordCountOffset)
  }

  private func checkIsOpen() throws(WritingError) {
    if isFinished { throw WritingError(.unsuitable, path: file.path, reason: "the file is finished") }
  }

  private func appendAbsent(_ frames: Int64, to stream: Int) {
    guard frames > 0 else { return }
    if variant.continuity == .continuous {
      announceAbsence(of: frames, from: queues[stream].endIndex, in: stream)
    }
    queues[stream].appendAbsent(frames)
  }

  private func announceAbsence(of frames: Int64, from index: Int64, in stream: Int) {
    let rate = streams[stream].rate
    annotations.appendSkip(onset: rate.time(of: index), duration: rate.time(of: frames))
  }

  private func writeCompleteRecords() throws(WritingError) {
    while true {
      if variant.continuity == .discontinuous { skipSharedAbsence() }
      guard zip(queues, encoding.framesPerRecord).allSatisfy({ $0.count >= Int64($1) }), !queues.isEmpty
      else {
        return
      }
      try writeRecord(announcingAbsence: variant.continuity == .discontinuous)
    }
  }

  /// Where every stream is absent, a discontinuous file goes on with the first that is there again.
  private func skipSharedAbsence() {
    // The first record keeps the time of index 0, whatever is absent in it.
    guard recordCount > 0, queues.allSatisfy({ $0.leadingAbsence > 0 && $0.holdsValues }) else { return }
    let returns = zip(queues, streams).map { queue, stream in
      stream.rate.time(of: queue.startIndex + queue.leadingAbsence)
    }
    // Less than a sample is no gap to a reader, which rounds times to samples.
    let shortest = streams.map(\.rate.period.value).max() ?? 0
    guard let first = returns.min(), let next = Int64(exactly: (first.value * 1e6).rounded(.down)),
      Double(next - time) >= shortest * 1e6
    else { return }
    time = next
    for (stream, rate) in streams.map(\.rate).enumerated() {
      let index = rate.index(nearest: Seconds(Double(next) / 1e6))
      queues[stream].dropAbsent(max(0, index - queues[stream].startIndex))
    }
  }

  private func writeRecord(announcingAbsence: Bool) throws(WritingError) {
    encoding.restart()
    for stream in streams.indices {
      let start = queues[stream].startIndex
      queues[stream].take(encoding.framesPerRecord[stream], into: &frames)
      if announcingAbsence {
        for run in encoding.absentRuns(in: frames, of: stream) {
          announceAbsence(of: Int64(run.count), from: start + Int64(run.lowerBound), in: stream)
        }
      }
      encoding.append(frames, of: stream)
    }
    if variant.isPlus { encoding.append(annotations.takeRecord(at: time)) }
    try file.append(encoding.record)
    time += encoding.recordMicroseconds
    recordCount += 1
  }
}
