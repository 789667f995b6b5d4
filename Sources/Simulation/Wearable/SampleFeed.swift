internal import Signals

/// The samples of a source, stream by stream, as they are asked for.
///
/// Blocks are kept until their samples are taken: those of a second or so, since no stream of a source is farther ahead.
struct SampleFeed {
  private let source: any BlockSource
  private let streams: [StreamDescription]
  private var block = Block()
  private var waiting: [[Int32]]
  /// Where in `waiting` the next sample begins.
  private var heads: [Int]
  /// How many samples of each stream have gone by.
  private(set) var passed: [Int64]
  private(set) var isOver = false
  /// So many values that were taken are kept, so that not each one that is moves all others.
  private static let mostPassed = 8192

  init(_ source: any BlockSource) {
    self.source = source
    streams = source.description.streams
    waiting = streams.map { _ in [] }
    heads = streams.map { _ in 0 }
    passed = streams.map { _ in 0 }
  }

  /// Appends the next sample of a stream to `values`, a value a channel; false once there is none.
  mutating func take(_ stream: Int, into values: inout [Int32]) -> Bool {
    let channels = streams[stream].channels.count
    guard fill(stream) else { return false }
    let head = heads[stream]
    values += waiting[stream][head..<head + channels]
    advance(stream, by: 1)
    return true
  }

  /// Lets samples go by up to so many seconds from the source's start.
  mutating func skip(to time: Double) {
    for stream in streams.indices {
      let wanted = streams[stream].rate.index(nearest: Seconds(time))
      while passed[stream] < wanted, fill(stream) {
        let held = (waiting[stream].count - heads[stream]) / streams[stream].channels.count
        advance(stream, by: min(held, Int(wanted - passed[stream])))
      }
    }
  }

  private mutating func advance(_ stream: Int, by count: Int) {
    heads[stream] += count * streams[stream].channels.count
    passed[stream] += Int64(count)
    // A stream that another one is ahead of is never empty.
    if heads[stream] >= waiting[stream].count || heads[stream] >= Self.mostPassed {
      waiting[stream].removeFirst(min(heads[stream], waiting[stream].count))
      heads[stream] = 0
    }
  }

  /// Sees to it that there is a sample; false at the end.
  private mutating func fill(_ stream: Int) -> Bool {
    while heads[stream] >= waiting[stream].count {
      guard !isOver, let delivery = try? source.next(into: &block) else {
        isOver = true
        return false
      }
      switch delivery {
      case .end: isOver = true
      case .annotation, .news, .idle: continue
      case .block:
        // What a recording lacks stands as values that are not there.
        let at =
          passed[block.stream] + Int64(waiting[block.stream].count - heads[block.stream])
          / Int64(block.channelCount)
        let gap = min(max(0, block.firstIndex - at), Int64(10 * streams[block.stream].rate.hertz))
        waiting[block.stream] += repeatElement(Block.missing, count: Int(gap) * block.channelCount)
        waiting[block.stream] += block.samples
      }
    }
    return true
  }
}
