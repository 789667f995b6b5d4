internal import Events
internal import Signals

extension SimulatedTruth {
  /// The truth in the benchmark's form, `ID.json`, as UTF-8: any scorer of the benchmark reads it.
  ///
  /// `file` is the name of the recording; `ID.edf` unless told otherwise.
  public func json(id: String, file: String? = nil) -> [UInt8] {
    let wearable = scenario.wearable
    var text = JSONText()
    text.object { json in
      json.field("id", id)
      json.field("file", file ?? "\(id).edf")
      json.field("site", wearable.site)
      json.field("fs", wearable.muscleRate.hertz, decimals: 6)
      json.field("channels", wearable.electrodes.count)
      json.field("duration_s", duration)
      json.field("acc_fs", wearable.motionRate.hertz, decimals: 6)
      json.field("unit", "uV")
      json.field("seed", seed)
      json.array("sources") { $0.string("simulation \(scenario.title)") }
      json.array("rest_rms") { list in
        for electrode in wearable.electrodes { list.number(electrode.rest * 1e6, decimals: 4) }
      }
      json.array("calibration_s") {
        $0.integer(0)
        $0.number((events.map(\.start).min() ?? duration).value.rounded(.down), decimals: 0)
      }
      json.field("heartbeat", wearable.hearsHeart)
      json.optional("mains_hz", mainsFrequency)
      if wearable.hearsHeart {
        json.array("r_peaks_s") { list in
          for time in heartbeats { list.number(time.value, decimals: 3) }
        }
      }
      json.array("events") { list in
        for event in events { list.object { write(event, to: &$0) } }
      }
      json.array("artefacts") { list in
        for artefact in artefacts { list.object { write(artefact, to: &$0) } }
      }
    }
    return text.bytes
  }

  private func write(_ event: Event, to json: inout JSONText) {
    json.field("channel", event.channel)
    json.field("kind", event.kind)
    json.optional("subtype", event.subtype)
    json.field("drive_start_s", event.driveStart)
    json.field("start_s", event.start)
    json.field("end_s", event.end)
    json.field("detectable_start_s", event.detectableStart)
    json.field("detectable_end_s", event.detectableEnd)
    json.field("snr_db", event.ratio.value, decimals: 1)
    json.field("rise_s", event.rise.value, decimals: 3)
    json.field("fall_s", event.fall.value, decimals: 3)
    json.optional("bout", event.bout)
    json.field("natural", false)
    json.optional("imu", event.motion)
    if event.isTrain { json.field("train", true) }
    if event.isIgnored { json.field("ignore", true) }
    if event.isCrossTalk { json.field("crosstalk", true) }
    if event.isInQRS { json.field("in_qrs", true) }
    if let railed = event.railed { json.field("rail_samples", railed.samples) }
  }

  private func write(_ artefact: Artefact, to json: inout JSONText) {
    json.field("kind", artefact.kind)
    json.field("start_s", artefact.start)
    json.field("end_s", artefact.end)
    if let size = artefact.size { json.field(size.name, size.value, decimals: 3) }
    json.array("channel") { list in
      for channel in artefact.channels { list.integer(Int64(channel)) }
    }
  }

  /// The frequency of the hum, when there is any.
  private var mainsFrequency: Int? {
    for frequency in [50, 60] where artefacts.contains(where: { $0.kind == "mains_\(frequency)Hz" }) {
      return frequency
    }
    return nil
  }
}
