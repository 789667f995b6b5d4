internal import Signals

/// Regroups the blocks of muscle streams so that each holds a given number of frames.
///
/// Motion is passed on as it comes: it must not fall behind the muscle that it explains. What is held back is
/// given up before a gap, so that a block never spans one.
struct Rechunker {
  /// The frames of a full block of each stream; nil leaves blocks as they are.
  private let frames: [Int]?
  private var held: [Block]

  /// The longest that muscle is held back: motion that comes meanwhile must be remembered as long.
  static let longest: Seconds = 600

  /// A regrouper to blocks of `frames`, but of no more than ``longest``; nil leaves blocks as they are.
  init(streams: [StreamDescription], frames: Int?) {
    self.frames = frames.map { frames in streams.map { min(frames, $0.rate.count(in: Self.longest)) } }
    held = streams.enumerated().map { position, stream in
      let holds = stream.kind == .emg ? min(frames ?? 0, 1 << 20) : 0
      return Block(stream: position, channelCount: max(1, stream.channels.count), reserving: holds)
    }
  }

  /// Takes a block and hands on those that are full.
  mutating func take(_ block: borrowing Block, isMuscle: Bool, _ deliver: (borrowing Block) throws -> Void)
    rethrows
  {
    let stream = block.stream
    guard let frames = frames?[stream], isMuscle else { return try deliver(block) }
    let width = block.channelCount
    if held[stream].frameCount > 0, held[stream].endIndex != block.firstIndex { try give(stream, deliver) }
    var frame = 0
    while frame < block.frameCount {
      if held[stream].samples.isEmpty {
        held[stream].restart(stream: stream, firstIndex: block.firstIndex + Int64(frame), channelCount: width)
        held[stream].gapCause = block.gapCause
      }
      let count = min(frames - held[stream].frameCount, block.frameCount - frame)
      held[stream].samples.append(contentsOf: block.samples[frame * width..<(frame + count) * width])
      frame += count
      if held[stream].frameCount == frames { try give(stream, deliver) }
    }
  }

  /// Hands on everything that is held back.
  mutating func flush(_ deliver: (borrowing Block) throws -> Void) rethrows {
    for stream in held.indices where held[stream].frameCount > 0 { try give(stream, deliver) }
  }

  private mutating func give(_ stream: Int, _ deliver: (borrowing Block) throws -> Void) rethrows {
    try deliver(held[stream])
    held[stream].samples.removeAll(keepingCapacity: true)
  }
}
