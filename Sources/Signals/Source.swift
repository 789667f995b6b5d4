/// A remark that a recording carries: an event its makers wrote down.
public struct Annotation: Hashable, Sendable {
  /// When it applies, from the recording's first sample.
  public var onset: Seconds
  /// How long, where it says.
  public var duration: Seconds?
  /// What it says, without control characters.
  public var text: String

  /// A remark about `text` from `onset`.
  public init(onset: Seconds, duration: Seconds? = nil, text: String) {
    self.onset = onset
    self.duration = duration
    self.text = printable(text, limit: 400)
  }
}

/// What a source says of itself before its first sample.
public struct SourceDescription: Sendable {
  /// The format or the device, in words: `EDF+C`, `OpenSignals text`.
  public var format: String
  /// The wall clock at the first sample, ISO 8601, where it is known.
  public var started: String?
  /// Its streams; blocks name them by position.
  public var streams: [StreamDescription]
  /// Frames each stream announces, where the source knows.
  public var announcedFrames: [Int64?]
  /// What was concluded and not told (a rate from a time column, a unit from a header), a line each.
  public var guesses: [String]
  /// Signals that are present and not used, with the reason, a line each.
  public var ignored: [String]

  /// Describes a source.
  public init(
    format: String, started: String? = nil, streams: [StreamDescription], announcedFrames: [Int64?],
    guesses: [String] = [], ignored: [String] = []
  ) {
    self.format = format
    self.started = started
    self.streams = streams
    self.announcedFrames = announcedFrames
    self.guesses = guesses
    self.ignored = ignored
  }
}

/// What a source delivered into the block it was handed.
public enum Delivery: Sendable {
  /// The block holds the next samples.
  case block
  /// A remark; the block is empty.
  case annotation(Annotation)
  /// News of a live device; the block is empty.
  case news(DeviceNews)
  /// Nothing has come for some time: the moment for what is done now and then. Live sources alone say so, several times a second.
  case idle
  /// Nothing follows.
  case end
}

/// Anything that blocks come from by asking: a file, the simulator.
///
/// What every source keeps, and what the contract suite checks:
/// - every block belongs to a described stream, is not empty, and holds whole frames;
/// - within a stream indices rise; a jump is a gap, never a repetition;
/// - a block spans at most one second;
/// - a motion block comes before the muscle block of the same span, and no stream is ever more than one second
///   ahead of another, so that joining them needs a bounded memory.
public protocol BlockSource: AnyObject {
  /// What the source is; constant.
  var description: SourceDescription { get }
  /// Damage met so far, a line each: what is wrong, where, and what was made of it.
  var damage: [String] { get }
  /// Refills `block` with the next samples, or says what came in their place.
  func next(into block: inout Block) throws -> Delivery
}
