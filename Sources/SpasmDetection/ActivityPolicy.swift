internal import Events
internal import Signals

// How an activity begins, goes on and ends.

extension ChannelDetector {
  /// The ratio that was passed when activity begins at hop `number`, or nil.
  func begins(at number: Int64) -> Double? {
    guard let rest = rest.power else { return nil }
    if let fast = track.power(last: number, count: counts.fast), fast > thresholds.fastOn * rest {
      return thresholds.fastOn
    }
    if let medium = track.power(last: number, count: counts.medium), medium > thresholds.mediumOn * rest {
      return thresholds.mediumOn
    }
    guard number % 10 == 0 else { return nil }
    if let slow = track.trimmedPower(last: number, parts: counts.slowParts, length: counts.medium),
      slow > thresholds.slowOn * rest
    {
      return thresholds.slowOn
    }
    return nil
  }

  mutating func begin(
    at number: Int64, threshold: Double, scene: Scene, samples: borrowing RingBuffer<SIMD8<Float>>,
    into queue: inout EventQueue
  ) {
    guard let rest = rest.power else { return }
    let isSlow = threshold == thresholds.slowOn && threshold < thresholds.mediumOn
    let search = design.hops(in: isSlow ? 1.5 : 0.6)
    let (hop, found) = onset(at: number, search: search, rest: rest, samples: samples)
    let onset = max(found, lastOffset)
    var activity = Activity(
      onsetHop: hop, onset: onset, rest: rest, threshold: threshold,
      followsLoss: follows(lastLoss, at: hop), isReseated: follows(lastLongLoss, at: hop),
      gravityBefore: scene.gravityBefore)
    if let motion = scene.motion { activity.book(motion, at: scene.hopEnd) }
    for earlier in hop...number {
      activity.book(track.hops[earlier], number: earlier, isActive: true, isEarly: true)
    }
    if let medium = track.power(last: number, count: counts.medium) { activity.account.book(peak: medium) }
    phase = .active(activity)
    latestOnset = onset
    latestNotice = scene.hopEnd
    report(.onset(onset), at: scene.now, into: &queue)
  }

  /// Whether hop `number` comes soon after a loss of signal.
  private func follows(_ loss: Int64, at number: Int64) -> Bool {
    (0..<Int64(counts.loss)).contains(number - loss)
  }

  /// Where the activity that is seen at hop `number` began: the hop, and the time to the sample.
  private func onset(
    at number: Int64, search: Int, rest: Double, samples: borrowing RingBuffer<SIMD8<Float>>
  ) -> (hop: Int64, time: Seconds) {
    guard !parameters.without.contains(.refinement) else {
      return (number, max(0, rate.time(of: number * Int64(design.hopLength)) - delay))
    }
    let range = track.open(number + 1 - Int64(search)..<number + 1)
    var hop = ChangePoint.onset(in: range, of: track, rest: rest) ?? number
    // A slow ramp: walk back while a tenth of a second holds twice the power of rest.
    let tenth = design.hops(in: 0.1)
    let limit = track.open(number - Int64(design.hops(in: 10))..<number).lowerBound
    while hop > limit, let power = track.power(last: hop - 1, count: tenth), power > 2 * rest { hop -= 1 }
    let length = Int64(design.hopLength)
    let reach = Int64(design.hops(in: 0.05))
    let low = max(samples.startIndex, (hop - reach) * length)
    let high = min(samples.endIndex, (hop + reach) * length)
    let (level, _) = track.mean(track.held(hop..<min(number + 1, hop + Int64(counts.medium))))
    // The samples of a second are there however far the judgement lags; a longer ramp has no sharper onset.
    let isRecent = number - hop <= Int64(design.hops(in: 1))
    guard isRecent, low < high, level > 1.2 * rest, track.hops[hop].counts else {
      return (hop, rate.time(of: hop * length) - delay)
    }
    let sample = ChangePoint.sample(
      in: low..<high, of: samples, lane: lane, rest: rest, ratio: level / rest)
    return (hop, max(0, rate.time(of: sample) - delay))
  }

  /// Takes the activity through one hop; says whether it goes on.
  mutating func proceed(
    _ activity: inout Activity, hop: HopRecord, number: Int64, level: Double?, scene: Scene,
    samples: borrowing RingBuffer<SIMD8<Float>>, into queue: inout EventQueue
  ) -> Bool {
    if let motion = scene.motion { activity.book(motion, at: scene.hopEnd) }
    let isHidden = activity.isHidden(by: hop, number: number, recognition: counts.humRecognition)
    if !isHidden, surges(over: activity, at: number) {
      activity.surge += 1
      guard activity.surge >= counts.surge else { return true }
      part(activity, at: number, scene: scene, samples: samples, into: &queue)
      return false
    }
    activity.surge = 0
    let isRelaxed = hasRelaxed(from: activity, at: number)
    let isActive = hop.counts && !isRelaxed && stays(activity, at: number)
    if isHidden, isActive {
      activity.bookHidden(hop)
      guard activity.line.hops < counts.hidden else {
        endUnderHum(activity, number: number, scene: scene, into: &queue)
        return false
      }
    } else {
      book(
        hop, number: number, in: &activity, isActive: isActive, isRelaxed: isRelaxed, level: level,
        now: scene.hopEnd)
    }
    if level != nil, let cause = noise(in: activity, scene: scene) {
      endAsNoise(activity, cause, number: number, scene: scene, into: &queue)
      return false
    }
    let isLost = Double(lossRun) * design.hop.value > parameters.rejoin.value
    let isOver =
      design.hop * Double(activity.silence) >= hang(activity, now: scene.hopEnd)
      || design.hop * Double(activity.relaxed) >= parameters.relaxationHang
    if isLost || isOver {
      end(activity, number: number, scene: scene, into: &queue)
      return false
    }
    call(&activity, number: number, scene: scene, into: &queue)
    return true
  }

  /// Books a hop of an activity, and the windows that end with it.
  private func book(
    _ hop: HopRecord, number: Int64, in activity: inout Activity, isActive: Bool, isRelaxed: Bool,
    level: Double?, now: Seconds
  ) {
    let age = number - activity.onsetHop
    activity.book(hop, number: number, isActive: isActive, isEarly: age <= Int64(counts.humRecognition))
    if age % Int64(counts.humRecognition / 2) == 0 { activity.keepAccount() }
    if isActive, let level, age >= Int64(counts.medium) { activity.account.book(level: level) }
    if isRhythmTime(number, of: activity) { activity.book(rhythm: rhythmNow(activity)) }
    if let medium = track.power(last: number, count: counts.medium) { activity.account.book(peak: medium) }
    guard hop.counts else { return }
    // A bucket that leaks: an activity lives while it is active for a third of its time.
    let isSustained = now - activity.onset >= parameters.spasmLimit
    activity.silence = isActive ? (isSustained ? max(0, activity.silence - 2) : 0) : activity.silence + 1
    activity.relaxed = isRelaxed ? activity.relaxed + 1 : 0
  }

  private func stays(_ activity: Activity, at number: Int64) -> Bool {
    // A strong contraction often leaves a weak tone behind, which is not the contraction: what lies 15 dB under
    // its mean no longer keeps it going, unless it would begin an activity by itself.
    let tone = Self.toneShare * activity.meanPower
    if let fast = track.power(last: number, count: counts.fast),
      fast > max(thresholds.fastOff * activity.rest, min(tone, thresholds.fastOn * activity.rest))
    {
      return true
    }
    // The medium window is the more sensitive one, but it smears a twitch over its own length.
    guard Double(number - activity.onsetHop) * design.hop.value >= 1,
      let medium = track.power(last: number, count: counts.medium)
    else { return false }
    return medium > max(thresholds.mediumOff * activity.rest, min(tone, thresholds.mediumOn * activity.rest))
  }

  static let toneShare = 0.032

  /// The quiet that ends an activity of this age: short for a twitch, long for a spasm, and in between between.
  private func hang(_ activity: Activity, now: Seconds) -> Seconds {
    let (short, long) = (parameters.shortHang, parameters.longHang)
    let age = now - activity.onset - design.hop * Double(activity.silence)
    let share = (age - parameters.twitchLimit) / (parameters.spasmLimit - parameters.twitchLimit)
    let usual = short + (long - short) * min(1, max(0, share))
    return clonicBeat(of: activity).map { max(usual, $0 * 1.25) } ?? usual
  }

  /// The period of the twitches just before and of this one, where they beat as clonus does; the next is waited for.
  private func clonicBeat(of activity: Activity) -> Seconds? {
    let (last, second, third) = recentBursts
    let intervals = (activity.onset - last, last - second, second - third)
    let longest = max(intervals.0, intervals.1, intervals.2)
    let isRegular = longest * 0.8 < min(intervals.0, intervals.1, intervals.2)
    return isRegular && Rhythm.joinedPeriods.contains(longest) ? longest : nil
  }

  /// Whether another second of an activity is full, after the two that a rhythm is looked for in.
  private func isRhythmTime(_ number: Int64, of activity: Activity) -> Bool {
    let second = Int64(design.hops(in: 1))
    let age = number - activity.onsetHop
    // Soon after the first two seconds once more: what then still beats is called.
    return age >= 2 * second && age % second == 0 || age == 2 * second + second / 4
  }

  /// Makes the live call, repeats it once a second, or keeps silent.
  private mutating func call(
    _ activity: inout Activity, number: Int64, scene: Scene, into queue: inout EventQueue
  ) {
    switch activity.call {
    case .made(let said, let byRhythm):
      guard scene.now - said >= 1 else { return }
      activity.call = .made(said: said + 1, byRhythm: byRhythm)
      report(.spasm(.ongoing, onset: activity.onset), at: scene.now, into: &queue)
    case .open:
      // The later hops are there already: what they show need not be waited for.
      // Judged after the fact, as while rest is learnt, a hop knows no more than what follows it closely.
      let known = rate.time(of: (number + 1 + Int64(counts.lookAhead)) * Int64(design.hopLength))
      guard min(scene.now, known) - activity.onset >= parameters.spasmLimit,
        activity.silence == 0, activity.line.hops == 0, !isTone(activity),
        !isHum(activity, until: scene.hopEnd),
        !isNoise(activity)
      else { return }
      let motion = MotionRule.verdict(
        on: activity, activeUntil: scene.hopEnd, persistence: parameters.motionPatience,
        parameters: parameters)
      let isSustained =
        motion == .unexplained && activity.account.activeShare >= Self.callShare(parameters.activityShare)
        && goesOnAhead(activity, of: number)
      guard isSustained || activity.steadyRhythm.map({ $0 > Rhythm.least }) ?? false else { return }
      activity.call = .made(said: scene.now, byRhythm: !isSustained)
      report(.spasm(.confirmed, onset: activity.onset), at: scene.now, into: &queue)
    }
  }

  /// Whether the activity is still there in the hops after `number` that have come already, and in their last part.
  private func goesOnAhead(_ activity: Activity, of number: Int64) -> Bool {
    let end = number + Int64(counts.lookAhead) + 1
    let limit = thresholds.mediumOff * activity.rest
    return track.plainPower(number + 1..<end) > limit
      && track.plainPower(end - Int64(counts.lookAhead / 2)..<end) > limit
  }

  /// The share of its time that an activity must have been active to be called: half-way from the share that a
  /// settled spasm needs, so that little is taken back.
  private static func callShare(_ settled: Fraction) -> Double { (1 + settled.value) / 2 }

  /// The noise that a lasting activity turns out to be, if it does.
  private func noise(in activity: Activity, scene: Scene) -> Episode.Subtype? {
    if activity.line.cameFirst, activity.line.hops > counts.humming { return .hum }
    // After a loss of signal a new level is likely, and a third of the patience is enough.
    let patience = activity.isReseated ? parameters.noiseStep / 3 : parameters.noiseStep
    return scene.hopEnd - activity.onset >= patience && isNoise(activity) ? .noiseStep : nil
  }

  /// Whether an activity is the electrode's noise: by its colour, and where colour cannot tell, by its beginning
  /// with the return of a signal that was lost.
  private func isNoise(_ activity: Activity) -> Bool {
    guard !parameters.without.contains(.noiseStep) else { return false }
    return colours.isNoise(activity.account.colour.colour, ratio: activity.ratio) ?? activity.isReseated
  }
}
