internal import Events
internal import Signals
public import SpasmDetection

extension CalibrationResult {
  /// One line of JSON without a line feed: what `spasm calibrate --json` prints.
  ///
  /// `names` is what the person calls the sites; `kept` is the file that it was kept in, or nil. Amplitudes are RMS in the
  /// unit that stands beside them.
  public func json(source: String, names: [String?], kept: String?) -> [UInt8] {
    var json = JSONText()
    json.object { json in
      json.field("type", "calibration")
      json.field("source", source)
      json.field("ending", ending.word)
      json.array("skipped") { array in
        for step in CalibrationStep.allCases where skipped.contains(step) { array.string(step.rawValue) }
      }
      json.array("channels") { array in
        for (number, channel) in channels.enumerated() {
          array.object { channel.write(to: &$0, number: number, name: names[number]) }
        }
      }
      json.optional("kept", kept)
    }
    return json.bytes
  }
}

extension CalibrationResult.Channel {
  fileprivate func write(to json: inout JSONText, number: Int, name: String?) {
    json.field("channel", label)
    json.field("channel_index", number)
    json.optional("site", name.map { printable($0) })
    json.field("unit", isInMicrovolts ? "uV" : "count")
    json.optional("rest", rest, decimals: 3)
    json.optional("rest_spread_db", restSpread?.value, decimals: 2)
    json.optional("submaximum", submaximum, decimals: 3)
    json.optional("maximum", maximum, decimals: 3)
    json.array("gentle_tries") { for rms in gentleTries { $0.number(rms, decimals: 3) } }
    json.array("tries") { for rms in maximalTries { $0.number(rms, decimals: 3) } }
    json.array("posture") { array in
      for point in posture {
        array.object {
          $0.field("from_deg", point.angle.value, decimals: 0)
          $0.field("rms", point.rms, decimals: 3)
        }
      }
    }
    json.field("soundness", soundness.value, decimals: 3)
    json.array("electrode") { array in
      for finding in findings { array.object { finding.write(to: &$0) } }
    }
  }
}

extension ElectrodeFinding {
  fileprivate func write(to json: inout JSONText) {
    switch self {
    case .off(let condition): json.field("off", condition.rawValue)
    case .hum(let line):
      json.field("hum_hz", line.nominal.value, decimals: 0)
      json.field("hum_db", line.ratio.value, decimals: 1)
    case .loudRest(let rms): json.field("loud_rest_uv", rms, decimals: 1)
    case .noiseStep(let times): json.field("noise_step", times, decimals: 2)
    case .dryingOut(let times): json.field("drying_out", times, decimals: 2)
    }
  }
}

extension CalibrationEnding {
  fileprivate var word: String {
    switch self {
    case .finished: "finished"
    case .early: "early"
    case .noSignal: "no_signal"
    }
  }
}
