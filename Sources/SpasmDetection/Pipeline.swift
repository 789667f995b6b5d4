public import Events
public import Signals

/// From blocks to events: the whole detection, for any number of streams and channels.
///
/// Pure: it has no clock and does no input or output, and what it emits depends on the samples alone, never on
/// how they were grouped into blocks. In steady state it allocates nothing; memory does not grow with time.
///
/// Blocks of one stream come in order. Muscle advances up to what motion is known of; a motion stream that falls
/// more than 250 ms behind the muscle is taken to have a gap there.
public struct Pipeline: Sendable {
  private(set) var muscles: [MuscleStream] = []
  private var trackers: [MotionTracker] = []
  /// Position of each stream in `muscles` or `trackers`.
  private var places: [Place] = []
  private var ledgers: [Ledger]
  private var ends: [Int64]
  /// Frames of each stream that were given up and are not yet booked.
  private var late: [Int64]
  /// Whether any of them were waited for in vain, or came after all; else they lie where the muscle has a gap too.
  private var isLate: [Bool]
  private let rates: [SampleRate]
  private let channelCount: Int
  private var queue = EventQueue()

  private enum Place: Sendable {
    case muscle(Int)
    case motion(Int)
    /// A stream that is counted but not judged: too slow to hold muscle, or motion of unknown size.
    case unused
  }

  /// How far a motion stream may lag behind the muscle.
  private static let motionLag: Seconds = 0.25
  /// How far one muscle stream may lag behind another.
  private static let muscleLag: Seconds = 1.5

  /// A pipeline for `streams`.
  ///
  /// `lead` is how far motion may run ahead of muscle: at least the longest block plus one second. With
  /// `legMovements`, muscle is scored by those rules and nothing else is looked for. `sites` is what is known of the
  /// electrode sites, by EMG channel; what is missing or implausible is learnt.
  ///
  /// - Precondition: rules in microvolts are for muscle in volts (``LegMovementRules/canScore(_:)``).
  public init(
    streams: [StreamDescription], parameters: DetectionParameters, legMovements: LegMovementRules? = nil,
    lead: Seconds = 10, sites: [SiteMemory?] = []
  ) {
    precondition(
      legMovements == nil || streams.allSatisfy(LegMovementRules.canScore),
      "a rule in microvolts cannot score counts of unknown size")
    var firstChannel = 0
    for (position, stream) in streams.enumerated() {
      if stream.kind == .emg {
        if Hertz(stream.rate.hertz) < Self.lowestRate {
          places.append(.unused)
        } else {
          places.append(.muscle(muscles.count))
          muscles.append(
            MuscleStream(
              stream: position, description: stream, firstChannel: firstChannel, parameters: parameters,
              legMovements: legMovements))
        }
        firstChannel += stream.channels.count
      } else if !stream.tellsMotion {
        places.append(.unused)
      } else {
        places.append(.motion(trackers.count))
        trackers.append(MotionTracker(stream: stream, memory: lead + MuscleStream.memory))
      }
    }
    channelCount = firstChannel
    for place in muscles.indices { muscles[place].remember(sites) }
    ledgers = Array(repeating: Ledger(), count: streams.count)
    ends = Array(repeating: 0, count: streams.count)
    late = ends
    isLate = streams.map { _ in false }
    rates = streams.map(\.rate)
  }

  /// The lowest rate at which a stream can be judged.
  public static var lowestRate: Hertz { BandDesign.lowestRate }

  /// What is known of the electrode sites by now, by EMG channel: to be kept for the next recording.
  public var sites: [SiteMemory?] {
    var sites: [SiteMemory?] = Array(repeating: nil, count: channelCount)
    for muscle in muscles {
      for detector in muscle.detectors { sites[detector.channel] = detector.siteMemory }
    }
    return sites
  }

  /// The index after the last frame of a stream that was taken, or is not waited for any longer.
  public func end(of stream: Int) -> Int64 { ends[stream] }

  /// The account of a stream so far.
  public func ledger(of stream: Int) -> Ledger { ledgers[stream] }

  /// The index before which no frame of a stream is waited for any longer, whatever comes.
  public func givenUp(of stream: Int) -> Int64 {
    isLate[stream] ? ends[stream] : ends[stream] - late[stream]
  }

  /// Why frames before a block's first are absent, should they be: what was given up as too late stays so.
  public func gapCause(before block: borrowing Block) -> GapCause {
    let stream = block.stream
    return late[stream] > 0 && (isLate[stream] || block.firstIndex < ends[stream]) ? .late : block.gapCause
  }

  /// Takes a block and emits what became known with it.
  ///
  /// - Complexity: O(values); nothing is allocated unless something is emitted.
  public mutating func process(_ block: borrowing Block, emit: (Event) -> Void) {
    let stream = block.stream
    precondition(places.indices.contains(stream), "the block belongs to no stream of this pipeline")
    if late[stream] > 0, block.firstIndex < ends[stream] { isLate[stream] = true }
    if block.endIndex > ends[stream] {
      if late[stream] > 0 {
        let cause = gapCause(before: block)
        giveUp(stream: stream, count: block.firstIndex - ends[stream])
        sayGivenUp(stream: stream, cause: cause)
      }
      if block.firstIndex > ends[stream] {
        miss(stream: stream, count: block.firstIndex - ends[stream], cause: block.gapCause)
      }
    }
    // What has been given up, or came already, is not taken twice.
    let late = Int(min(Int64(block.frameCount), max(0, ends[stream] - block.firstIndex)))
    block.samples.withUnsafeBufferPointer { samples in
      take(samples, stream: stream, from: late, channels: block.channelCount)
    }
    advance()
    queue.release(upTo: settledTime, emit)
  }

  /// Passes on a remark that the recording carries; it became known with the samples before it.
  public mutating func note(_ annotation: Annotation) {
    let time = zip(ends, rates).map { $1.time(of: $0) }.max() ?? 0
    queue.add(Event(at: time, .note(annotation)))
  }

  /// Emits all that is left, and the account.
  ///
  /// `announced` is how many frames each stream was said to have, where the source knew.
  public mutating func finish(announced: [Int64?] = [], emit: (Event) -> Void) {
    settleAll()
    for stream in late.indices { sayGivenUp(stream: stream, cause: .late) }
    for (stream, frames) in announced.enumerated() where ends.indices.contains(stream) {
      if let frames, frames > ends[stream] {
        miss(stream: stream, count: frames - ends[stream], cause: .truncated, follow: false)
      }
    }
    for position in muscles.indices { muscles[position].finish(trackers: trackers, into: &queue) }
    let duration = zip(ends, rates).map { $1.time(of: $0) }.max() ?? 0
    queue.close(at: duration, emit)
    let summary = Summary(
      ledgers: ledgers, episodes: queue.episodes, bouts: queue.closedBouts, duration: duration)
    emit(Event(at: duration, .summary(summary)))
  }

  private mutating func take(
    _ samples: UnsafeBufferPointer<Int32>, stream: Int, from start: Int, channels: Int
  ) {
    let frames = samples.count / channels
    guard start < frames else { return }
    var blank: Int64 = 0
    for value in samples[(start * channels)...] where value == Block.missing { blank += 1 }
    ledgers[stream].receive(Int64(frames - start), blank: blank)
    ends[stream] += Int64(frames - start)
    switch places[stream] {
    case .unused: return
    case .motion(let place):
      for frame in start..<frames { trackers[place].take(samples, base: frame * channels) }
    case .muscle(let place):
      var frame = start
      while frame < frames {
        frame = muscles[place].take(samples, from: frame, frames: frames, into: &queue)
        advance()
      }
    }
  }

  /// Books samples that will not come.
  private mutating func miss(stream: Int, count: Int64, cause: GapCause, follow: Bool = true) {
    ends[stream] += count
    book(stream: stream, count: count, cause: cause)
    guard follow else { return }
    switch places[stream] {
    case .unused: return
    case .motion(let place): trackers[place].skip(count)
    case .muscle(let place):
      muscles[place].skip(to: ends[stream])
      repeat { advance() } while muscles[place].passAbsentHop(into: &queue)
    }
  }

  /// Judges every hop that can be judged, in the order of time over all muscle streams.
  private mutating func advance() {
    while let place = nextMuscle {
      let time = muscles[place].nextHopEnd
      for tracker in trackers.indices {
        waitFor(tracker: tracker, until: time, of: muscles[place])
        guard trackers[tracker].reaches(time) else { return }
      }
      muscles[place].judge(trackers: trackers, into: &queue)
    }
  }

  /// The muscle stream whose hop is next, unless an earlier one of another stream is still awaited.
  private var nextMuscle: Int? {
    var best: Int?
    for place in muscles.indices where muscles[place].hasHop {
      if let other = best, muscles[other].nextJudgement <= muscles[place].nextJudgement { continue }
      best = place
    }
    guard let best, muscles.count > 1 else { return best }
    let time = muscles[best].nextJudgement
    for place in muscles.indices where !muscles[place].hasHop && muscles[place].nextJudgement < time {
      if muscleFront - muscles[place].nextJudgement < Self.muscleLag { return nil }
    }
    return best
  }

  /// How far the foremost muscle stream has come.
  private var muscleFront: Seconds {
    var front: Seconds = 0
    for place in muscles.indices { front = max(front, muscles[place].front) }
    return front
  }

  /// Gives up on motion that is too late for a hop of a muscle to wait for.
  ///
  /// How late it is counts from where the muscle began again, should that be after a gap: what came of the muscle first
  /// does not make motion late by the gap.
  private mutating func waitFor(tracker: Int, until time: Seconds, of muscle: MuscleStream) {
    let known = trackers[tracker].knownUntil
    let since = time > muscle.resumed ? max(known, muscle.resumed) : known
    guard !trackers[tracker].reaches(time), muscleFront - since > Self.motionLag else { return }
    guard
      let stream = places.firstIndex(where: { if case .motion(tracker) = $0 { true } else { false } })
    else { return }
    if time > muscle.resumed { isLate[stream] = true }
    // One frame more than the time says: the frame at that very moment is needed too.
    giveUp(stream: stream, count: trackers[tracker].rate.index(nearest: time - known) + 1)
  }

  /// Passes over frames of a motion stream that are not waited for; they are booked once it is known whether they come.
  private mutating func giveUp(stream: Int, count: Int64) {
    guard count > 0, case .motion(let tracker) = places[stream] else { return }
    ends[stream] += count
    trackers[tracker].skip(count)
    late[stream] += count
  }

  /// Books and says what was given up of a stream since it was last heard, in one gap.
  private mutating func sayGivenUp(stream: Int, cause: GapCause) {
    guard late[stream] > 0 else { return }
    book(stream: stream, count: late[stream], cause: cause)
    (late[stream], isLate[stream]) = (0, false)
  }

  /// Books the last `count` frames of a stream as a gap, and says it.
  ///
  /// It becomes known with its end. Of a stream that muscle waits for no longer than the lag, it is told by that much later: its end
  /// may be heard of only when muscle has been judged as far, and what is told must not depend on that.
  private mutating func book(stream: Int, count: Int64, cause: GapCause) {
    ledgers[stream].miss(count, cause: cause)
    var time = rates[stream].time(of: ends[stream])
    if case .muscle = places[stream] {} else { time += Self.motionLag }
    let gap = Gap(firstIndex: ends[stream] - count, count: count, cause: cause)
    queue.add(Event(at: time, stream: stream, .gap(gap)))
  }

  /// Judges what waits for motion or muscle that will no longer come.
  private mutating func settleAll() {
    advance()
    let byTime = { (left: MuscleStream, right: MuscleStream) in left.nextJudgement < right.nextJudgement }
    while let next = muscles.filter(\.hasHop).min(by: byTime),
      let place = muscles.firstIndex(where: { $0.stream == next.stream })
    {
      muscles[place].judge(trackers: trackers, into: &queue)
    }
  }

  /// The time before which nothing new can become known.
  private var settledTime: Seconds {
    // Just before it: what becomes known at that very moment is still to be put in order.
    if muscles.isEmpty { return (zip(ends, rates).map { $1.time(of: $0) }.min() ?? 0) - 1e-9 }
    var settled = Seconds(.infinity)
    for place in muscles.indices { settled = min(settled, muscles[place].nextJudgement) }
    return settled - 1e-9
  }
}
