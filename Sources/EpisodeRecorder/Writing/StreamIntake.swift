internal import RecordingFormats
internal import Signals

/// Frames of one stream that wait for their data record, and what of them BDF cannot say.
struct StreamIntake {
  private(set) var queue: FrameQueue
  /// The index after the last frame that came, or that the pipeline waits for no longer.
  private(set) var end: Int64 = 0
  private let stream: Int
  private let channels: Int
  /// Absent frames of which no line tells yet.
  private var gap: (first: Int64, count: Int64, cause: GapCause)?
  /// Where the gap that was told last ends, and the cause that it was told with.
  private var told: (end: Int64, cause: GapCause)?
  /// Blank values of which no line tells yet, by channel.
  private var blanks: [Range<Int64>?]

  init(stream: Int, channels: Int) {
    queue = FrameQueue(channelCount: channels)
    self.stream = stream
    self.channels = channels
    blanks = Array(repeating: nil, count: channels)
  }

  /// Takes the frames of a block from `frame` on, and tells how many of them were there before.
  mutating func append(
    _ block: borrowing Block, from frame: Int, cause: GapCause, lines: inout [DeliveryLine]
  ) -> Int {
    let first = block.firstIndex + Int64(frame)
    let known = min(max(0, queue.endIndex - first), Int64(block.frameCount - frame))
    let skipped = frame + Int(known)
    guard skipped < block.frameCount else { return Int(known) }
    giveUp(before: block.firstIndex + Int64(skipped), cause: cause)
    if let gap {
      tell(gap, &lines)
    } else if let told, told.end == queue.endIndex, told.cause != cause {
      // Its frames were given up before it was known why they are absent.
      tell((told.end, 0, cause), &lines)
    }
    gap = nil
    let values = block.samples[(skipped * channels)...]
    if values.contains(Block.missing) { noteBlanks(values, first: queue.endIndex, &lines) }
    queue.append(values)
    end = queue.endIndex
    return Int(known)
  }

  /// Learns that frames before `end` will not come.
  mutating func end(before end: Int64) {
    giveUp(before: end, cause: .late)
    self.end = max(self.end, end)
  }

  /// Books frames before `end` as absent, so that what waits for them can be written.
  mutating func giveUp(before end: Int64, cause: GapCause) {
    let count = end - queue.endIndex
    guard count > 0 else { return }
    if let open = gap {
      gap = (open.first, open.count + count, cause)
    } else {
      gap = (queue.endIndex, count, cause)
    }
    queue.appendAbsent(count)
  }

  /// Fills up with frames that nothing is told of: the stream has ended.
  mutating func fill(to count: Int64) { queue.appendAbsent(count - queue.count) }

  /// Moves the frames of a record into `frames`; tells how many are present.
  mutating func take(_ count: Int, into frames: inout [Int32]) -> Int { queue.take(count, into: &frames) }

  mutating func drop(_ frames: Int64) { queue.dropAbsent(frames) }

  /// Tells what is not told yet, before the samples that it speaks of are written.
  mutating func tellAll(_ lines: inout [DeliveryLine]) {
    if let open = gap {
      tell(open, &lines)
      gap = nil
    }
    for channel in blanks.indices {
      if let run = blanks[channel] { tell(run, channel, &lines) }
      blanks[channel] = nil
    }
  }

  private mutating func noteBlanks(
    _ values: ArraySlice<Int32>, first: Int64, _ lines: inout [DeliveryLine]
  ) {
    for (offset, value) in values.enumerated() where value == Block.missing {
      let (index, channel) = (first + Int64(offset / channels), offset % channels)
      if let run = blanks[channel], run.upperBound == index {
        blanks[channel] = run.lowerBound..<index + 1
      } else {
        if let run = blanks[channel] { tell(run, channel, &lines) }
        blanks[channel] = index..<index + 1
      }
    }
  }

  private mutating func tell(
    _ gap: (first: Int64, count: Int64, cause: GapCause), _ lines: inout [DeliveryLine]
  ) {
    told = (gap.first + gap.count, gap.cause)
    lines.append(.gap(stream: stream, first: gap.first, count: gap.count, cause: gap.cause))
  }

  private func tell(_ run: Range<Int64>, _ channel: Int, _ lines: inout [DeliveryLine]) {
    lines.append(
      .blank(stream: stream, channel: channel, first: run.lowerBound, count: Int64(run.count)))
  }
}
