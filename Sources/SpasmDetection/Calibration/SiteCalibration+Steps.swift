internal import Signals

/// From step to step.
extension SiteCalibration {
  /// Books how much of the measured time could be judged.
  mutating func account(_ span: Double) {
    measuredTime += span
    for channel in labels.indices where latest[channel]?.fast != nil { soundTime[channel] += span }
  }

  /// Begins a step at once.
  mutating func start(_ step: CalibrationStep, group: Int) {
    misses = 0
    switch step {
    case .electrodes: phase = .checking(until: time + plan.check)
    case .relax:
      relaxSince = time
      disturbance = nil
      phase = .relaxing(until: time + plan.relax)
    case .gentle: begin(CalibrationEffort(isMaximal: false, group: group, number: 1, count: plan.gentleTries))
    case .maximal:
      begin(CalibrationEffort(isMaximal: true, group: group, number: 1, count: plan.maximalTries))
    case .posture:
      upright = latest.lazy.compactMap { $0?.gravity }.first
      guard upright != nil else {
        remarks.append(.noPosture)
        skipped.insert(.posture)
        return go(after: .posture)
      }
      phase = .sweeping(until: time + plan.sweep)
    }
  }

  /// A step of a group has been gone through.
  mutating func finish(_ step: CalibrationStep, group: Int = 0) {
    previous = (step, group)
    go(after: step, group: group)
  }

  mutating func go(after step: CalibrationStep, group: Int = 0) {
    if step == .gentle || step == .maximal, group + 1 < groups.count {
      return announce(step, group: group + 1)
    }
    let all = CalibrationStep.allCases
    guard let place = all.firstIndex(of: step),
      let next = all[(place + 1)...].first(where: { !skipped.contains($0) })
    else {
      phase = .ended(.finished)
      return
    }
    announce(next, group: 0)
  }

  mutating func announce(_ step: CalibrationStep, group: Int) {
    phase = .announcing(step, group: group, until: plan.lead.map { time + $0 })
  }

  /// Leaves out what is under way or announced, and what was measured of it.
  mutating func skip() {
    guard let step = phase.step else { return }
    let group = phase.group ?? 0
    forget(step, group: group)
    if groups.count == 1 || step != .gentle && step != .maximal { skipped.insert(step) }
    if step == .electrodes, case let gone = lost(), !gone.isEmpty { leaveOut(gone) }
    if !isOver { go(after: step, group: group) }
  }

  mutating func repeatStep(_ step: CalibrationStep, group: Int) {
    forget(step, group: group)
    start(step, group: group)
  }

  mutating func forget(_ step: CalibrationStep, group: Int) {
    skipped.remove(step)
    switch step {
    case .electrodes: leftOut = []
    case .relax: rests = rests.map { _ in RestMeter() }
    case .gentle: for channel in groups[group] { gentleTries[channel] = [] }
    case .maximal: for channel in groups[group] { maximalTries[channel] = [] }
    case .posture: postures = postures.map { _ in PostureMeter() }
    }
  }
}
