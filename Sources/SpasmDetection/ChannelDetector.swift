internal import Events
internal import Signals

/// Decides, hop by hop, what one channel's activity is.
///
/// A hop is judged when a fixed number of later ones is there, so that a heartbeat that begins in it can be
/// blanked first; everything depends on hop numbers and never on how samples were grouped on their way.
struct ChannelDetector: Sendable {
  /// Where the channel stands.
  enum Phase: Sendable {
    /// The level of rest is not known.
    case learning
    /// At rest.
    case resting
    /// Something goes on.
    case active(Activity)
  }

  let stream: Int
  let channel: Int
  let lane: Int
  let parameters: DetectionParameters
  let design: BandDesign
  private let steadyThresholds: Thresholds
  /// The thresholds as they stand over this rest.
  private(set) var thresholds: Thresholds
  let counts: WindowCounts
  /// Physical units per digital step, in microvolts or counts.
  let scale: Double
  /// How much later a filtered sample comes than its muscle.
  let delay: Seconds
  let rate: SampleRate
  var track: HopTrack
  var rest: RestLevel
  var colours: ColourRule
  var wander: RestWander
  var strength = MuscleStrength()
  /// What was known of the site before.
  var memory: SiteMemory?
  var bouts: BoutKeeper
  var phase = Phase.learning
  private var heart: HeartbeatFinder
  private var blankUntil: Int64 = -1
  private var hadHeart = false
  private var saidLearning = false
  private var learningSince: Int64 = 0
  var lossRun = 0
  private var wasSound = false
  private var reportedLoss: Quality.Condition?
  var lastLoss: Int64 = .min / 2
  var lastLongLoss: Int64 = .min / 2
  /// The end of the last episode: the next one begins no earlier.
  var lastOffset: Seconds = 0
  /// Mean power below muscle's band at rest.
  private(set) var lowAtRest = 0.0
  /// When its latest activity began, and when that was noticed.
  var latestOnset: Seconds = -1e9
  var latestNotice: Seconds = -1e9
  private var reportedFloor = 0.0
  /// When hum was last recognised, from when on it is taken out.
  var humOnset: Seconds?
  /// The level of rest before hum that covered an activity under way, and when that was.
  var restBeforeHum: (power: Double, at: Seconds)?
  /// The onsets of the last three short activities, the latest first.
  var recentBursts: (Seconds, Seconds, Seconds) = (-1e9, -1e9, -1e9)

  init(
    stream: Int, channel: Int, lane: Int, description: ChannelDescription, unit: PhysicalUnit,
    rate: SampleRate, design: BandDesign, parameters: DetectionParameters
  ) {
    self.stream = stream
    self.channel = channel
    self.lane = lane
    self.parameters = parameters
    self.design = design
    self.rate = rate
    steadyThresholds = Thresholds(parameters: parameters, design: design)
    thresholds = steadyThresholds
    counts = WindowCounts(parameters: parameters, design: design)
    scale = description.gain.magnitude * (unit == .volt ? 1e6 : 1)
    delay = design.delay
    track = HopTrack(capacity: design.hops(in: WindowCounts.lookBack) + counts.lookAhead + 1)
    rest = RestLevel(
      parameters: parameters, window: design.hop * Double(counts.medium), step: description.step)
    wander = RestWander(
      parameters: parameters, window: design.hop * Double(counts.medium), usual: thresholds.mediumOn)
    bouts = BoutKeeper(gap: parameters.boutGap)
    colours = ColourRule(design: design, rate: rate, parameters: parameters)
    heart = HeartbeatFinder(design: design, parameters: parameters)
  }

  /// Takes the newest hop, before any is judged: finds standstills and heartbeats in it.
  mutating func take(_ hop: HopRecord, at now: Seconds, into queue: inout EventQueue) {
    let number = track.end
    track.append(hop)
    if hop.flaws.contains(.flat) {
      // The standstill began before it was recognised, with a step that is no signal either.
      let before = Int64(design.hops(in: parameters.flat) + 2)
      mark(number - before..<number, as: .flat, newest: number)
    }
    if number <= blankUntil { mark(number..<number + 1, as: .blanked, newest: number) }
    if !parameters.without.contains(.heartbeat), let beat = heart.take(newest: number, of: track) {
      let reach = Int64(counts.blank)
      mark(beat - reach..<beat + reach + 1, as: .blanked, newest: number)
      blankUntil = max(blankUntil, beat + reach)
    }
    if heart.isPresent != hadHeart {
      hadHeart = heart.isPresent
      let beats = hadHeart ? heart.rate(hop: design.hop) : nil
      report(.quality(Quality(.heartbeat, present: hadHeart, value: beats)), at: now, into: &queue)
    }
  }

  /// Hides the last `hops`, as far as they cannot have been judged yet, and as many to come; called just before the
  /// next hop is taken.
  mutating func hide(hops: Int) {
    mark(track.end - Int64(hops)..<track.end, as: .blanked, newest: track.end)
    blankUntil = max(blankUntil, track.end + Int64(hops))
  }

  /// Marks hops that cannot have been judged yet: judging may lag for want of motion, and must not differ by it.
  private mutating func mark(_ range: Range<Int64>, as flaw: HopRecord.Flaws, newest: Int64) {
    let first = newest - Int64(counts.lookAhead)
    track.mark(max(first, range.lowerBound)..<max(first, range.upperBound), as: flaw)
  }

  /// Judges hop `number`; `scenes` are those of the last seconds, the hop's own the last of them.
  mutating func judge(
    _ number: Int64, scenes: borrowing RingBuffer<Scene>, samples: borrowing RingBuffer<SIMD8<Float>>,
    into queue: inout EventQueue
  ) {
    let wasLearning = isLearning
    judge(number, scene: scenes[number], samples: samples, isAgain: false, into: &queue)
    guard wasLearning, !isLearning, parameters.heartbeatExpected.value < 0.5 else { return }
    // What went on while rest was being learnt can be judged now. Near a heart it is not: the beats of that
    // time were not known for beats yet.
    let first = max(track.held(0..<number).lowerBound, scenes.startIndex, learningSince)
    for earlier in first..<number {
      var scene = scenes[earlier]
      scene.now = scenes[number].now
      judge(earlier, scene: scene, samples: samples, isAgain: true, into: &queue)
    }
  }

  private var isLearning: Bool { if case .learning = phase { true } else { false } }

  private mutating func judge(
    _ number: Int64, scene: Scene, samples: borrowing RingBuffer<SIMD8<Float>>, isAgain: Bool,
    into queue: inout EventQueue
  ) {
    let hop = track.hops[number]
    if !isAgain { followLoss(hop, number: number, scene: scene, into: &queue) }
    let isLevelTime = number % Int64(counts.medium) == Int64(counts.medium) - 1
    let level = isLevelTime ? track.power(last: number, count: counts.medium) : nil
    switch phase {
    case .learning:
      if !saidLearning {
        saidLearning = true
        learningSince = number
        report(.quality(Quality(.learning, present: true)), at: scene.now, into: &queue)
      }
      if let level, rest.learn(level) { becomeLearnt(scene: scene, into: &queue) }
    case .resting:
      if let threshold = begins(at: number) {
        begin(at: number, threshold: threshold, scene: scene, samples: samples, into: &queue)
      } else if let level, scene.motion?.isMoving != true {
        rest.follow(level)
        if let rest = rest.power { wander.take(rest: level / rest) }
        if !parameters.without.contains(.wander) { thresholds = steadyThresholds.raised(by: wander.lift) }
        followColour(number)
        reportDrift(scene: scene, into: &queue)
      }
    case .active(var activity):
      // It may end in what follows, and is put back where it does not.
      phase = .resting
      let goesOn = proceed(
        &activity, hop: hop, number: number, level: level, scene: scene, samples: samples, into: &queue)
      if goesOn { phase = .active(activity) }
    }
    if !isAgain, let level, let newRest = rest.watchLockUp(level), let power = rest.power,
      newRest > power * thresholds.mediumOff
    {
      var usual = newRest
      if case .active(let activity) = phase {
        phase = .resting
        // What is left of it must not stand above its own lowest moment as one more spasm.
        usual = max(usual, activity.usualPower)
        end(activity, number: number, scene: scene, into: &queue)
      }
      resetRest(to: usual, cause: .drift, number: number, scene: scene, into: &queue)
    }
    if let bout = bouts.close(at: scene.hopEnd, active: activeOnset) {
      report(.bout(bout), at: scene.now, into: &queue)
    }
  }

  /// The onset of the activity under way.
  var activeOnset: Seconds? {
    if case .active(let activity) = phase { activity.onset } else { nil }
  }

  /// Whether an activity is under way that was noticed within the half second before `time`.
  func isYoung(at time: Seconds) -> Bool { activeOnset != nil && time - latestNotice < 0.5 }

  /// Books the share of the other channels that became active with the activity under way.
  mutating func book(company share: Double) {
    guard case .active(var activity) = phase else { return }
    phase = .resting
    activity.book(company: share)
    phase = .active(activity)
  }

  /// Notes that mains hum came (with its frequency) or went.
  mutating func hum(_ frequency: Double?, at now: Seconds, into queue: inout EventQueue) {
    report(.quality(Quality(.hum, present: frequency != nil, value: frequency)), at: now, into: &queue)
    if frequency != nil { takeOutHum(at: now, into: &queue) }
    if case .learning = phase {
      rest.forget()
      // What was heard with other filters is not gone through again.
      learningSince = track.end
    }
  }

  /// Notes a gap before hop `number`: nothing looks back across it.
  mutating func interrupt(at number: Int64) {
    track.restart(at: number)
    blankUntil = -1
  }

  func report(_ body: Event.Body, at now: Seconds, into queue: inout EventQueue) {
    queue.add(Event(at: now, stream: stream, channel: channel, body))
  }

  private mutating func becomeLearnt(scene: Scene, into queue: inout EventQueue) {
    phase = .resting
    saidLearning = false
    report(.quality(Quality(.learning, present: false)), at: scene.now, into: &queue)
    reportFloor(recallRest() ? .remembered : .learnt, at: scene.now, into: &queue)
  }

  private mutating func followColour(_ number: Int64) {
    let range = number + 1 - Int64(counts.medium)..<number + 1
    colours.follow(rest: track.colour(range))
    lowAtRest += (track.bands(range).low - lowAtRest) * ColourRule.following
  }

  /// Sets the level of rest anew.
  mutating func resetRest(
    to level: Double, cause: FloorReport.Cause, number: Int64, scene: Scene, into queue: inout EventQueue
  ) {
    rest.set(level)
    track.raiseWall(to: number + 1)
    reportFloor(cause, at: scene.now, into: &queue)
  }

  mutating func reportFloor(_ cause: FloorReport.Cause, at now: Seconds, into queue: inout EventQueue) {
    guard let power = rest.power else { return }
    reportedFloor = power
    let rms = power.squareRoot() * scale
    report(.floor(FloorReport(rms: rms, cause: cause)), at: now, into: &queue)
  }

  private mutating func reportDrift(scene: Scene, into queue: inout EventQueue) {
    guard let power = rest.power, reportedFloor > 0 else { return }
    if decibels(power / reportedFloor).value.magnitude > 1 {
      reportFloor(.drift, at: scene.now, into: &queue)
    }
  }

  /// Follows loss of signal, and says when it begins to matter and when it ends.
  private mutating func followLoss(
    _ hop: HopRecord, number: Int64, scene: Scene, into queue: inout EventQueue
  ) {
    guard !hop.flaws.isDisjoint(with: .unsound) else {
      lossRun = 0
      wasSound = true
      if let reported = reportedLoss {
        reportedLoss = nil
        report(.quality(Quality(reported, present: false)), at: scene.now, into: &queue)
      }
      return
    }
    lossRun += 1
    // At the beginning of a signal the filters settle: nothing was lost.
    if wasSound { lastLoss = number }
    if lossRun >= counts.loss { lastLongLoss = number }
    if lossRun == counts.loss {
      let condition: Quality.Condition =
        hop.flaws.contains(.flat) ? (hop.flaws.contains(.railed) ? .railed : .flat) : .missing
      reportedLoss = condition
      report(.quality(Quality(condition, present: true)), at: scene.now, into: &queue)
    }
  }
}
