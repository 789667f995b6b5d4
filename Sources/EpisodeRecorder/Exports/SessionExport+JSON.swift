internal import Events

extension SessionExport {
  /// The description, episodes, bouts and notes as one JSON object, with a line feed.
  var json: String {
    var text = JSONText()
    text.object { json in
      json.field("schema", SessionDescription.schema)
      write(to: &json)
      guard !companions.isEmpty else { return }
      json.array("companions") { list in for part in companions { list.object { part.write(to: &$0) } } }
    }
    return String(decoding: text.bytes, as: UTF8.self) + "\n"
  }

  private func write(to json: inout JSONText) {
    if !isAnonymous {
      json.field("id", reading.folder.id)
      json.optional("started", started?.iso8601)
    }
    if let wearable {
      json.field("wearable", wearable)
      json.object("clock") { item in
        item.field("offset_s", clock.offset, decimals: 6)
        item.optional("drift_ppm", clock.drift, decimals: 3)
        item.optional("jitter_ms", clock.jitter, decimals: 3)
      }
    }
    json.field("duration_s", reading.duration, decimals: 6)
    if let description = reading.description { write(description, to: &json) }
    json.array("episodes") { list in
      for episode in episodes { list.object { episode.write(to: &$0, withTimes: !isAnonymous) } }
    }
    json.array("bouts") { list in
      for bout in reading.log.bouts {
        list.object { item in
          item.field("id", bout.id)
          item.optional("channel", bout.channel)
          item.array("spasms") { ids in for id in bout.spasms { ids.integer(Int64(id)) } }
          item.field("start_s", bout.start, decimals: 6)
          item.field("end_s", bout.end, decimals: 6)
        }
      }
    }
    json.array("notes") { list in
      for note in notes { list.object { note.write(to: &$0, withTimes: !isAnonymous) } }
    }
  }

  private func write(_ description: SessionDescription, to json: inout JSONText) {
    if !isAnonymous {
      json.field("source", description.source)
      json.field("device", description.device)
    }
    json.field("mode", description.mode.rawValue)
    json.field("software", description.software)
    json.field("preset", description.preset)
    json.object("parameters") { list in
      for (name, value) in description.parameters.sorted(by: { $0.key < $1.key }) {
        list.field(name, value, decimals: 9)
      }
    }
    json.array("streams") { list in
      for stream in description.streams { list.object { write(stream, to: &$0) } }
    }
  }

  private func write(_ stream: SessionDescription.Stream, to json: inout JSONText) {
    json.field("kind", stream.kind)
    json.array("rate") { list in for part in stream.rate { list.integer(Int64(part)) } }
    json.field("unit", stream.unit)
    json.array("channels") { list in
      for channel in stream.channels {
        list.object { item in
          item.field("label", channel.label)
          item.optional("site", channel.site)
          item.optional("side", channel.side)
          item.optional("muscle", channel.muscle)
        }
      }
    }
  }
}
