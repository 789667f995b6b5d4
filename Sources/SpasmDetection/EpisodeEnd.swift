internal import Events
internal import Glibc
internal import Signals

// How an ended activity becomes an episode.

extension ChannelDetector {
  /// Settles an activity that has ended by hop `number`.
  mutating func end(
    _ activity: Activity, number: Int64, scene: Scene, into queue: inout EventQueue
  ) {
    let offset = offset(of: activity, number: number)
    track.raiseWall(to: number + 1)
    let (kind, subtype) = settle(activity, offset: offset, number: number)
    if case .made = activity.call, kind != .spasm {
      report(.spasm(.withdrawn, onset: activity.onset), at: scene.now, into: &queue)
    }
    publish(activity, kind: kind, subtype: subtype, offset: offset, scene: scene, into: &queue)
  }

  /// Ends an activity that turned out to be noise, and takes its level for the new rest.
  mutating func endAsNoise(
    _ activity: Activity, _ cause: Episode.Subtype, number: Int64, scene: Scene, into queue: inout EventQueue
  ) {
    if case .made = activity.call {
      report(.spasm(.withdrawn, onset: activity.onset), at: scene.now, into: &queue)
    }
    // Right after another activity its muscle may still work under the hum.
    let coversMuscle = cause == .hum && activity.onset - lastOffset < 0.5
    restBeforeHum = coversMuscle ? (activity.rest, scene.hopEnd) : nil
    publish(
      activity, kind: .artefact, subtype: cause, offset: scene.hopEnd, scene: scene, into: &queue)
    let level = cause == .hum ? rest(under: activity, level: activity.meanPower) : activity.meanPower
    let why: FloorReport.Cause = activity.isReseated ? .relearnt : .step
    if activity.isReseated { strength.forget() }
    resetRest(to: level, cause: why, number: number, scene: scene, into: &queue)
  }

  /// Settles what is under way when the recording ends.
  mutating func finish(scene: Scene, into queue: inout EventQueue) {
    if case .active(let activity) = phase {
      phase = .resting
      end(activity, number: track.end - 1, scene: scene, into: &queue)
    }
    if let bout = bouts.finish() { report(.bout(bout), at: scene.now, into: &queue) }
  }

  private func offset(of activity: Activity, number: Int64) -> Seconds {
    let tail = activity.lastActive - Int64(design.hops(in: 1))
    let range = track.held(max(activity.onsetHop, tail)..<number + 1)
    let refined =
      parameters.without.contains(.refinement)
      ? nil : ChangePoint.offset(in: range, of: track, rest: activity.rest)
    let found = refined ?? activity.lastActive + 1
    let end = rate.time(of: min(found, activity.lastActive + 1) * Int64(design.hopLength)) - delay
    return max(activity.onset + design.hop, end)
  }

  private func settle(
    _ activity: Activity, offset: Seconds, number: Int64
  ) -> (kind: Episode.Kind, subtype: Episode.Subtype?) {
    let duration = offset - activity.onset
    if isHum(activity, until: offset) { return (.artefact, .hum) }
    if activity.followsLoss, duration < parameters.twitchLimit { return (.artefact, .electrode) }
    if isClick(activity, duration: duration, number: number) { return (.artefact, .click) }
    if duration < parameters.twitchLimit {
      // Steps come twice a second; what beats faster shakes the limb itself.
      let beats = activity.onset - recentBursts.0 < Rhythm.periods.upperBound
      if activity.isWithinMovement, !beats { return (.movement, nil) }
      return (.twitch, activity.onset - recentBursts.1 < parameters.clusterWindow ? .cluster : nil)
    }
    let motion = MotionRule.verdict(
      on: activity, activeUntil: offset, persistence: parameters.motionPersistence, parameters: parameters)
    if duration < parameters.spasmLimit { return (motion == .unexplained ? .brief : .movement, nil) }
    if isTone(activity) { return (.movement, .tone) }
    // Clonus shakes the limb that it is in, and pauses at each beat: neither speaks against it.
    if isClonic(activity) { return (.spasm, .clonic) }
    if activity.account.activeShare < parameters.activityShare.value { return (.brief, .cluster) }
    if case .made(_, byRhythm: false) = activity.call { return (.spasm, subtype(of: activity)) }
    return motion == .unexplained ? (.spasm, subtype(of: activity)) : (.movement, nil)
  }

  /// Whether a short activity is a click of the electrode, a snap of the cable or a heartbeat, and no muscle.
  ///
  /// Those have as much power from 8 to 24 Hz as in the muscle's band, where muscle has a twentieth. A long
  /// activity is not judged so: movement shakes cables, and muscle may work under it.
  private func isClick(_ activity: Activity, duration: Seconds, number: Int64) -> Bool {
    guard duration < parameters.spasmLimit, !parameters.without.contains(.clicks) else { return false }
    // The lower band answers later by its own filters' delay.
    let late = Int64(design.hops(in: 0.05))
    let (low, muscle) = track.bands(
      activity.onsetHop..<max(activity.onsetHop, min(activity.lastActive + late, number)) + 1)
    guard muscle > 0 else { return false }
    // What the band holds at rest, of a heart's slow waves above all, is not the activity's.
    return decibels(max(0, low - lowAtRest) / muscle) > parameters.clickShare
  }

  /// Whether an activity has beaten as clonus does, in the mean of its seconds.
  ///
  /// Against motion it takes some seconds to tell.
  private func isClonic(_ activity: Activity) -> Bool {
    let strength =
      activity.lastMotion == nil ? activity.rhythm ?? rhythmNow(activity) : activity.steadyRhythm ?? 0
    return strength > Rhythm.least
  }

  /// How strongly an activity beats as clonus does just now.
  func rhythmNow(_ activity: Activity) -> Double {
    Rhythm.strength(track, until: activity.lastActive, hop: design.hop)
  }

  private func subtype(of activity: Activity) -> Episode.Subtype {
    // Without a motion sensor, or with motion that it outlasted, nothing suggests that it was held on purpose.
    activity.motionKnown && activity.lastMotion == nil ? .unexplained : .tonic
  }

  private mutating func publish(
    _ activity: Activity, kind: Episode.Kind, subtype: Episode.Subtype?, offset: Seconds,
    scene: Scene, into queue: inout EventQueue
  ) {
    let id = queue.episodeNumber(for: kind)
    lastOffset = offset
    if offset - activity.onset < parameters.twitchLimit, kind != .artefact {
      recentBursts = (activity.onset, recentBursts.0, recentBursts.1)
    }
    let bout =
      kind == .spasm
      ? bouts.add(spasm: id, onset: activity.onset, end: offset) { queue.boutNumber() } : nil
    let ratio = activity.ratio
    if kind == .brief || kind == .spasm || subtype == .tone {
      wander.take(swell: ratio, windows: Int(((offset - activity.onset) / parameters.mediumWindow).rounded()))
    }
    if kind != .artefact, subtype != .tone {
      strength.take(peak: activity.account.peak, rest: activity.rest, isShort: kind == .twitch)
    }
    if kind != .artefact { colours.learn(muscle: activity.account.colour.colour, ratio: ratio) }
    let restRMS = activity.rest.squareRoot() * scale
    let rms = activity.meanPower.squareRoot() * scale
    let hops = Double(max(1, activity.account.hops))
    let episode = Episode(
      id: id, kind: kind, subtype: subtype, onset: activity.onset, offset: offset,
      involuntary: Involuntary(activity, kind: kind, subtype: subtype).probability,
      bout: bout,
      severity: Severity(
        timesRest: ratio.squareRoot(), integrated: max(0, rms - restRMS) * (offset - activity.onset).value,
        ofMaximum: memory?.maximum.map { max(0, rms - restRMS) / $0 }),
      evidence: Evidence(
        restRMS: restRMS, rms: rms, peak: activity.account.peak.squareRoot() * scale, ratio: decibels(ratio),
        threshold: decibels(activity.threshold),
        motion: activity.motionKnown ? activity.motionPeak : nil,
        posture: activity.postureChange, company: activity.company,
        unevenness: activity.account.unevenness.deviation.map { Decibels($0) },
        quality: 1 - Double(activity.account.unsound) / hops, blanked: Double(activity.account.blanked) / hops
      ))
    report(.episode(episode), at: scene.now, into: &queue)
  }
}
