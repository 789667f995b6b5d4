internal import Events
internal import Signals

extension SimulatedTruth {
  /// The truth in the benchmark's form, `ID.json`, as UTF-8: any scorer of the benchmark reads it.
  public func json(id: String) -> [UInt8] {
    let wearable = scenario.wearable
    var text = JSONText()
    text.object { json in
      json.field("id", id)
      json.field("file", "\(id).edf")
      json.field("site", wearable.site)
      json.field("fs", wearable.muscleRate.hertz)
      json.field("channels", Double(wearable.electrodes.count))
      json.field("duration_s", duration.value)
      json.field("acc_fs", wearable.motionRate.hertz)
      json.field("unit", "uV")
      json.key("seed")
      json.integer(Int64(seed))
      json.key("sources")
      json.array { $0.string("simulation \(scenario.name)") }
      json.key("rest_rms")
      json.array { list in
        for electrode in wearable.electrodes { list.number(electrode.rest * 1e6, decimals: 4) }
      }
      json.key("calibration_s")
      json.array {
        $0.integer(0)
        $0.number((events.map(\.start).min() ?? duration).value.rounded(.down), decimals: 0)
      }
      json.key("heartbeat")
      json.bool(wearable.hearsHeart)
      json.key("mains_hz")
      json.null()
      json.key("events")
      json.array { list in
        for event in events { list.object { write(event, to: &$0) } }
      }
      json.key("artefacts")
      json.array { _ in }
    }
    return text.bytes
  }

  private func write(_ event: Event, to json: inout JSONText) {
    json.key("channel")
    json.integer(Int64(event.channel))
    json.field("kind", event.kind)
    json.field("start_s", event.start.value)
    json.field("end_s", event.end.value)
    json.field("detectable_start_s", event.detectableStart.value)
    json.field("detectable_end_s", event.detectableEnd.value)
    json.field("snr_db", event.ratio.value, decimals: 1)
    json.field("rise_s", event.rise.value, decimals: 3)
    json.field("fall_s", event.fall.value, decimals: 3)
    json.key("bout")
    if let bout = event.bout { json.integer(Int64(bout)) } else { json.null() }
    json.key("natural")
    json.bool(false)
  }
}

extension JSONText {
  fileprivate mutating func field(_ name: String, _ text: String) {
    key(name)
    string(text)
  }

  fileprivate mutating func field(_ name: String, _ value: Double, decimals: Int = 6) {
    key(name)
    number(value, decimals: decimals)
  }
}
