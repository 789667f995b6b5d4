internal import Signals

/// The delivery log as it is needed while records are read one after the other.
struct DeliveryRuns {
  private let streams: [StreamDelivery]
  private let notes: [(first: Int64, Annotation)]
  private var nextNote = 0
  /// The first gap and the first blank run of each stream that may still matter.
  private var gap: [Int]
  private var blank: [Int]
  /// How far stream 0 has come.
  private var front: Int64 = 0

  /// Beyond the data record `last`, and what ends within it, nothing is.
  init(_ log: DeliveryLog, last: Int64, framesPerRecord: [Int]) {
    var streams = log.streams
    for (stream, frames) in framesPerRecord.enumerated() {
      let recorded = last * Int64(frames)
      // The end is a gap without a return.
      if let end = streams[stream].end, end < recorded {
        streams[stream].gaps.append((end..<recorded, .discontinuity))
      }
    }
    self.streams = streams
    notes = log.notes
    gap = streams.map { _ in 0 }
    blank = gap
  }

  /// A remark that comes before what is read next.
  mutating func note() -> Annotation? {
    guard nextNote < notes.count, notes[nextNote].first <= front else { return nil }
    return lastNote()
  }

  /// The next of all remarks that are left.
  mutating func lastNote() -> Annotation? {
    guard nextNote < notes.count else { return nil }
    defer { nextNote += 1 }
    return notes[nextNote].1
  }

  /// The frames of a stream in `range` that are no gap.
  mutating func present(in range: Range<Int64>, of stream: Int) -> [Range<Int64>] {
    let gaps = streams[stream].gaps
    while gap[stream] < gaps.count, gaps[gap[stream]].range.upperBound <= range.lowerBound {
      gap[stream] += 1
    }
    var present: [Range<Int64>] = []
    var start = range.lowerBound
    for (absent, _) in gaps[gap[stream]...] {
      guard absent.lowerBound < range.upperBound else { break }
      if absent.lowerBound > start { present.append(start..<absent.lowerBound) }
      start = max(start, absent.upperBound)
    }
    if start < range.upperBound { present.append(start..<range.upperBound) }
    return present
  }

  /// Why frames before `index` are absent, should they be.
  func cause(before index: Int64, of stream: Int) -> GapCause {
    // The gap that ends there is the one passed last, or one of the data record at hand.
    for gap in streams[stream].gaps[max(0, gap[stream] - 1)...] where gap.range.upperBound >= index {
      return gap.range.upperBound == index ? gap.cause : .discontinuity
    }
    return .discontinuity
  }

  /// Takes the blank values out of a block again.
  mutating func blank(_ block: inout Block) {
    let stream = block.stream
    let blanks = streams[stream].blanks
    while blank[stream] < blanks.count, blanks[blank[stream]].range.upperBound <= block.firstIndex {
      blank[stream] += 1
    }
    for (channel, range) in blanks[blank[stream]...] {
      guard range.lowerBound < block.endIndex else { break }
      guard channel < block.channelCount else { continue }
      for index in range.clamped(to: block.firstIndex..<block.endIndex) {
        block.samples[Int(index - block.firstIndex) * block.channelCount + channel] = Block.missing
      }
    }
  }

  /// Learns how far a stream was delivered.
  mutating func passed(_ stream: Int, _ end: Int64) { if stream == 0 { front = end } }
}
