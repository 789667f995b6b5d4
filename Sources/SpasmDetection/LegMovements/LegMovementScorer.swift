internal import Events
internal import SignalProcessing
internal import Signals

/// Scores the leg movements of one stream by a published rule set, in place of the detection of spasms.
///
/// A left and a right channel are a pair of legs, the first of each, the second of each, and so on; so are the two
/// channels of a stream whose sides nobody told. What is left is a leg of its own. Everything follows from samples
/// and their indices: nothing depends on how they were grouped on their way.
struct LegMovementScorer: Sendable {
  private var legs: [LegChannel]
  private var pairs: [LegPair]
  /// The pair of each leg and its place in it.
  private let places: [(pair: Int, leg: Int)]
  private let rate: SampleRate
  private let hopLength: Int64
  private let delay: Seconds

  init(
    rules: LegMovementRules, stream: Int, description: StreamDescription, firstChannel: Int,
    design: BandDesign, parameters: DetectionParameters
  ) {
    rate = description.rate
    hopLength = Int64(design.hopLength)
    delay = design.delay
    let rate = rate
    legs = description.channels.enumerated().map { position, channel in
      LegChannel(
        stream: stream, channel: firstChannel + position, lane: position % Lanes.scalarCount,
        description: channel, rate: rate, design: design, parameters: parameters, rules: rules)
    }
    let sets = Self.pairs(of: description.channels)
    pairs = sets.map { LegPair(channels: $0, rules: rules, rate: rate) }
    var places = [(pair: Int, leg: Int)](repeating: (0, 0), count: description.channels.count)
    for (pair, set) in sets.enumerated() {
      for (leg, channel) in set.enumerated() { places[channel] = (pair, leg) }
    }
    self.places = places
  }

  /// The channels that are scored together: two legs, or one.
  static func pairs(of channels: [ChannelDescription]) -> [[Int]] {
    if channels.count == 2, channels.allSatisfy({ $0.side == nil }) { return [[0, 1]] }
    let lefts = channels.indices.filter { channels[$0].side == .left }
    let rights = channels.indices.filter { channels[$0].side == .right }
    let both = zip(lefts, rights).map { [$0, $1].sorted() }
    let alone = channels.indices.filter { channel in !both.contains { $0.contains(channel) } }.map { [$0] }
    return (both + alone).sorted { $0[0] < $1[0] }
  }

  /// Takes hop `number` of channel `channel`, the newest of `samples`.
  mutating func take(
    _ hop: HopRecord, number: Int64, of channel: Int, at now: Seconds,
    samples: borrowing RingBuffer<SIMD8<Float>>, into queue: inout EventQueue
  ) {
    let wasBlind = legs[channel].isBlind
    let found = legs[channel].take(hop, number: number, at: now, samples: samples, into: &queue)
    let (pair, leg) = places[channel]
    if let found { pairs[pair].add(found, leg: leg) }
    // A leg that is lost for good does not keep the other from being scored: only the change hides something.
    if legs[channel].isBlind != wasBlind { pairs[pair].series.hide(at: (number + 1) * hopLength) }
  }

  /// Settles what can be, now that every channel has taken the hops before `end`.
  mutating func settle(before end: Int64, at now: Seconds, into queue: inout EventQueue) {
    for pair in pairs.indices { settle(pair, before: end, at: now, into: &queue) }
  }

  /// Settles what is left when the recording has ended.
  mutating func finish(at now: Seconds, into queue: inout EventQueue) {
    for channel in legs.indices {
      guard let found = legs[channel].finish() else { continue }
      pairs[places[channel].pair].add(found, leg: places[channel].leg)
    }
    // Nothing follows, so nothing need be waited for.
    for pair in pairs.indices {
      settle(pair, before: .max, at: now, into: &queue)
      if let run = pairs[pair].series.finish() { close(run, of: pair, at: now, into: &queue) }
    }
  }

  /// Goes on at hop `number` after a gap of which nothing was gone through.
  mutating func interrupt(at number: Int64) {
    for channel in legs.indices { legs[channel].interrupt(at: number) }
  }

  private mutating func settle(
    _ pair: Int, before end: Int64, at now: Seconds, into queue: inout EventQueue
  ) {
    var underWay: Int64?
    for channel in pairs[pair].channels {
      if let onset = legs[channel].onset { underWay = min(onset, underWay ?? onset) }
    }
    while let group = pairs[pair].groups.next(now: end, underWay: underWay) {
      publish(group, of: pair, at: now, into: &queue)
    }
    let earliest = min(end, underWay ?? end, pairs[pair].groups.onset ?? end)
    if let run = pairs[pair].series.close(before: earliest) { close(run, of: pair, at: now, into: &queue) }
  }

  private mutating func publish(
    _ group: LegMovementGroup, of pair: Int, at now: Seconds, into queue: inout EventQueue
  ) {
    let id = queue.episodeNumber(for: .movement)
    let isCandidate = pairs[pair].groups.isCandidate(group)
    let movement = group.movement
    let ended = pairs[pair].series.add(
      id, onset: movement.onset, end: movement.end, isCandidate: isCandidate
    ) { queue.boutNumber() }
    if let ended { close(ended, of: pair, at: now, into: &queue) }
    let subtype: Episode.Subtype = group.count > 1 ? .bilateralLegMovement : .legMovement
    let leg = legs[pairs[pair].channels[group.leg]]
    var episode = group.episode(rise: pairs[pair].rules.onset, rate: rate, delay: delay)
    episode.id = id
    episode.subtype = isCandidate ? subtype : nil
    if pairs[pair].series.holds(id) {
      episode.bout = pairs[pair].series.bout
    } else if isCandidate {
      queue.forget([id], at: now)
    }
    queue.add(Event(at: now, stream: leg.stream, channel: leg.channel, .episode(episode)))
  }

  /// Says that a run is over, where it was a series; where not, its episodes are not asked for again.
  private func close(
    _ run: LegMovementSeries.Run, of pair: Int, at now: Seconds, into queue: inout EventQueue
  ) {
    guard let bout = run.bout else { return queue.forget(run.episodes, at: now) }
    let leg = legs[pairs[pair].channels[0]]
    let series = Bout(
      id: bout, spasms: run.episodes, start: max(0, rate.time(of: run.start) - delay),
      end: max(0, rate.time(of: run.end) - delay))
    queue.add(Event(at: now, stream: leg.stream, channel: leg.channel, .bout(series)))
  }
}

/// Two legs, or one, that are scored together.
private struct LegPair: Sendable {
  let channels: [Int]
  let rules: LegMovementRules
  var groups: LegMovementGroups
  var series: LegMovementSeries

  init(channels: [Int], rules: LegMovementRules, rate: SampleRate) {
    let counts = LegMovementCounts(rules: rules, rate: rate)
    self.channels = channels
    self.rules = rules
    groups = LegMovementGroups(rules: rules, counts: counts, rate: rate)
    series = LegMovementSeries(rules: rules, counts: counts)
  }

  mutating func add(_ found: PendingMovement, leg: Int) {
    var found = found
    found.leg = leg
    groups.add(found)
  }
}

extension LegMovementGroup {
  /// The movement as an episode, with its evidence; its number, subtype and bout are the caller's.
  fileprivate func episode(rise: Microvolts, rate: SampleRate, delay: Seconds) -> Episode {
    let rms = seen > 0 ? (movement.power / Double(seen)).squareRoot() : 0
    let onset = max(0, rate.time(of: movement.onset) - delay)
    let offset = max(onset, rate.time(of: movement.end) - delay)
    let ratio = restRMS > 0 ? rms / restRMS : 1
    let threshold = movement.rest > 0 ? (movement.rest + rise.value) / movement.rest : 1
    return Episode(
      id: 0, kind: .movement, subtype: nil, onset: onset, offset: offset,
      // The rules do not ask whether it was willed.
      involuntary: 0.5, bout: nil,
      severity: Severity(
        timesRest: ratio, integrated: max(0, rms - restRMS) * (offset - onset).value),
      evidence: Evidence(
        restRMS: restRMS, rms: rms, peak: peak, ratio: decibels(ratio * ratio),
        threshold: decibels(threshold * threshold), motion: nil, posture: nil,
        quality: Double(seen) / Double(max(1, seen + unseen)), blanked: 0))
  }
}
