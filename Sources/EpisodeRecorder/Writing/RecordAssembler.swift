internal import RecordingFormats
internal import Signals

/// From blocks of any size to data records on one grid: record `n` begins `n` record lengths after the first sample.
///
/// A value without a file. Memory holds what the streams are apart, two seconds at most.
struct RecordAssembler {
  /// What comes out, in order.
  enum Output {
    /// A data record without its annotations, and how many frames of each stream in it are samples.
    case record(Int64, bytes: [UInt8], present: [Int])
    /// So many records in which nothing is, from the first.
    case nothing(Int64, count: Int64)
  }

  /// What is to be written to the delivery log before the next record.
  var lines: [DeliveryLine] = []
  /// The place on the grid of the next record.
  private(set) var next: Int64 = 0
  private var encoding: EDFEncoding
  private var intakes: [StreamIntake]
  private let rates: [SampleRate]
  private var frames: [Int32] = []
  private var present: [Int]
  /// Records without anything that are left out, rather than filled.
  private let leastAbsence: Int64

  /// Where so much of one stream waits for another, that one has stopped.
  private static let patience: Seconds = 2
  /// Shorter silences are filled, so that a part goes on.
  private static let longestFilling: Seconds = 10

  init(streams: [StreamDescription], encoding: EDFEncoding) {
    self.encoding = encoding
    intakes = streams.enumerated().map { StreamIntake(stream: $0, channels: $1.channels.count) }
    rates = streams.map(\.rate)
    present = Array(repeating: 0, count: streams.count)
    let record = Double(encoding.recordMicroseconds) * 1e-6
    leastAbsence = Int64((Self.longestFilling.value / record).rounded(.up))
  }

  /// Values that did not fit 24 bits and were written as the nearest that do.
  var clippedValues: Int64 { encoding.clippedValues }

  /// The bytes of a data record with its annotations.
  var recordByteCount: Int { encoding.recordByteCount }

  /// The index after the last frame of a stream that came or was given up by the pipeline.
  func end(of stream: Int) -> Int64 { intakes[stream].end }

  /// The index at which the next frame of a stream is expected: what is before it has been written, or is waiting.
  func expected(of stream: Int) -> Int64 { intakes[stream].queue.endIndex }

  /// Takes the frames of a block from `frame` on; tells how many were not taken, because something stands there already.
  mutating func append(_ block: borrowing Block, from frame: Int, cause: GapCause) -> Int {
    let refused = intakes[block.stream].append(block, from: frame, cause: cause, lines: &lines)
    if intakes[block.stream].queue.presentCount > rates[block.stream].index(nearest: Self.patience) {
      for (stream, frames) in encoding.framesPerRecord.enumerated() {
        intakes[stream].giveUp(before: (next + 1) * Int64(frames), cause: .late)
      }
    }
    return refused
  }

  /// Frames of a stream before `end` will not come any more.
  mutating func giveUp(stream: Int, before end: Int64) { intakes[stream].end(before: end) }

  /// The next record, where it is complete.
  mutating func take() -> Output? {
    let lengths = encoding.framesPerRecord
    var absence = Int64.max
    for (intake, frames) in zip(intakes, lengths) {
      absence = min(absence, intake.queue.leadingAbsence / Int64(frames))
    }
    if absence >= leastAbsence {
      for stream in intakes.indices {
        intakes[stream].tellAll(&lines)
        intakes[stream].drop(absence * Int64(lengths[stream]))
      }
      defer { next += absence }
      return .nothing(next, count: absence)
    }
    guard zip(intakes, lengths).allSatisfy({ $0.queue.count >= Int64($1) }),
      // What is all silence waits for what comes: it may become one that is left out.
      intakes.contains(where: \.queue.holdsValues)
    else { return nil }
    return encode()
  }

  /// Ends all streams; what is left of them comes out of ``take()`` afterwards.
  mutating func finish() {
    for stream in intakes.indices {
      intakes[stream].tellAll(&lines)
      lines.append(.end(stream: stream, first: end(of: stream)))
    }
    let lengths = encoding.framesPerRecord
    let records = zip(intakes, lengths).map { intake, frames in
      (intake.queue.count + Int64(frames) - 1) / Int64(frames)
    }.max()
    guard intakes.contains(where: \.queue.holdsValues), let records else { return }
    for (stream, frames) in lengths.enumerated() { intakes[stream].fill(to: records * Int64(frames)) }
  }

  private mutating func encode() -> Output {
    encoding.restart()
    for (stream, count) in encoding.framesPerRecord.enumerated() {
      intakes[stream].tellAll(&lines)
      present[stream] = intakes[stream].take(count, into: &frames)
      encoding.append(frames, of: stream)
    }
    defer { next += 1 }
    return .record(next, bytes: encoding.record, present: present)
  }
}
