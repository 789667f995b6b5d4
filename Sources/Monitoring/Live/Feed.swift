internal import EpisodeRecorder
internal import Links
internal import RecordingFormats
public import Signals

/// The listener of a wearable: takes what a source delivers, at its own time, and puts it into the queue of a lane.
///
/// A recording and a story are played as if they were worn: in short pieces, each waited for. `step` does one delivery, so that a
/// test runs feed and lane in turns on one thread.
public final class Feed {
  /// How a source is listened to.
  public struct Settings: Sendable {
    /// At what pace samples come.
    public var pace = Pace.itsOwn
    /// How much signal is taken at the most.
    public var duration: Seconds?
    public var clock = MonitorClock.system
    /// Whether the person has had enough.
    public var isStopped: @Sendable () -> Bool = { false }

    /// A device: samples come by themselves.
    public init() {}
  }

  /// At what pace samples come.
  public enum Pace: Hashable, Sendable {
    /// A device's own; it does not wait.
    case itsOwn
    /// A recording's or a story's, so many times faster than life.
    case times(Double)
    /// A recording's or a story's, as fast as the machine can.
    case greatest
  }

  let queue: FeedQueue
  /// What the source is.
  public let description: SourceDescription
  /// Why the source failed, where it did; to be read when the feed has ended.
  public private(set) var failure: (any Error)?
  private let source: any BlockSource
  private let settings: Settings
  private var pieces: Rechunker
  private var block = Block()
  private var piece = Block()
  private var start: Seconds?
  private var isOver = false

  /// So finely muscle is cut that is waited for.
  private static let pieceLength: Seconds = 0.05
  /// How much signal may wait to be judged.
  private static let patience: Seconds = 30
  /// The longest wait at one go, so that a person who has had enough is heard.
  private static let longestPause: Seconds = 0.1

  /// How long a recording waits before it looks for room again.
  private static let roomPause: Seconds = 0.002

  /// A listener to `source`.
  public init(_ source: any BlockSource, settings: Settings) {
    self.source = source
    self.settings = settings
    description = source.description
    let streams = source.description.streams
    let muscle = streams.filter { $0.kind == .emg }
    var frames: Int?
    if case .times = settings.pace { frames = muscle.map { $0.rate.count(in: Self.pieceLength) }.max() }
    pieces = Rechunker(streams: streams, frames: frames)
    let most = streams.reduce(0) { $0 + $1.rate.count(in: Self.patience) * $1.channels.count }
    queue = FeedQueue(streams: streams.count, most: max(most, 1))
  }

  /// What the source found wrong with what it read.
  public var damage: [String] { source.damage }

  /// Listens until the source ends, fails, or the person has had enough.
  public func run() { while step() {} }

  /// Takes one delivery; false when nothing more will come.
  public func step() -> Bool {
    guard !isOver else { return false }
    do {
      // A device hears of it by itself, and says where it stopped.
      if queue.isLeft || settings.pace != .itsOwn && settings.isStopped() { return end() }
      switch try source.next(into: &block) {
      case .block:
        let isMuscle = description.streams[block.stream].kind == .emg
        pieces.take(block, isMuscle: isMuscle, put)
      case .annotation(let annotation):
        pieces.flush(put)
        queue.put(.annotation(annotation))
      case .news(let news): queue.put(.news(news))
      case .idle: break
      case .end: return end()
      }
    } catch {
      failure = error
      queue.put(.news(.linkLost(error.words)))
      return end()
    }
    return !isOver || end()
  }

  private func end() -> Bool {
    pieces.flush(put)
    isOver = true
    queue.end()
    return false
  }

  private func put(_ block: borrowing Block) {
    guard !isOver else { return }
    let stream = description.streams[block.stream]
    let time = stream.rate.time(of: block.endIndex)
    if stream.kind == .emg || !description.streams.contains(where: { $0.kind == .emg }) {
      if let duration = settings.duration, stream.rate.time(of: block.firstIndex) >= duration {
        isOver = true
        return
      }
      wait(until: time)
    }
    piece.restart(stream: block.stream, firstIndex: block.firstIndex, channelCount: block.channelCount)
    piece.gapCause = block.gapCause
    piece.samples.append(contentsOf: block.samples)
    while settings.pace != .itsOwn, !queue.hasRoom(for: piece.samples.count) {
      settings.clock.pause(Self.roomPause)
    }
    queue.put(&piece)
  }

  /// Waits until the recording has come to `time`; the deadline counts from the start, so that lateness never adds up.
  private func wait(until time: Seconds) {
    guard case .times(let speed) = settings.pace else { return }
    let begin = start ?? settings.clock.elapsed()
    start = begin
    let deadline = begin + Seconds(time.value / speed)
    while !settings.isStopped() {
      let rest = deadline - settings.clock.elapsed()
      guard rest > 0 else { return }
      settings.clock.pause(min(rest, Self.longestPause))
    }
  }

}

extension Error {
  /// What a person is told of it, in a line.
  var words: String {
    (self as? RecordingError)?.message ?? (self as? SessionError)?.message ?? (self as? LinkError)?.message
      ?? "\(self)"
  }
}

/// The lane's end of a queue: a source like any other.
final class QueuedSource: BlockSource {
  let description: SourceDescription
  private let queue: FeedQueue
  /// What fills an empty queue where there is one thread; nil where a thread of its own does.
  private let fill: (() -> Void)?

  /// How long is waited for something to come before there is nothing.
  private static let patience: Seconds = 0.1

  init(_ feed: Feed, fill: (() -> Void)? = nil) {
    queue = feed.queue
    var description = feed.description
    // What is left out at will is not missing.
    description.announcedFrames = description.streams.map { _ in nil }
    self.description = description
    self.fill = fill
  }

  var damage: [String] { [] }

  /// Says that nothing more will be asked for.
  func leave() { queue.leave() }

  func next(into block: inout Block) -> Delivery {
    guard let fill else { return delivery(of: queue.take(into: &block, waiting: Self.patience)) }
    let taken = queue.take(into: &block, waiting: 0)
    guard case .nothing = taken else { return delivery(of: taken) }
    fill()
    return delivery(of: queue.take(into: &block, waiting: 0))
  }

  private func delivery(of taken: FeedQueue.Taken) -> Delivery {
    switch taken {
    case .block: .block
    case .annotation(let annotation): .annotation(annotation)
    case .news(let news): .news(news)
    case .nothing: .idle
    case .end: .end
    }
  }
}
