internal import Foundation
internal import Signals

/// What a session's delivery log says of one stream, in order.
struct StreamDelivery {
  /// Absent frames, without overlap.
  var gaps: [(range: Range<Int64>, cause: GapCause)] = []
  /// Blank values by channel.
  var blanks: [(channel: Int, range: Range<Int64>)] = []
  /// The index after the last frame, where the stream was ended.
  var end: Int64?
}

/// A session's delivery log, read whole: what was delivered besides samples.
struct DeliveryLog {
  private(set) var streams: [StreamDelivery]
  private(set) var notes: [(first: Int64, Annotation)] = []
  /// Data records that were left out by the recorder.
  private(set) var notStored: [Range<Int64>] = []
  /// Where the wearable's time lies, as it was told last.
  private(set) var clock: SessionClock?
  /// Lines that are none: one at the end was cut off.
  private(set) var damagedLines = 0

  /// The log of a session with so many streams.
  ///
  /// - Throws: ``SessionError`` when it cannot be read.
  init(path: String, streamCount: Int) throws(SessionError) {
    streams = Array(repeating: StreamDelivery(), count: streamCount)
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw SessionError(.forbidden, path: path, reason: "may not be read")
    }
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let line = DeliveryLine(line) else {
        damagedLines += 1
        continue
      }
      take(line)
    }
    for stream in streams.indices {
      streams[stream].gaps.sort { $0.range.lowerBound < $1.range.lowerBound }
      streams[stream].blanks.sort { $0.range.lowerBound < $1.range.lowerBound }
    }
  }

  private mutating func take(_ line: DeliveryLine) {
    switch line {
    case .gap(let stream, let first, let count, let cause) where streams.indices.contains(stream):
      // A gap that went on was told piece by piece; why it is there is known at its end.
      if let last = streams[stream].gaps.last, last.range.upperBound == first, cause != .truncated {
        streams[stream].gaps[streams[stream].gaps.count - 1] = (last.range.lowerBound..<first + count, cause)
      } else if count > 0 {
        streams[stream].gaps.append((first..<first + count, cause))
      }
    case .blank(let stream, let channel, let first, let count) where streams.indices.contains(stream):
      streams[stream].blanks.append((channel, first..<first + count))
    case .end(let stream, let first) where streams.indices.contains(stream): streams[stream].end = first
    case .note(let first, let annotation): notes.append((first, annotation))
    case .notStored(let first, let count): notStored.append(first..<first + count)
    case .clock(let clock): self.clock = clock
    case .gap, .blank, .end: damagedLines += 1
    }
  }
}
