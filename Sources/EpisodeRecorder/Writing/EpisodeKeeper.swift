internal import Events
internal import Signals

/// Which data records are kept where only episodes are: those of spasms, brief contractions and twitches, with what came shortly
/// before and after.
///
/// Records wait until it is known whether they are wanted: an episode is told seconds after it began, and a spasm is kept from its
/// call on. Movement and artefacts are not kept.
struct EpisodeKeeper {
  /// A record that waits.
  struct Record {
    var number: Int64
    var bytes: [UInt8]
    var present: [Int]
  }

  private let preRoll, postRoll: Seconds
  private let recordLength: Seconds
  private let capacity: Int
  private var waiting: [Record] = []
  /// Spans of time that are wanted; the last of them may go on.
  private var wanted: [ClosedRange<Double>] = []
  /// Spasms that go on, by channel, with where what is kept of them begins.
  private var ongoing: [Int: Double] = [:]

  /// The longest from an onset to its episode's line, but for spasms, which are called while they last: a brief contraction of two
  /// seconds, and what settles it.
  private static let longestUntilTold: Seconds = 10

  init(preRoll: Seconds, postRoll: Seconds, recordLength: Seconds) {
    self.preRoll = preRoll
    self.postRoll = postRoll
    self.recordLength = recordLength
    capacity = Int(((preRoll + Self.longestUntilTold) / recordLength).rounded(.up)) + 1
  }

  /// Learns from an event what is wanted.
  mutating func take(_ event: Event) {
    guard let channel = event.channel else { return }
    switch event.body {
    case .spasm(.confirmed, let onset): ongoing[channel] = onset.value - preRoll.value
    case .spasm(.withdrawn, _): ongoing[channel] = nil
    case .episode(let episode):
      switch episode.kind {
      case .spasm, .brief, .twitch,
        .movement where episode.subtype?.isLegMovement == true:
        wanted.append(
          (episode.onset - preRoll).value...max(episode.onset - preRoll, episode.offset + postRoll).value)
        ongoing[channel] = nil
      case .movement, .artefact: break
      }
    default: break
    }
  }

  /// Takes a record; hands out those that are kept, and those that are not.
  mutating func take(_ record: Record, keep: (Record) -> Void, leave: (Record) -> Void) {
    waiting.append(record)
    release(downTo: capacity, keep, leave)
    let start = time(of: waiting.first ?? record)
    wanted.removeAll { $0.upperBound < start }
  }

  /// Hands out all that waits.
  mutating func finish(keep: (Record) -> Void, leave: (Record) -> Void) { release(downTo: 0, keep, leave) }

  private mutating func release(downTo count: Int, _ keep: (Record) -> Void, _ leave: (Record) -> Void) {
    // What is wanted is written at once, and what comes before it is left: records are written in their order.
    let wanted = waiting.lastIndex(where: isWanted).map { $0 + 1 } ?? 0
    let done = max(wanted, waiting.count - count)
    for record in waiting.prefix(done) {
      if isWanted(record) { keep(record) } else { leave(record) }
    }
    waiting.removeFirst(max(0, done))
  }

  private func time(of record: Record) -> Double { Double(record.number) * recordLength.value }

  private func isWanted(_ record: Record) -> Bool {
    let start = time(of: record)
    let end = start + recordLength.value
    return wanted.contains { $0.lowerBound < end && $0.upperBound > start }
      || ongoing.values.contains { $0 < end }
  }
}
