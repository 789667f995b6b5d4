internal import Signals

/// Whether electrodes sit, and what rest is.
extension SiteCalibration {
  mutating func watch() {
    for channel in labels.indices {
      let before = watches[channel].findings
      watches[channel].take(latest[channel], at: time)
      let after = watches[channel].findings
      for finding in after where !before.contains(where: { $0.kind == finding.kind }) {
        remarks.append(.found(finding, channel: channel))
      }
      for finding in before where !after.contains(where: { $0.kind == finding.kind }) {
        remarks.append(.mended(finding, channel: channel))
      }
    }
  }

  /// Channels whose electrodes have been off for so long, and that are not left out yet.
  func lost(for length: Seconds = 0) -> [Int] {
    labels.indices.filter { channel in
      guard !leftOut.contains(channel), let since = watches[channel].offSince else { return false }
      return time - since >= length
    }
  }

  mutating func check(until: Seconds) {
    if !lost().isEmpty {
      phase = .mending(until: plan.lead.map { _ in time + plan.longPatience })
    } else if time >= until {
      finish(.electrodes)
    }
  }

  mutating func mend(until: Seconds?) {
    if lost().isEmpty {
      phase = .checking(until: time + plan.check)
    } else if let until, time >= until {
      goWithoutLost()
    }
  }

  mutating func goWithoutLost() {
    leaveOut(lost())
    if !isOver { finish(.electrodes) }
  }

  /// Goes on without channels whose electrodes have come off.
  mutating func leaveOut(_ channels: [Int]) {
    for channel in channels {
      leftOut.insert(channel)
      remarks.append(.leftOut(channel: channel))
    }
    if leftOut.count == labels.count { phase = .ended(.noSignal) }
  }
}

extension SiteCalibration {
  mutating func relax(_ reading: CalibrationReading, until: Seconds, span: Double) {
    account(span)
    let now = disturbed(reading)
    defer { disturbance = now }
    if let now {
      if disturbance == nil { remarks.append(.startedAnew(now)) }
      phase = .relaxing(until: time + plan.relax)
    } else {
      for channel in labels.indices where !leftOut.contains(channel) {
        if let medium = latest[channel]?.medium { rests[channel].take(medium, at: time) }
      }
      if time >= until { return finish(.relax) }
    }
    guard time - relaxSince >= plan.longPatience + plan.relax else { return }
    remarks.append(.restless)
    finish(.relax)
  }

  private func disturbed(_ reading: CalibrationReading) -> CalibrationRemark.Disturbance? {
    if reading.isMoving { return .movement }
    for channel in labels.indices where !leftOut.contains(channel) {
      switch latest[channel]?.state {
      case nil: return .loss(channel: channel)
      case .active, .spasm: return .activity(channel: channel)
      case .resting, .learning: break
      }
      // A heartbeat hides single moments, which is no disturbance.
      if latest[channel]?.flaws.isDisjoint(with: [.flat, .missing]) != true {
        return .loss(channel: channel)
      }
    }
    return nil
  }
}
