internal import Events
internal import Glibc
internal import Signals
internal import SpasmDetection

extension StatusReport {
  /// What `snapshot` tells, without traces.
  public init(_ snapshot: MonitorSnapshot, isStalled: Bool) {
    pid = getpid()
    uptimeS = finite(snapshot.uptime.value) ?? 0
    self.isStalled = isStalled
    wearables = snapshot.wearables.map(Wearable.init)
    remarks = snapshot.remarks.map { Remark(atS: $0.at.value, text: $0.text, isWarning: $0.isWarning) }
  }
}

extension StatusReport.Wearable {
  fileprivate init(_ wearable: WearableSnapshot) {
    name = printable(wearable.name, limit: 400)
    device = printable(wearable.device, limit: 400)
    preset = wearable.preset
    timeS = wearable.time.value
    switch wearable.link {
    case .connected: link = "connected"
    case .lost(_, let reason): (link, linkReason) = ("lost", printable(reason, limit: 400))
    case .ended(let reason): (link, linkReason) = ("ended", reason.map { printable($0, limit: 400) })
    }
    switch wearable.recording {
    case .off: recording = "off"
    case .on(let path): (recording, session) = ("on", path)
    case .paused(let path, let reason):
      (recording, session, recordingReason) = ("paused", path, printable(reason, limit: 400))
    }
    channels = wearable.channels.map(StatusReport.Channel.init)
    episodes = Dictionary(wearable.counts.map { ($0.rawValue, $1) }) { $1 }
    let spasm = wearable.episodes.first { ($0.correction ?? $0.episode.kind) == .spasm }
    lastSpasm = spasm.map { spasm in
      let label =
        wearable.channels.indices.contains(spasm.channel) ? wearable.channels[spasm.channel].label : ""
      let episode = spasm.episode
      return StatusReport.Spasm(
        channel: printable(label), onsetS: episode.onset.value, durationS: episode.duration.value,
        agoS: max(0, (wearable.time - episode.offset).value))
    }
    boutSpasms = wearable.bout?.spasms
    batteryPercent = finite(wearable.state.battery.map { $0 * 100 })
    isCharging = wearable.state.isCharging
    driftPpm = finite(wearable.state.drift)
    jitterMs = finite(wearable.state.jitter.map { $0.value * 1000 })
    (received, lost, overrun) = (wearable.ledger.received, wearable.ledger.lost, wearable.ledger.overrun)
    freeBytes = wearable.freeBytes
    hoursLeft = finite(wearable.hoursLeft)
  }
}

extension StatusReport.Channel {
  fileprivate init(_ channel: ChannelSnapshot) {
    label = printable(channel.label)
    switch channel.state {
    case .learning: state = "learning"
    case .rest: state = "rest"
    case .active(let since): (state, sinceS) = ("active", since.value)
    case .spasm(let since): (state, sinceS) = ("spasm", since.value)
    case .movement(let since): (state, sinceS) = ("movement", since.value)
    case .twitch(let at): (state, sinceS) = ("twitch", at.value)
    case .electrodeOff(let condition): (state, flaw) = ("electrode_off", condition.rawValue)
    }
    if let reading = channel.reading, let rest = reading.rest, rest > 0 {
      xRest = finite(reading.medium.map { $0 / rest })
    }
  }
}

/// The value where it is a number; JSON has no others.
private func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
