internal import Events

extension ScoreDetails {
  func write(to json: inout JSONText) {
    for feature in Breakdown.Feature.allCases {
      json.object("by_\(feature.rawValue)") { kinds in
        for table in breakdowns where table.feature == feature {
          kinds.object(table.kind) { rows in
            for row in table.rows { rows.object(row.label) { row.write(to: &$0) } }
          }
        }
      }
    }
    json.object("false_by_ground") { grounds in
      for row in wrong {
        grounds.object(row.ground) {
          $0.field("spasm", row.spasms)
          $0.field("twitch", row.twitches)
        }
      }
    }
    json.object("false_spasms_24h") { groups in
      for alarms in falseAlarms {
        groups.object(alarms.moving ? "movement" : "rest") { alarms.write(to: &$0) }
      }
    }
    json.field("splits", splits)
    json.field("merges", merges)
    json.object("voluntary_called") { groups in
      for row in voluntary {
        groups.object(row.motion) {
          $0.field("n", row.count)
          $0.field("spasm", row.spasms)
          $0.field("twitch", row.twitches)
          $0.field("spasm_share", row.spasmShare)
          $0.field("spasm_share_ci95", row.interval)
        }
      }
    }
    if let calibration { json.object("calibration") { calibration.write(to: &$0) } }
    if !onsets.isEmpty {
      json.object("onset_reference_ms") { kinds in
        for onset in onsets { kinds.object(onset.kind) { onset.write(to: &$0) } }
      }
    }
  }
}

extension Breakdown.Row {
  fileprivate func write(to json: inout JSONText) {
    json.field("n", count)
    json.field("tp", hits)
    json.field("fn", count - hits)
    json.field("sens", sensitivity)
    json.field("sens_ci95", interval)
    json.field("onset_median_abs_ms", onset.medianAbsolute)
    json.field("onset_p90_abs_ms", onset.p90Absolute)
    if let offlineOnset {
      json.field("offline_onset_median_abs_ms", offlineOnset.medianAbsolute)
      json.field("offline_onset_p90_abs_ms", offlineOnset.p90Absolute)
    }
    json.field("calls", calls)
    json.field("call_median_s", callMedian)
    json.field("call_p95_s", callP95)
  }
}

extension FalseAlarms {
  fileprivate func write(to json: inout JSONText) {
    json.field("recordings", recordings)
    json.field("hours", hours)
    json.field("false_spasms", falseSpasms)
    json.field("moments", alarms)
    json.field("per_24h", perDay)
    json.field("per_24h_ci95", interval)
  }
}

extension Calibration {
  fileprivate func write(to json: inout JSONText) {
    json.field("n", count)
    json.field("involuntary_share", observed)
    json.field("ece", expectedError)
    json.field("brier", brier)
    json.field("holds", holds)
    json.field("told_of_holds", toldOfHolds)
    json.array("bins") { list in
      for bin in bins {
        list.object {
          $0.field("from", bin.from)
          $0.field("n", bin.count)
          $0.field("told", bin.told)
          $0.field("observed", bin.observed)
        }
      }
    }
  }
}

extension OnsetComparison {
  fileprivate func write(to json: inout JSONText) {
    json.field("n", count)
    json.object("detected") { detected.write(to: &$0) }
    json.object("offline") { offline.write(to: &$0) }
    json.field("mae_ratio", ratio)
  }
}
