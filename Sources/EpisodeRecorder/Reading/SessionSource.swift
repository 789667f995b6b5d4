internal import RecordingFormats
public import Signals

/// A session as a source: what was delivered when it was recorded is delivered again, sample by sample, gap by gap.
///
/// A session that is being recorded, or was cut off, ends with its last whole data record. Memory: one data record and the delivery
/// log.
public final class SessionSource: BlockSource {
  public let description: SourceDescription
  public private(set) var damage: [String]

  private let session: SessionParts
  private let slicing: RecordSlicing
  private var runs: DeliveryRuns
  private var part = 0
  private var file: EDFRecordFile?
  private var record: Int64 = 0
  private var slice = 0
  /// The position in the slicing's order of the stream that comes next, and what of its slice is still to come.
  private var turn = 0
  private var pending: [Range<Int64>] = []

  /// Opens the session in the folder at `path`.
  ///
  /// - Throws: ``SessionError`` when there is none, or it is damaged beyond reading.
  public init(path: String) throws(SessionError) {
    let folder = SessionFolder(path: path)
    let session = try SessionParts(folder)
    let log = try DeliveryLog(path: folder.delivery, streamCount: session.streams.count)
    self.session = session
    damage = session.damage
    let last = session.parts.last.map { $0.first + $0.records } ?? 0
    var announced: [Int64?] = []
    for (stream, delivery) in log.streams.enumerated() {
      let recorded = last * Int64(session.framesPerRecord[stream])
      let truncated = delivery.gaps.last { $0.cause == .truncated }?.range.upperBound
      announced.append(max(delivery.end ?? recorded, truncated ?? 0))
    }
    runs = DeliveryRuns(log, last: last, framesPerRecord: session.framesPerRecord)
    slicing = RecordSlicing(
      streams: session.streams, framesPerRecord: session.framesPerRecord, byteCount: 0)
    turn = slicing.order.count
    slice = slicing.sliceCount - 1
    record = -1
    description = SourceDescription(
      format: "session of \(session.description.device)", started: session.description.started,
      streams: session.streams, announcedFrames: announced)
  }

  public func next(into block: inout Block) throws -> Delivery {
    while true {
      if let note = runs.note() {
        block.restart(stream: 0, firstIndex: 0, channelCount: 1)
        return .annotation(note)
      }
      if !pending.isEmpty {
        try fill(&block, with: pending.removeFirst())
        return .block
      }
      if turn < slicing.order.count {
        let stream = slicing.order[turn]
        let frames = slicing.frames(of: stream, in: slice)
        let base = firstIndex(of: stream)
        pending = runs.present(
          in: base + Int64(frames.lowerBound)..<base + Int64(frames.upperBound), of: stream)
        turn += 1
        continue
      }
      if slice + 1 < slicing.sliceCount, !slicing.order.isEmpty {
        slice += 1
        turn = 0
      } else if try !beginRecord() {
        block.restart(stream: 0, firstIndex: 0, channelCount: 1)
        if let note = runs.lastNote() { return .annotation(note) }
        return .end
      }
    }
  }

  private func firstIndex(of stream: Int) -> Int64 {
    (session.parts[part].first + record) * Int64(session.framesPerRecord[stream])
  }

  private func fill(_ block: inout Block, with range: Range<Int64>) throws {
    let stream = slicing.order[turn - 1]
    let base = firstIndex(of: stream)
    let frames = Int(range.lowerBound - base)..<Int(range.upperBound - base)
    try file?.read(frames, of: stream, record: record, firstIndex: range.lowerBound, into: &block)
    block.gapCause = runs.cause(before: range.lowerBound, of: stream)
    runs.blank(&block)
    runs.passed(stream, range.upperBound)
  }

  /// Goes to the next record, in this part or a later one; false at the end.
  private func beginRecord() throws -> Bool {
    while part < session.parts.count {
      if file == nil { file = try session.open(session.parts[part]) }
      if record + 1 < session.parts[part].records {
        record += 1
        slice = 0
        turn = 0
        return true
      }
      part += 1
      record = -1
      file = nil
    }
    return false
  }
}
