/// A run of samples of one stream: the one type that flows from a source to the pipeline and the recorder.
///
/// The storage is reused: a source empties and refills the same block, and in steady state nothing is
/// allocated.
public struct Block: Sendable {
  /// A digital value that says "there is no sample here": a blank cell, a NaN, a value the device marked bad.
  public static let missing = Int32.min

  /// Position of the stream in the source's ``SourceDescription/streams``.
  public var stream: Int
  /// Index of the first frame, counted by the device from the stream's start.
  public var firstIndex: Int64
  /// Why frames before this one are absent, should `firstIndex` leave a gap.
  public var gapCause: GapCause
  /// Digital values, interleaved: frame after frame, every frame one value a channel.
  public var samples: [Int32]
  /// Values in a frame; positive.
  public var channelCount: Int

  /// An empty block.
  public init(stream: Int = 0, channelCount: Int = 1, reserving frames: Int = 0) {
    self.stream = stream
    self.firstIndex = 0
    self.gapCause = .discontinuity
    self.channelCount = channelCount
    self.samples = []
    samples.reserveCapacity(frames * channelCount)
  }

  /// How many frames it holds.
  public var frameCount: Int { samples.count / channelCount }

  /// The index after its last frame.
  public var endIndex: Int64 { firstIndex + Int64(frameCount) }

  /// Empties it for another run of samples, keeping its storage.
  public mutating func restart(stream: Int, firstIndex: Int64, channelCount: Int) {
    self.stream = stream
    self.firstIndex = firstIndex
    self.channelCount = channelCount
    gapCause = .discontinuity
    samples.removeAll(keepingCapacity: true)
  }
}

/// Why samples that should exist are absent.
public enum GapCause: String, Hashable, Sendable {
  /// The recording itself was interrupted and says so.
  case discontinuity
  /// The file ends before what its header announces.
  case truncated
  /// The link lost them.
  case lost
  /// They came faster than they were taken.
  case overrun
  /// A motion stream fell too far behind the muscle's.
  case late
}
