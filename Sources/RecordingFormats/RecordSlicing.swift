public import Signals

/// How a data record is cut into slices of at most a second, and which frames of each stream a slice holds.
///
/// A record may last minutes, but a block spans at most a second and no stream runs a second ahead of another.
/// Slices share the record evenly, so that streams stay in step within one sample.
public struct RecordSlicing {
  /// How many slices a record has.
  public let sliceCount: Int
  /// The streams' positions in the order of delivery: motion first, then muscle.
  public let order: [Int]
  private let framesPerRecord: [Int]
  private let isMotion: [Bool]

  /// Slices of at most `byteLimit` bytes of a record that has `byteCount`.
  public init(
    streams: [StreamDescription], framesPerRecord: [Int], byteCount: Int, byteLimit: Int = 4 << 20
  ) {
    var sliceCount = max(1, (byteCount - 1) / byteLimit + 1)
    for (stream, frames) in zip(streams, framesPerRecord) {
      let framesPerSecond = max(1, stream.rate.numerator / stream.rate.denominator)
      sliceCount = max(sliceCount, (frames - 1) / framesPerSecond + 1)
    }
    self.sliceCount = sliceCount
    self.framesPerRecord = framesPerRecord
    isMotion = streams.map { $0.kind != .emg }
    let all = streams.indices
    order = all.filter { streams[$0].kind != .emg } + all.filter { streams[$0].kind == .emg }
  }

  /// The frames of `stream` in a slice, counted from the record's first.
  public func frames(of stream: Int, in slice: Int) -> Range<Int> {
    edge(of: stream, before: slice)..<edge(of: stream, before: slice + 1)
  }

  /// Motion is rounded up, muscle down: the motion of a span is there before its muscle.
  private func edge(of stream: Int, before slice: Int) -> Int {
    let frames = framesPerRecord[stream]
    let (high, low) = frames.multipliedFullWidth(by: slice)
    let (quotient, remainder) = sliceCount.dividingFullWidth((high, low))
    return isMotion[stream] && remainder > 0 ? quotient + 1 : quotient
  }
}

extension Block {
  /// Makes it a block of `frames` frames whose values are still to be written, keeping its storage.
  mutating func prepare(stream: Int, firstIndex: Int64, channelCount: Int, frames: Int) {
    self.stream = stream
    self.firstIndex = firstIndex
    self.channelCount = channelCount
    gapCause = .discontinuity
    let values = frames * channelCount
    if samples.count > values {
      samples.removeLast(samples.count - values)
    } else if samples.count < values {
      samples.append(contentsOf: repeatElement(0, count: values - samples.count))
    }
  }
}
