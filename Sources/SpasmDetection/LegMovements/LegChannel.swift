internal import Events
internal import SignalProcessing
internal import Signals

/// One leg's EMG on its way to movements: its level of rest, its losses, and the finder.
///
/// The rules measure from resting EMG and leave open how it is read. Here it is what the eye takes for it, the
/// height of the trace at rest: the highest rectified amplitude of every quiet 200 ms is followed by ``RestLevel``,
/// to a quarter of a decibel, and its quantile ("floor_quantile") over the quiet time of "floor_memory_s" is rest.
/// Nothing that is or may become a movement enters it.
struct LegChannel: Sendable {
  let stream: Int
  let channel: Int
  let lane: Int
  private let hopLength: Int64
  private let scale: Double
  private let window: Int
  private let loss: Int
  private let reseat: Int
  private let rules: LegMovementRules
  private var track: HopTrack
  /// The height of the trace, and its power, at rest.
  private var height: RestLevel
  private var power: RestLevel
  private var finder: LegMovementFinder
  private var peak = 0.0
  // The window of 200 ms under way.
  private var highest = 0.0
  private var isQuiet = true
  private var isWhole = true
  // What was said of the channel.
  private var isLearning = false
  private var isLoud = false
  private var lossRun = 0
  private var reportedLoss: Quality.Condition?
  private var reportedPower = 0.0

  init(
    stream: Int, channel: Int, lane: Int, description: ChannelDescription, rate: SampleRate,
    design: BandDesign, parameters: DetectionParameters, rules: LegMovementRules
  ) {
    self.stream = stream
    self.channel = channel
    self.lane = lane
    self.rules = rules
    hopLength = Int64(design.hopLength)
    scale = description.gain.magnitude * 1e6
    window = design.hops(in: parameters.mediumWindow)
    loss = design.hops(in: rules.pause)
    reseat = design.hops(in: parameters.rejoin)
    track = HopTrack(capacity: window)
    let step = description.step * scale
    let length = design.hop * Double(window)
    height = RestLevel(parameters: parameters, window: length, step: step)
    power = RestLevel(parameters: parameters, window: length, step: step)
    finder = LegMovementFinder(rules: rules, counts: LegMovementCounts(rules: rules, rate: rate))
  }

  /// Onset of what is under way and may become a movement.
  var onset: Int64? { finder.onset }
  /// RMS at rest in microvolts; 0 until it is learnt.
  private var restRMS: Double { (power.power ?? 0).squareRoot() }
  /// Whether movements were hidden in the newest hop, by a loss that lasts, or for want of a level of rest.
  var isBlind: Bool { lossRun >= loss || isLearning }

  /// Takes hop `number`, the newest of `samples`; returns the movement whose end became certain with it.
  mutating func take(
    _ hop: HopRecord, number: Int64, at now: Seconds, samples: borrowing RingBuffer<SIMD8<Float>>,
    into queue: inout EventQueue
  ) -> PendingMovement? {
    track.append(hop)
    let isSound = hop.flaws.isDisjoint(with: .unsound)
    followLoss(hop, isSound: isSound, at: now, into: &queue)
    let rest = height.power?.squareRoot()
    var found: LegMovement?
    var wasQuiet = finder.onset == nil
    let before = finder.onset
    for index in number * hopLength..<(number + 1) * hopLength {
      let amplitude = isSound ? Double(samples[index][lane].magnitude) * scale : 0
      highest = max(highest, amplitude)
      // A pause lasts longer than a hop: no second movement can end in this one.
      guard let rest else { continue }
      if let movement = finder.take(isSound ? amplitude : nil, rest: rest, at: index) { found = movement }
      if finder.onset != nil { wasQuiet = false }
    }
    isQuiet = isQuiet && wasQuiet
    isWhole = isWhole && isSound
    let pending = found.map(waiting)
    if finder.onset != before { peak = 0 }
    if finder.onset != nil, let mean = track.power(last: number, count: window) {
      peak = max(peak, mean.squareRoot() * scale)
    }
    if (number + 1) % Int64(window) == 0 {
      let cut = closeWindow(number, at: now, into: &queue)
      return pending ?? cut
    }
    return pending
  }

  /// Ends what is under way at the end of the recording.
  mutating func finish() -> PendingMovement? {
    finder.cut().map(waiting)
  }

  private func waiting(_ movement: LegMovement) -> PendingMovement {
    PendingMovement(movement: movement, peak: peak, restRMS: restRMS)
  }

  /// Goes on at hop `number` after a gap of which nothing was gone through.
  mutating func interrupt(at number: Int64) { track.restart(at: number) }

  private mutating func closeWindow(
    _ number: Int64, at now: Seconds, into queue: inout EventQueue
  ) -> PendingMovement? {
    defer { (highest, isQuiet, isWhole) = (0, true, true) }
    guard height.power != nil else { return learn(number, at: now, into: &queue) }
    guard isWhole, let mean = track.power(last: number, count: window) else { return nil }
    let levels = (height: highest * highest, power: mean * scale * scale)
    if isQuiet {
      height.follow(levels.height)
      power.follow(levels.power)
      reportRest(.drift, at: now, into: &queue)
    }
    let newHeight = height.watchLockUp(levels.height)
    let newPower = power.watchLockUp(levels.power)
    guard let newHeight, let newPower, let rest = height.power,
      newHeight.squareRoot() > rest.squareRoot() + rules.end.value
    else { return nil }
    // No movement lasts so long without a pause: the trace at rest has become higher.
    let cut = finish()
    height.set(newHeight)
    power.set(newPower)
    reportRest(.drift, at: now, into: &queue)
    return cut
  }

  private mutating func learn(
    _ number: Int64, at now: Seconds, into queue: inout EventQueue
  ) -> PendingMovement? {
    if !isLearning {
      isLearning = true
      report(.quality(Quality(.learning, present: true)), at: now, into: &queue)
    }
    guard isWhole, let mean = track.power(last: number, count: window) else { return nil }
    _ = power.learn(mean * scale * scale)
    guard height.learn(highest * highest) else { return nil }
    isLearning = false
    report(.quality(Quality(.learning, present: false)), at: now, into: &queue)
    let cause: FloorReport.Cause = reportedPower > 0 ? .relearnt : .learnt
    reportedPower = 0
    reportRest(cause, at: now, into: &queue)
    return nil
  }

  /// Says where rest lies when that is new or has moved by a decibel, and whether it is louder than the rules allow.
  private mutating func reportRest(
    _ cause: FloorReport.Cause, at now: Seconds, into queue: inout EventQueue
  ) {
    guard let level = power.power, let rest = height.power?.squareRoot() else { return }
    if reportedPower == 0 || decibels(level / reportedPower).value.magnitude > 1 {
      reportedPower = level
      report(.floor(FloorReport(rms: level.squareRoot(), cause: cause)), at: now, into: &queue)
    }
    // It must fall a little below before it is said to be over, or it would be said again and again.
    let limit = rules.loudRest.value * (isLoud ? 0.9 : 1)
    guard (rest > limit) != isLoud else { return }
    isLoud.toggle()
    let condition = Quality(.loudRest, present: isLoud, value: isLoud ? rest : nil)
    report(.quality(condition), at: now, into: &queue)
  }

  /// Follows loss of signal: says when it matters and when it ends, and has rest learnt again after a long one.
  private mutating func followLoss(
    _ hop: HopRecord, isSound: Bool, at now: Seconds, into queue: inout EventQueue
  ) {
    guard !isSound else {
      lossRun = 0
      if let reported = reportedLoss {
        reportedLoss = nil
        report(.quality(Quality(reported, present: false)), at: now, into: &queue)
      }
      return
    }
    lossRun += 1
    if lossRun == loss {
      let condition: Quality.Condition =
        hop.flaws.contains(.flat) ? (hop.flaws.contains(.railed) ? .railed : .flat) : .missing
      reportedLoss = condition
      report(.quality(Quality(condition, present: true)), at: now, into: &queue)
    }
    if lossRun == reseat, height.power != nil {
      height.forget()
      power.forget()
    }
  }

  private func report(_ body: Event.Body, at now: Seconds, into queue: inout EventQueue) {
    queue.add(Event(at: now, stream: stream, channel: channel, body))
  }
}
