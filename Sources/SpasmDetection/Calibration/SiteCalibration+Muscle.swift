internal import Signals

/// Contractions, and what a muscle does in each posture.
extension SiteCalibration {
  /// The channels of a group that have a signal.
  private func channels(of group: Int) -> [Int] { groups[group].filter { !leftOut.contains($0) } }

  mutating func begin(_ effort: CalibrationEffort) {
    phase = .awaiting(effort, until: time + plan.patience)
  }

  mutating func wait(for effort: CalibrationEffort, until: Seconds) {
    let channels = channels(of: effort.group)
    guard !channels.isEmpty else { return finish(effort.step, group: effort.group) }
    if channels.contains(where: { latest[$0]?.isWorking == true }) {
      for channel in channels { efforts[channel] = EffortMeter() }
      phase = .holding(effort, until: time + plan.hold)
      return
    }
    guard time >= until else { return }
    remarks.append(.notSeen(effort))
    misses += 1
    if misses < Self.mostMisses { begin(effort) } else { finish(effort.step, group: effort.group) }
  }

  mutating func hold(_ effort: CalibrationEffort, until: Seconds, span: Double) {
    let channels = channels(of: effort.group)
    account(span)
    for channel in channels { efforts[channel].take(latest[channel]?.fast, lasting: span) }
    guard time >= until else { return }
    if let channel = channels.first(where: { efforts[$0].rms == nil }) {
      remarks.append(.spoilt(effort, channel: channel))
      misses += 1
      return misses < Self.mostMisses
        ? rest(before: effort, number: effort.number, count: effort.count)
        : finish(effort.step, group: effort.group)
    }
    var measured: [Int: Double] = [:]
    for channel in channels {
      guard let rms = efforts[channel].rms else { continue }
      measured[channel] = rms
      if effort.isMaximal { maximalTries[channel].append(rms) } else { gentleTries[channel].append(rms) }
    }
    remarks.append(.measured(effort, measured))
    follow(effort)
  }

  /// Decides what comes after a contraction.
  mutating func follow(_ effort: CalibrationEffort) {
    if effort.number < effort.count {
      return rest(before: effort, number: effort.number + 1, count: effort.count)
    }
    let difference = effort.isMaximal ? difference(in: effort.group) : 0
    guard difference > plan.agreement else { return finish(effort.step, group: effort.group) }
    guard effort.number < plan.mostTries else {
      remarks.append(.neverAgreed(difference))
      return finish(effort.step, group: effort.group)
    }
    remarks.append(.differ(difference))
    rest(before: effort, number: effort.number + 1, count: effort.count + 1)
  }

  mutating func rest(before effort: CalibrationEffort, number: Int, count: Int) {
    let next = CalibrationEffort(
      isMaximal: effort.isMaximal, group: effort.group, number: number, count: count)
    phase = .pausing(next: next, until: time + (effort.isMaximal ? plan.maximalPause : plan.gentlePause))
  }

  /// How far the two strongest contractions of a group differ on the channel where they differ most.
  private func difference(in group: Int) -> Fraction {
    let result = result
    return channels(of: group).reduce(0) { most, channel in
      // What does not stand out of rest is no contraction, and may be anything.
      guard let best = result.channels[channel].maximum else { return most }
      let others = maximalTries[channel].sorted().dropLast()
      return max(most, Fraction(others.last.map { 1 - $0 / best } ?? 0))
    }
  }

  mutating func pause(before effort: CalibrationEffort, until: Seconds) {
    let isWorking = channels(of: effort.group).contains { latest[$0]?.isWorking == true }
    // The contraction before must be over, but tone that stays is not waited for.
    if time >= until, !isWorking || time >= until + plan.patience { begin(effort) }
  }

  /// How often a contraction may not be seen, or be spoilt, before the step is given up.
  private static let mostMisses = 2
}

extension SiteCalibration {
  mutating func sweep(_ reading: CalibrationReading, until: Seconds, span: Double) {
    account(span)
    if let upright, let gravity = reading.gravity {
      let angle = MotionContext.turn(from: upright, to: gravity)
      for channel in labels.indices where !leftOut.contains(channel) {
        if let fast = latest[channel]?.fast { postures[channel].take(fast, at: angle, lasting: span) }
      }
    }
    if time >= until { finish(.posture) }
  }
}
