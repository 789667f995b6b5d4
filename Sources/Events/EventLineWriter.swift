public import Signals

/// Writes events as lines of JSON, the contract of `--json` and of a session's event log.
///
/// Times have microseconds, amplitudes four decimals, decibels two. The bytes depend on the events alone.
public struct EventLineWriter: Sendable {
  private let channelLabels: [String]
  /// The unit of each channel's amplitudes: volts are told in microvolts.
  private let channelUnits: [String]
  private let wearable: Int?

  /// A writer for the events of a source with these streams; of several wearables, `wearable` tells the lines apart, from 1.
  public init(streams: [StreamDescription], wearable: Int? = nil) {
    self.wearable = wearable
    var labels: [String] = []
    var units: [String] = []
    for stream in streams where stream.kind == .emg {
      labels += stream.channels.map(\.label)
      units += stream.channels.map { _ in stream.unit == .volt ? "uV" : stream.unit.rawValue }
    }
    channelLabels = labels
    channelUnits = units
  }

  /// The line of `event`, with its line feed, in UTF-8.
  public func line(_ event: Event) -> [UInt8] {
    var text = JSONText()
    text.object { json in
      json.field("type", event.type)
      json.field("at_s", event.at)
      if let wearable { json.field("wearable", wearable) }
      if let channel = event.channel {
        json.field("channel", channelLabels[channel])
        json.field("channel_index", channel)
      }
      write(event, to: &json)
    }
    return text.bytes + [UInt8(ascii: "\n")]
  }

  private func write(_ event: Event, to json: inout JSONText) {
    switch event.body {
    case .recording(let header): write(header, to: &json)
    case .onset(let onset): json.field("onset_s", onset)
    case .spasm(let state, let onset):
      json.field("state", state.rawValue)
      json.field("onset_s", onset)
    case .episode(let episode):
      write(episode, unit: event.channel.map { channelUnits[$0] }, to: &json)
    case .bout(let bout):
      json.field("id", bout.id)
      json.array("spasms") { list in for spasm in bout.spasms { list.integer(Int64(spasm)) } }
      json.field("start_s", bout.start)
      json.field("end_s", bout.end)
    case .gap(let gap):
      json.field("stream", event.stream ?? 0)
      json.field("first_index", Int(gap.firstIndex))
      json.field("count", Int(gap.count))
      json.field("cause", gap.cause.rawValue)
    case .quality(let quality):
      json.field("condition", quality.condition.rawValue)
      json.field("present", quality.present)
      if let value = quality.value { json.field("value", value, decimals: 1) }
    case .floor(let report):
      json.field("rms", report.rms, decimals: 4)
      json.field("unit", event.channel.map { channelUnits[$0] } ?? "uV")
      json.field("cause", report.cause.rawValue)
    case .note(let annotation):
      json.field("onset_s", annotation.onset)
      if let duration = annotation.duration { json.field("duration_s", duration) }
      json.field("text", annotation.text)
    case .device(let state): write(state, to: &json)
    case .health(let health): write(health, to: &json)
    case .summary(let summary): write(summary, to: &json)
    }
  }

  private func write(_ state: DeviceState, to json: inout JSONText) {
    if let battery = state.battery { json.field("battery_percent", battery * 100, decimals: 0) }
    if let isCharging = state.isCharging { json.field("charging", isCharging) }
    if let drift = state.drift { json.field("drift_ppm", drift, decimals: 2) }
    if let jitter = state.jitter { json.field("jitter_ms", jitter.value * 1000, decimals: 1) }
    if let strength = state.signalStrength { json.field("rssi_dbm", strength, decimals: 0) }
    if !state.electrodesOff.isEmpty {
      json.array("electrodes_off") { list in
        for channel in state.electrodesOff.sorted() { list.integer(Int64(channel)) }
      }
    }
  }

  private func write(_ health: Health, to json: inout JSONText) {
    json.field("condition", health.condition.rawValue)
    if let detail = health.detail { json.field("detail", detail) }
    if let free = health.freeBytes { json.field("free_bytes", Int(free)) }
    if let hours = health.hoursLeft { json.field("hours_left", hours, decimals: 1) }
    if let missed = health.missed { json.field("missed_s", missed, decimals: 3) }
    guard let vitals = health.vitals else { return }
    json.field("uptime_s", vitals.uptime.value, decimals: 1)
    json.field("received", Int(vitals.received))
    json.field("lost", Int(vitals.lost))
    json.field("overrun", Int(vitals.overrun))
    json.optional("resident_bytes", vitals.residentBytes.map { Int($0) })
    json.optional("cpu_percent", vitals.processorShare.map { $0 * 100 }, decimals: 2)
  }

  private func write(_ header: RecordingHeader, to json: inout JSONText) {
    json.field("schema", RecordingHeader.schema)
    json.field("source", header.source)
    json.optional("started", header.started)
    json.field("preset", header.preset)
    if header.subject != .spasms { json.field("subject", header.subject.rawValue) }
    json.object("parameters") { list in
      for parameter in header.parameters { list.field(parameter.name, parameter.value, decimals: 9) }
    }
    json.array("streams") { list in
      var firstChannel = 0
      for (id, stream) in header.streams.enumerated() {
        list.object { write(stream, id: id, firstChannel: firstChannel, to: &$0) }
        if stream.kind == .emg { firstChannel += stream.channels.count }
      }
    }
  }

  private func write(_ stream: StreamDescription, id: Int, firstChannel: Int, to json: inout JSONText) {
    json.field("id", id)
    json.field("kind", stream.kind.rawValue)
    json.array("rate") {
      $0.integer(Int64(stream.rate.numerator))
      $0.integer(Int64(stream.rate.denominator))
    }
    json.field("unit", stream.unit.rawValue)
    json.array("channels") { list in
      for (position, channel) in stream.channels.enumerated() {
        list.object { item in
          // An EMG channel's index is the one that event lines use; an axis counts within its stream.
          item.field("index", stream.kind == .emg ? firstChannel + position : position)
          item.field("label", channel.label)
          item.optional("site", channel.site)
          item.optional("side", channel.side?.rawValue)
          item.optional("muscle", channel.muscle)
        }
      }
    }
  }

  private func write(_ episode: Episode, unit: String?, to json: inout JSONText) {
    json.field("id", episode.id)
    json.field("kind", episode.kind.rawValue)
    json.optional("subtype", episode.subtype?.rawValue)
    json.field("onset_s", episode.onset)
    json.field("offset_s", episode.offset)
    json.field("duration_s", episode.duration)
    json.field("p_involuntary", episode.involuntary, decimals: 3)
    json.optional("bout", episode.bout)
    json.object("severity") {
      $0.field("x_rest", episode.severity.timesRest, decimals: 3)
      $0.field("integrated", episode.severity.integrated, decimals: 3)
      if let share = episode.severity.ofMaximum { $0.field("mvc_percent", share * 100, decimals: 1) }
    }
    let evidence = episode.evidence
    json.object("evidence") {
      $0.field("unit", unit ?? "uV")
      $0.field("rest_rms", evidence.restRMS, decimals: 4)
      $0.field("rms", evidence.rms, decimals: 4)
      $0.field("peak", evidence.peak, decimals: 4)
      $0.field("ratio_db", evidence.ratio.value, decimals: 2)
      $0.field("threshold_db", evidence.threshold.value, decimals: 2)
      $0.optional("motion_g", evidence.motion?.value, decimals: 4)
      $0.optional("posture_deg", evidence.posture?.value, decimals: 1)
      $0.optional("company", evidence.company, decimals: 3)
      $0.optional("unevenness_db", evidence.unevenness?.value, decimals: 2)
      $0.field("quality", evidence.quality, decimals: 3)
      $0.field("blanked", evidence.blanked, decimals: 3)
    }
  }

  private func write(_ summary: Summary, to json: inout JSONText) {
    json.array("ledger") { list in
      for (id, ledger) in summary.ledgers.enumerated() {
        list.object {
          $0.field("stream", id)
          $0.field("expected", Int(ledger.expected))
          $0.field("received", Int(ledger.received))
          $0.field("lost", Int(ledger.lost))
          $0.field("overrun", Int(ledger.overrun))
          $0.field("blank", Int(ledger.blank))
        }
      }
    }
    json.object("episodes") {
      for kind in Episode.Kind.allCases { $0.field(kind.rawValue, summary.episodes[kind] ?? 0) }
    }
    json.field("bouts", summary.bouts)
    json.field("duration_s", summary.duration)
  }
}
