internal import Events

extension ScoreReport {
  /// The report as JSON, UTF-8: the keys and values of `score.py`, in its order, the intervals among them,
  /// and what else is known in `details`.
  public var json: [UInt8] {
    var text = JSONText()
    text.object { json in
      total.write(to: &json)
      json.array("missing_predictions") { list in for id in missingPredictions { list.string(id) } }
      json.object("per_recording") { list in
        for recording in recordings {
          list.object(recording.id) { recording.result.write(to: &$0) }
        }
      }
      json.object("details") { details.write(to: &$0) }
    }
    return text.bytes
  }
}

extension ScoreResult {
  fileprivate func write(to json: inout JSONText) {
    json.object("spasm") { spasm.write(to: &$0) }
    json.object("twitch") { twitch.write(to: &$0) }
    json.object("onset_ms") { onset.write(to: &$0) }
    json.object("offset_ms") {
      $0.field("median_abs", offset.medianAbsolute)
      $0.field("p90_abs", offset.p90Absolute)
    }
    json.object("duration") {
      $0.field("median_abs_ms", length.medianAbsolute)
      $0.field("median_rel", length.medianRelative)
      $0.field("p90_rel", length.p90Relative)
    }
    json.field("fragments_per_spasm", fragmentsPerSpasm)
    json.object("time") {
      $0.field("sens", time.sensitivity)
      $0.field("prec", time.precision)
      $0.field("spasm_h", time.spasmHours)
      $0.field("false_claim_h", time.falseClaimHours)
    }
    json.object("macro") {
      $0.field("spasm_f1", macro.spasmF1)
      $0.field("spasm_recordings", macro.spasmRecordings)
      $0.field("twitch_f1", macro.twitchF1)
      $0.field("twitch_recordings", macro.twitchRecordings)
    }
    json.object("hold") {
      $0.field("n", hold.count)
      $0.field("called_spasm", hold.calledSpasm)
      $0.field("rate", hold.rate)
      $0.field("rate_ci95", hold.rateInterval)
    }
    json.object("confusion") { kinds in
      for row in confusion {
        kinds.object(row.kind) {
          $0.field("spasm", row.spasm)
          $0.field("twitch", row.twitch)
          $0.field("none", row.none)
        }
      }
    }
    json.field("channel_hours", channelHours)
    json.object("negative_recordings") {
      $0.field("channel_hours", negativeRecordings.channelHours)
      $0.field("false_spasm_per_h", negativeRecordings.falseSpasmPerHour)
    }
    json.object("call_latency_s") {
      $0.field("n", callLatency.count)
      $0.field("median", callLatency.median)
      $0.field("p95", callLatency.p95)
      $0.field("max", callLatency.maximum)
      $0.field("withdrawn_share", callLatency.withdrawnShare)
      $0.field("withdrawn_share_ci95", callLatency.withdrawnShareInterval)
    }
  }
}

extension ScoreResult.Detection {
  fileprivate func write(to json: inout JSONText) {
    json.field("tp", truePositives)
    json.field("fn", falseNegatives)
    json.field("fp", falsePositives)
    json.field("sens", sensitivity)
    json.field("sens_ci95", sensitivityInterval)
    json.field("prec", precision)
    json.field("prec_ci95", precisionInterval)
    json.field("f1", f1)
    json.field("f1_ci95", f1Interval)
    json.field("prec_lenient", lenientPrecision)
    json.field("prec_lenient_ci95", lenientPrecisionInterval)
    json.field("f1_lenient", lenientF1)
    json.field("f1_lenient_ci95", lenientF1Interval)
    json.field("false_per_h", falsePerHour)
  }
}

extension ScoreResult.Errors {
  func write(to json: inout JSONText) {
    json.field("median_abs", medianAbsolute)
    json.field("p90_abs", p90Absolute)
    json.field("median_signed", medianSigned)
  }
}

extension JSONText {
  /// Writes a figure; figures are rounded to four decimals at the most before they come here.
  mutating func field(_ name: String, _ value: Double?) { optional(name, value, decimals: 4) }

  /// Writes an interval as its two ends.
  mutating func field(_ name: String, _ interval: ClosedRange<Double>?) {
    guard let interval else {
      key(name)
      return null()
    }
    array(name) {
      $0.number(interval.lowerBound, decimals: 4)
      $0.number(interval.upperBound, decimals: 4)
    }
  }
}
