public import Signals

/// What a source delivered from its first block to its end.
public struct Reading {
  /// The values of each stream, interleaved as they came; empty where only the counts were wanted.
  public internal(set) var samples: [[Int32]]
  /// The frames of each stream.
  public internal(set) var frames: [Int64]
  /// The blocks that left a gap before them, with its cause.
  public internal(set) var gaps: [(stream: Int, from: Int64, to: Int64, cause: GapCause)] = []
  /// The remarks, in the order in which they came.
  public internal(set) var annotations: [Annotation] = []
  /// How many blocks there were.
  public internal(set) var blocks = 0
  /// What of the contract was broken, a line each.
  public internal(set) var violations: [String] = []
  /// Whether the reading was stopped at its limit and not at the end.
  public internal(set) var wasStopped = false
}

/// Reads `source` to its end, or until `limit` frames came, and notes every breach of the contract.
public func readCheckingTheContract(
  of source: any BlockSource, keepingSamples: Bool = true, limit: Int64 = .max, lateness: Seconds = 0
) throws -> Reading {
  var contract = SourceContract(source.description, keepingSamples: keepingSamples, lateness: lateness)
  var block = Block()
  var total: Int64 = 0
  loop: while true {
    switch try source.next(into: &block) {
    case .block:
      contract.check(block)
      total += Int64(block.frameCount)
    case .annotation(let annotation):
      contract.check(annotation, beside: block)
    case .news, .idle:
      if !block.samples.isEmpty { contract.violate("news came with a block that is not empty") }
    case .end: break loop
    }
    if total >= limit {
      return contract.stopped
    }
  }
  if case .end = try source.next(into: &block) {} else { contract.violate("something follows the end") }
  contract.checkIsUnchanged(source.description)
  return contract.reading
}

/// The promises of ``BlockSource``, checked block by block.
public struct SourceContract {
  /// What came so far.
  public private(set) var reading: Reading
  private let description: SourceDescription
  private let keepingSamples: Bool
  private let lateness: Seconds
  /// The index after the last frame of each stream.
  private var endIndices: [Int64]
  /// The time of the latest frame of any stream.
  private var furthest = Seconds(0)
  /// The latest time that a block of a muscle stream reached.
  private var furthestMuscle = Seconds(0)

  /// The contract of a source that says this of itself; of a device's, whose motion may come so late behind muscle as it is waited for.
  public init(_ description: SourceDescription, keepingSamples: Bool, lateness: Seconds = 0) {
    self.lateness = lateness
    self.description = description
    self.keepingSamples = keepingSamples
    let streams = description.streams.count
    endIndices = Array(repeating: 0, count: streams)
    reading = Reading(
      samples: Array(repeating: [], count: streams), frames: Array(repeating: 0, count: streams))
    if description.announcedFrames.count != streams {
      violate("\(description.announcedFrames.count) announced lengths for \(streams) streams")
    }
    for stream in description.streams {
      if stream.channels.isEmpty { violate("a stream has no channels") }
      for channel in stream.channels
      where !channel.gain.isFinite || channel.gain == 0 || !channel.offset.isFinite {
        violate("channel \(channel.label) has the gain \(channel.gain) and the offset \(channel.offset)")
      }
    }
  }

  /// What came, of a source that was not read to its end.
  var stopped: Reading {
    var reading = reading
    reading.wasStopped = true
    return reading
  }

  /// Notes a breach.
  public mutating func violate(_ what: String) {
    if reading.violations.count < 20 { reading.violations.append("block \(reading.blocks): \(what)") }
  }

  /// Checks a remark, and that it came alone.
  public mutating func check(_ annotation: Annotation, beside block: Block) {
    if !block.samples.isEmpty { violate("an annotation came with a block that is not empty") }
    if !annotation.onset.value.isFinite { violate("an annotation's onset is not finite") }
    reading.annotations.append(annotation)
  }

  /// Checks that the source still says the same of itself.
  public mutating func checkIsUnchanged(_ after: SourceDescription) {
    let isSame =
      after.streams == description.streams && after.announcedFrames == description.announcedFrames
      && after.format == description.format && after.started == description.started
      && after.ignored == description.ignored && after.guesses == description.guesses
    if !isSame { violate("the description changed while reading") }
  }

  /// Checks a block against those before it.
  public mutating func check(_ block: Block) {
    defer { reading.blocks += 1 }
    guard description.streams.indices.contains(block.stream) else {
      return violate("stream \(block.stream) of \(description.streams.count) is not described")
    }
    let stream = description.streams[block.stream]
    guard block.channelCount == stream.channels.count, !block.samples.isEmpty,
      block.samples.count % block.channelCount == 0
    else {
      return violate(
        "\(block.samples.count) values in frames of \(block.channelCount) for \(stream.channels.count) channels"
      )
    }
    checkIndices(of: block)
    checkTimes(of: block, in: stream)
    reading.frames[block.stream] += Int64(block.frameCount)
    if keepingSamples { reading.samples[block.stream] += block.samples }
  }

  /// Within a stream indices rise; a jump is a gap, never a repetition.
  private mutating func checkIndices(of block: Block) {
    let expected = endIndices[block.stream]
    if block.firstIndex < expected {
      violate("stream \(block.stream) goes back from index \(expected) to \(block.firstIndex)")
    } else if block.firstIndex > expected {
      reading.gaps.append(
        (stream: block.stream, from: expected, to: block.firstIndex, cause: block.gapCause))
    }
    endIndices[block.stream] = block.endIndex
  }

  /// At most one second; motion before the muscle of its span; no stream a second ahead of another.
  private mutating func checkTimes(of block: Block, in stream: StreamDescription) {
    // A stream slower than one frame a second still delivers whole frames.
    if block.frameCount > 1, block.frameCount * stream.rate.denominator > stream.rate.numerator {
      violate("a block of \(block.frameCount) frames at \(stream.rate.hertz) Hz spans more than a second")
    }
    let start = stream.rate.time(of: block.firstIndex)
    let end = stream.rate.time(of: block.endIndex)
    // Edges of streams with different rates need not coincide: one sample of tolerance.
    let tolerance = stream.rate.period + 1e-6
    if stream.kind != .emg, start + tolerance + lateness < furthestMuscle {
      violate("motion from \(start.value) s came after muscle up to \(furthestMuscle.value) s")
    }
    if start + tolerance < furthest - 1 {
      violate("stream \(block.stream) at \(start.value) s, another already at \(furthest.value) s")
    }
    // A frame slower than one a second reaches further by itself: what counts is where the last one begins.
    furthest = max(furthest, stream.rate.time(of: block.endIndex - 1))
    if stream.kind == .emg { furthestMuscle = max(furthestMuscle, end) }
  }
}
