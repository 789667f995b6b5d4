internal import Events
internal import SignalProcessing
internal import Signals

/// One EMG stream on its way from blocks to judged hops.
struct MuscleStream: Sendable {
  let stream: Int
  let rate: SampleRate
  let design: BandDesign
  private let channelCount: Int
  private let counts: WindowCounts
  private var groups: [LaneGroup]
  /// What tells spasms from twitches, a channel each; none where leg movements are scored in their place.
  private(set) var detectors: [ChannelDetector]
  private var legMovements: LegMovementScorer?
  private var motion: MotionContext?
  /// The index of the sample that is expected next.
  private(set) var next: Int64 = 0
  /// The index at which samples began again after the last gap.
  private var resumption: Int64 = 0
  /// The hop that is judged next.
  private(set) var judged: Int64 = 0
  /// Hops that are complete.
  private var complete: Int64 = 0
  /// The hop up to which a gap is gone through hop by hop.
  private var followed: Int64 = 0
  private var frequencies: [Double]
  /// Hum that came or went, until the hop of that moment is judged: judging may lag behind for want of motion,
  /// and must not know more for that.
  private var humChanges: [(at: Seconds, channel: Int, frequency: Double)] = []
  /// What motion said at the hops of the last seconds.
  private(set) var scenes: RingBuffer<Scene>
  private var stillGravity = SIMD3<Float>.zero
  private var stillSince: Seconds?

  init(
    stream: Int, description: StreamDescription, firstChannel: Int, parameters: DetectionParameters,
    legMovements rules: LegMovementRules? = nil
  ) {
    self.stream = stream
    rate = description.rate
    design = BandDesign(rate: description.rate, parameters: parameters)
    let design = design
    channelCount = description.channels.count
    counts = WindowCounts(parameters: parameters, design: design)
    let width = Lanes.scalarCount
    groups = stride(from: 0, to: channelCount, by: width).map { first in
      LaneGroup(
        first: first, channels: description.channels[first..<min(first + width, description.channels.count)],
        design: design, rate: description.rate, parameters: parameters, memory: Self.memory,
        // Both rules for leg movements advise against a notch.
        takesOutHum: rules == nil)
    }
    if let rules {
      detectors = []
      legMovements = LegMovementScorer(
        rules: rules, stream: stream, description: description, firstChannel: firstChannel, design: design,
        parameters: parameters)
    } else {
      detectors = description.channels.enumerated().map { position, channel in
        ChannelDetector(
          stream: stream, channel: firstChannel + position, lane: position % width, description: channel,
          unit: description.unit, rate: description.rate, design: design, parameters: parameters)
      }
    }
    frequencies = Array(repeating: 0, count: channelCount)
    motion = parameters.without.contains(.motion) ? nil : MotionContext(parameters: parameters)
    scenes = RingBuffer(
      capacity: design.hops(in: WindowCounts.lookBack),
      filler: Scene(now: 0, hopEnd: 0, motion: nil, gravityBefore: .zero))
  }

  /// Begins with what is known of the sites of all EMG channels of the recording.
  mutating func remember(_ sites: [SiteMemory?]) {
    for position in detectors.indices where sites.indices.contains(detectors[position].channel) {
      guard let memory = sites[detectors[position].channel], memory.isPlausible else { continue }
      detectors[position].remember(memory)
    }
  }

  /// Samples kept for the search of an onset: the search, what is judged late, and what motion may lag.
  static let memory: Seconds = 3.5

  /// The end of the hop that is judged next: motion must be known up to there.
  var nextHopEnd: Seconds { rate.time(of: (judged + 1) * Int64(design.hopLength)) }

  /// The end of the newest hop that must be complete before the next is judged.
  var nextJudgement: Seconds {
    rate.time(of: (judged + Int64(counts.lookAhead) + 1) * Int64(design.hopLength))
  }

  /// The end of the newest hop that is complete.
  var front: Seconds { rate.time(of: complete * Int64(design.hopLength)) }

  /// Where its samples began again after the last gap.
  var resumed: Seconds { rate.time(of: resumption) }

  /// Whether a hop waits to be judged.
  var hasHop: Bool { judged + Int64(counts.lookAhead) < complete }

  /// Takes samples of a block from its frame `start` on, up to the end of a hop at most.
  ///
  /// Returns the frame after the last one taken. Events of the front end (hum) go to `queue`.
  mutating func take(
    _ samples: UnsafeBufferPointer<Int32>, from start: Int, frames: Int, into queue: inout EventQueue
  ) -> Int {
    let hopLength = Int64(design.hopLength)
    let toHop = Int(hopLength - next % hopLength)
    let toBlock = legMovements == nil ? groups.first?.mains.remaining : nil
    let end = min(frames, start + toHop, start + (toBlock ?? toHop))
    for group in groups.indices {
      groups[group].take(samples, stride: channelCount, from: start, to: end)
    }
    next += Int64(end - start)
    if end - start == toBlock { closeMainsBlock() }
    if next % hopLength == 0 { closeHop(into: &queue) }
    return end
  }

  /// Judges the next hop.
  mutating func judge(trackers: [MotionTracker], into queue: inout EventQueue) {
    let now = nextJudgement
    judgeOne(at: now, trackers: trackers, into: &queue)
  }

  private mutating func judgeOne(at now: Seconds, trackers: [MotionTracker], into queue: inout EventQueue) {
    let hopEnd = nextHopEnd
    if scenes.endIndex != judged { scenes.restart(at: judged) }
    scenes.append(scene(now: now, hopEnd: hopEnd, trackers: trackers))
    while let change = humChanges.first, change.at <= now {
      humChanges.removeFirst()
      let frequency = change.frequency > 0 ? change.frequency : nil
      detectors[change.channel].hum(frequency, at: change.at, into: &queue)
    }
    for position in detectors.indices {
      detectors[position].judge(
        judged, scenes: scenes, samples: groups[position / Lanes.scalarCount].samples, into: &queue)
    }
    noteCompany(at: hopEnd)
    judged += 1
  }

  /// Tells each channel whose activity has just begun how many of the others began with it.
  private mutating func noteCompany(at time: Seconds) {
    guard detectors.count > 1 else { return }
    for position in detectors.indices where detectors[position].isYoung(at: time) {
      let onset = detectors[position].latestOnset
      var together = -1
      for other in detectors.indices where abs((detectors[other].latestOnset - onset).value) < Self.together {
        together += 1
      }
      detectors[position].book(company: Double(together) / Double(detectors.count - 1))
    }
  }

  /// Muscles of one task begin within 5 to 40 ms of each other; a weak onset is found up to 0.1 s late.
  private static let together = 0.15

  private mutating func scene(now: Seconds, hopEnd: Seconds, trackers: [MotionTracker]) -> Scene {
    let state = motion?.state(at: hopEnd, trackers: trackers)
    if let state {
      if state.isMoving {
        stillSince = nil
      } else {
        // The posture counts as the one before a movement once it has been held for half a second.
        let since = stillSince ?? hopEnd
        stillSince = since
        if hopEnd - since >= 0.5 || stillGravity == .zero { stillGravity = state.gravity }
      }
    }
    return Scene(
      now: now, hopEnd: hopEnd, motion: state, gravityBefore: stillGravity)
  }

  private mutating func closeHop(into queue: inout EventQueue) {
    let now = rate.time(of: next)
    for channel in 0..<channelCount {
      let hop = groups[channel / Lanes.scalarCount].hop(
        lane: channel % Lanes.scalarCount, length: design.hopLength)
      take(hop, of: channel, at: now, into: &queue)
    }
    for group in groups.indices { groups[group].beginHop() }
    complete += 1
    legMovements?.settle(before: complete * Int64(design.hopLength), at: now, into: &queue)
  }

  private mutating func take(_ hop: HopRecord, of channel: Int, at now: Seconds, into queue: inout EventQueue)
  {
    guard legMovements != nil else { return detectors[channel].take(hop, at: now, into: &queue) }
    legMovements?.take(
      hop, number: complete, of: channel, at: now, samples: groups[channel / Lanes.scalarCount].samples,
      into: &queue)
  }

  private mutating func closeMainsBlock() {
    let now = rate.time(of: next)
    for group in groups.indices {
      let isChanged = groups[group].closeMainsBlock(at: next)
      if any(groups[group].mains.rings) { hideRinging(group: group) }
      guard isChanged else { continue }
      for lane in 0..<groups[group].count {
        let channel = groups[group].first + lane
        let frequency = groups[group].mains.frequencies[lane]
        guard frequency != frequencies[channel] else { continue }
        frequencies[channel] = frequency
        humChanges.append((now, channel, frequency))
      }
    }
  }

  /// Hides what the notches of a group make of hum that was switched off.
  private mutating func hideRinging(group: Int) {
    let first = groups[group].first
    for lane in 0..<groups[group].count where groups[group].mains.rings[lane] && !detectors.isEmpty {
      detectors[first + lane].hide(hops: design.hops(in: 0.2))
    }
  }

  /// Goes on at sample `index` after samples that will not come; the hops between are to be passed.
  mutating func skip(to index: Int64) {
    for group in groups.indices { groups[group].interrupt(at: index) }
    (next, resumption) = (index, index)
    followed = complete + Int64(design.hops(in: Self.gapFollowed))
    // The rest of a hop that the gap cuts is flawed from its start.
    for group in groups.indices where index % Int64(design.hopLength) != 0 { groups[group].flawHop() }
  }

  /// Passes a hop of a gap, to be judged as unsound; says whether another follows.
  ///
  /// What is under way is so carried across a short gap or ended in a long one; of a gap of hours only the first
  /// minutes are gone through hop by hop.
  mutating func passAbsentHop(into queue: inout EventQueue) -> Bool {
    let target = next / Int64(design.hopLength)
    guard complete < target else { return false }
    if complete == followed {
      complete = target - Int64(counts.lookAhead)
      judged = complete
      for position in detectors.indices { detectors[position].interrupt(at: judged) }
      legMovements?.interrupt(at: judged)
      followed = target
    }
    let end = (complete + 1) * Int64(design.hopLength)
    let now = rate.time(of: end)
    for channel in 0..<channelCount { take(HopRecord(flaws: .missing), of: channel, at: now, into: &queue) }
    complete += 1
    legMovements?.settle(before: end, at: now, into: &queue)
    return complete < target
  }

  /// How much of a gap is gone through hop by hop: longer than any pause that a decision waits for.
  private static let gapFollowed: Seconds = 180

  /// Judges what is left and settles what is under way.
  mutating func finish(trackers: [MotionTracker], into queue: inout EventQueue) {
    let now = rate.time(of: next)
    while judged < complete { judgeOne(at: now, trackers: trackers, into: &queue) }
    let scene = scene(now: now, hopEnd: now, trackers: trackers)
    for position in detectors.indices { detectors[position].finish(scene: scene, into: &queue) }
    legMovements?.finish(at: now, into: &queue)
  }
}
