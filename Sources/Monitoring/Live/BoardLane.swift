internal import EpisodeRecorder
internal import Events
internal import Signals
internal import SpasmDetection

/// What a board knows of one wearable.
struct BoardLane {
  private var shown: WearableSnapshot
  private let streams: [StreamDescription]
  /// The first EMG channel of each stream.
  private let firstChannels: [Int]
  private var traces: [TraceHistory]
  /// The account of each stream of muscle; nil of the others.
  private var ledgers: [Ledger?]
  /// What is wrong with each channel, as it was last told, in the order in which it began.
  private var flaws: [[Quality.Condition]]
  /// When a twitch of each channel was last settled.
  private var twitches: [Seconds?]
  /// The last known strength of each channel, and when it was.
  private var strengths: [(rms: Double, at: Seconds)?]
  /// When the last block of muscle came, by the host's clock.
  private var heard: Seconds?
  /// The calibration that goes on beside the monitoring.
  var calibration: BoardCalibration?

  /// How long a twitch is shown after it was settled.
  private static let afterglow: Seconds = 2
  /// How long a strength is shown after it was last known: single heartbeats would let it blink.
  private static let hold: Seconds = 1

  init(_ wearable: Board.Wearable, keepsTraces: Bool) {
    streams = wearable.source.streams
    var channels: [ChannelSnapshot] = []
    var firstChannels: [Int] = []
    for stream in streams {
      firstChannels.append(channels.count)
      guard stream.kind == .emg else { continue }
      let unit = stream.unit == .volt ? "uV" : stream.unit.rawValue
      channels += stream.channels.map { ChannelSnapshot(label: $0.label, unit: unit) }
    }
    for (channel, maximum) in wearable.maxima.enumerated() where channels.indices.contains(channel) {
      channels[channel].maximum = maximum
    }
    self.firstChannels = firstChannels
    traces = keepsTraces ? channels.map { _ in TraceHistory() } : []
    flaws = channels.map { _ in [] }
    twitches = channels.map { _ in nil }
    strengths = channels.map { _ in nil }
    ledgers = streams.map { _ in nil }
    shown = WearableSnapshot(
      name: wearable.name, device: wearable.source.format, preset: wearable.preset, channels: channels)
    shown.recording = wearable.session.map { .on(path: $0.path) } ?? .off
  }

  var account: Ledger { shown.ledger }
  var time: Seconds { shown.time }

  func snapshot(columns: Int, at now: Seconds) -> WearableSnapshot {
    var snapshot = shown
    snapshot.unheard = heard.map { max(0, now - $0) } ?? 0
    guard columns > 0 else { return snapshot }
    for channel in traces.indices {
      snapshot.channels[channel].trace = traces[channel].last(columns, before: shown.time)
    }
    return snapshot
  }

  /// Takes a block that was just processed, at host time `now`, and what the pipeline makes of its channels.
  mutating func take(_ block: borrowing Block, _ pipeline: borrowing Pipeline, at now: Seconds) {
    let stream = streams[block.stream]
    guard stream.kind == .emg else { return }
    heard = now
    shown.time = max(shown.time, stream.rate.time(of: block.endIndex))
    ledgers[block.stream] = pipeline.ledger(of: block.stream)
    shown.ledger = Ledger.total(of: ledgers)
    let first = firstChannels[block.stream]
    for channel in stream.channels.indices {
      let reading = pipeline.reading(channel: first + channel)
      shown.channels[first + channel].reading = held(reading, of: first + channel)
      if !traces.isEmpty { trace(block, channel, stream, reading) }
    }
    if let reading = shown.channels[first].reading, let motion = reading.motion {
      shown.motion = MotionSnapshot(
        acceleration: motion, posture: reading.posture, isMoving: reading.isMoving ?? false)
    }
    for channel in shown.channels.indices { shown.channels[channel].state = state(of: channel) }
    calibration?.take(pipeline, at: stream.rate.time(of: block.endIndex))
  }

  /// A reading with the strength of just before, where it cannot tell one at the moment.
  private mutating func held(_ reading: ChannelReading?, of channel: Int) -> ChannelReading? {
    guard var reading else { return nil }
    if let rms = reading.medium {
      strengths[channel] = (rms, reading.time)
    } else if let last = strengths[channel], reading.time - last.at < Self.hold {
      reading.medium = last.rms
    }
    return reading
  }

  /// Begins a calibration of the EMG channels, in place of one that goes on.
  mutating func calibrate(_ plan: CalibrationPlan) {
    calibration = BoardCalibration(
      calibration: SiteCalibration(streams: streams, plan: plan, from: shown.time))
  }

  private mutating func trace(
    _ block: borrowing Block, _ channel: Int, _ stream: StreamDescription, _ reading: ChannelReading?
  ) {
    let description = stream.channels[channel]
    let scale = stream.unit == .volt ? 1e6 : 1
    let place = firstChannels[block.stream] + channel
    for frame in 0..<block.frameCount {
      let value = block.samples[frame * block.channelCount + channel]
      guard value != Block.missing else { continue }
      let time = stream.rate.time(of: block.firstIndex + Int64(frame)).value
      traces[place].take(
        Float(description.physical(value) * scale), column: Int64(time / TraceHistory.columnSpan))
    }
    func shownAs(_ value: Double?) -> Float { value.map { Float($0) } ?? .nan }
    traces[place].describe(
      envelope: shownAs(reading?.medium), rest: shownAs(reading?.rest),
      threshold: shownAs(reading?.limits?.mediumOn))
  }

  private func state(of channel: Int) -> ChannelSnapshot.State {
    if let flaw = flaws[channel].last(where: { $0.isElectrode }) { return .electrodeOff(flaw) }
    if shown.state.electrodesOff.contains(channel) { return .electrodeOff(.railed) }
    guard let reading = shown.channels[channel].reading else { return .learning }
    switch reading.state {
    case .learning: return .learning
    case .spasm(let onset): return .spasm(since: onset)
    case .active(let onset):
      return reading.isMoving == true ? .movement(since: onset) : .active(since: onset)
    case .resting:
      if let twitch = twitches[channel], shown.time - twitch < Self.afterglow { return .twitch(at: twitch) }
      return .rest
    }
  }

  /// Takes an event.
  mutating func take(_ event: Event) {
    switch event.body {
    case .quality(let quality): take(quality, channel: event.channel ?? 0)
    case .episode(let episode): take(episode, channel: event.channel ?? 0, at: event.at)
    case .bout(let bout): if shown.bout?.id == bout.id { shown.bout = nil }
    case .device(let state): shown.state = state
    case .health(let health): take(health, at: event.at)
    case .recording, .onset, .spasm, .gap, .floor, .note, .summary: break
    }
  }

  private mutating func take(_ quality: Quality, channel: Int) {
    flaws[channel].removeAll { $0 == quality.condition }
    shown.channels[channel].conditions[quality.condition] = nil
    guard quality.present else { return }
    flaws[channel].append(quality.condition)
    shown.channels[channel].conditions[quality.condition] = quality.value ?? 0
  }

  private mutating func take(_ episode: Episode, channel: Int, at time: Seconds) {
    shown.counts[episode.kind, default: 0] += 1
    shown.episodes.insert(RecentEpisode(channel: channel, episode: episode), at: 0)
    if shown.episodes.count > WearableSnapshot.mostEpisodes { shown.episodes.removeLast() }
    if episode.kind == .twitch { twitches[channel] = time }
    guard let bout = episode.bout else { return }
    if shown.bout?.id == bout {
      shown.bout?.spasms += 1
      shown.bout?.end = episode.offset
    } else {
      shown.bout = CurrentBout(
        channel: channel, id: bout, start: episode.onset, end: episode.offset, spasms: 1)
    }
  }

  private mutating func take(_ health: Health, at time: Seconds) {
    if let free = health.freeBytes { shown.freeBytes = free }
    switch health.condition {
    case .linkLost: shown.link = .lost(since: time, reason: health.detail ?? "")
    case .linkBack: shown.link = .connected
    case .pausedDiskFull, .pausedFailure:
      shown.hoursLeft = nil
      if case .on(let path) = shown.recording {
        shown.recording = .paused(path: path, reason: health.detail ?? "")
      }
    case .resumed:
      shown.hoursLeft = nil
      if case .paused(let path, _) = shown.recording { shown.recording = .on(path: path) }
    case .spaceLow: shown.hoursLeft = health.hoursLeft
    case .notSynced, .refused, .cutOff, .alive, .overrun, .clockJumped, .suspended, .outletFailed,
      .outletBack,
      .restarted:
      break
    }
  }

  /// Learns how much room there is where it is recorded.
  mutating func take(freeBytes: Int64?) {
    // How long it lasts is told now and then; in between it goes with the room.
    if let hours = shown.hoursLeft, let before = shown.freeBytes, let freeBytes, before > 0 {
      shown.hoursLeft = hours * Double(freeBytes) / Double(before)
    }
    shown.freeBytes = freeBytes
  }

  /// Learns that nothing more will come.
  mutating func end(reason: String?) { shown.link = .ended(reason: reason) }

  mutating func correct(episode: Int, to kind: Episode.Kind) {
    guard let place = shown.episodes.firstIndex(where: { $0.episode.id == episode }) else { return }
    let before = shown.episodes[place].correction ?? shown.episodes[place].episode.kind
    shown.episodes[place].correction = kind
    shown.counts[before, default: 0] -= 1
    shown.counts[kind, default: 0] += 1
  }
}

extension Quality.Condition {
  /// Whether it says that nothing of the muscle is heard.
  var isElectrode: Bool {
    switch self {
    case .flat, .railed, .missing: true
    case .learning, .hum, .heartbeat, .loudRest: false
    }
  }
}

extension Ledger {
  /// The account of several streams as one.
  fileprivate static func total(of ledgers: [Ledger?]) -> Ledger {
    var total = Ledger()
    for case .some(let ledger) in ledgers {
      total.receive(ledger.received, blank: ledger.blank)
      total.miss(ledger.lost, cause: .lost)
      total.miss(ledger.overrun, cause: .overrun)
    }
    return total
  }
}
