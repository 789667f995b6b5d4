public import Events

extension LibrarySession {
  /// Writes the fields into an object.
  public func write(to json: inout JSONText) {
    json.field("id", id)
    json.field("state", state.rawValue)
    json.optional("started", started?.iso8601)
    json.field("duration_s", duration, decimals: 6)
    json.field("source", source)
    json.field("device", device)
    json.field("preset", preset)
    json.field("mode", mode)
    json.field("wearables", wearables)
    json.field("channels", channels)
    json.field("bytes", Int(bytes))
    json.object("episodes") { list in
      for (kind, count) in counts.sorted(by: { $0.key < $1.key }) { list.field(kind, count) }
    }
    json.field("bouts", bouts)
    json.field("notes", notes)
    json.optional("trouble", trouble)
  }
}

extension LibraryEpisode {
  /// Writes the fields into an object, named as in the event log; the person's word beside the detector's.
  ///
  /// Without `withTimes` it tells no wall clock.
  public func write(to json: inout JSONText, withTimes: Bool = true) {
    if wearable > 1 { json.field("wearable", wearable) }
    episode.write(to: &json)
    if withTimes { json.optional("at", at?.iso8601) }
    json.optional("correction", correction)
  }
}

extension LoggedEpisode {
  /// Writes the fields into an object, named as in the event log.
  public func write(to json: inout JSONText) {
    json.field("id", id)
    json.optional("channel", channel)
    json.optional("channel_index", channelIndex)
    json.field("kind", kind)
    json.optional("subtype", subtype)
    json.field("onset_s", onset, decimals: 6)
    json.field("offset_s", offset, decimals: 6)
    json.field("duration_s", duration, decimals: 6)
    json.optional("p_involuntary", involuntary, decimals: 3)
    json.optional("bout", bout)
    if let severity = severity {
      json.object("severity") {
        $0.optional("x_rest", severity.timesRest, decimals: 3)
        $0.optional("integrated", severity.integrated, decimals: 3)
        if let share = severity.mvcPercent { $0.field("mvc_percent", share, decimals: 1) }
      }
    }
    guard let evidence = evidence else { return }
    json.object("evidence") { fields in
      fields.optional("unit", evidence.unit)
      for number in LoggedEpisode.Evidence.numbers {
        fields.optional(number.name, number.value(evidence), decimals: 4)
      }
    }
  }
}

extension History {
  /// Writes the fields into an object.
  public func write(to json: inout JSONText) {
    json.object("total") { Self.write(total, to: &$0) }
    json.field("corrected", corrected)
    json.array("spasm_durations_s") { list in for span in durations { list.number(span, decimals: 3) } }
    json.array("days") { list in
      for (position, span) in byDay.enumerated() {
        list.object { item in
          let midnight = WallTime(unixSeconds: Double(days.lowerBound + position) * 86_400, offset: 0)
          item.field("date", String(midnight.iso8601.prefix(10)))
          Self.write(span, to: &item)
        }
      }
    }
    json.array("hours") { list in
      for (hour, span) in byHour.enumerated() {
        list.object { item in
          item.field("hour", hour)
          Self.write(span, to: &item)
        }
      }
    }
  }

  private static func write(_ span: Span, to json: inout JSONText) {
    json.field("recorded_s", span.recorded, decimals: 3)
    json.object("episodes") { list in
      for (kind, count) in span.counts.sorted(by: { $0.key < $1.key }) { list.field(kind, count) }
    }
    json.field("spasm_s", span.spasmSeconds, decimals: 3)
    json.field("longest_s", span.longest, decimals: 3)
    json.optional("strongest_x_rest", span.strongest, decimals: 3)
    json.field("bouts", span.bouts)
    json.field("notes", span.notes)
    json.optional("pain", span.pain)
  }
}
