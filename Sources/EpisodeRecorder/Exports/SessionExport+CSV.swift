internal import Events
internal import Glibc
internal import Signals

extension SessionExport {
  /// Writes a folder of tables by RFC 4180: a file a stream, `episodes.csv`, `notes.csv`.
  ///
  /// Volts are told in microvolts. A value that is missing is an empty cell; frames that never came have no row.
  func writeCSV(to folder: String) throws -> [String] {
    try ExportPlace.makeFolder(folder)
    let streams = try open().description.streams
    let names = Self.fileNames(of: streams)
    let tables = try zip(streams, names).map { stream, name in
      let file = try ExportFile("\(folder)/\(name).csv")
      let heading = ["time_s"] + stream.channels.map { "\($0.label) (\(stream.smallUnit.name))" }
      try file.write(Self.row(heading))
      return file
    }
    let decimals = streams.map { stream in stream.channels.map { stream.decimals(of: $0) } }
    var line = ""
    let damage = try forEachBlock { block in
      let stream = streams[block.stream]
      let factor = stream.smallUnit.factor
      for frame in 0..<block.frameCount {
        line = decimalText(stream.rate.time(of: block.firstIndex + Int64(frame)).value, decimals: 9)
        for channel in 0..<block.channelCount {
          line += ","
          let value = block.samples[frame * block.channelCount + channel]
          if value != Block.missing {
            let physical = stream.channels[channel].physical(value) * factor
            line += decimalText(physical, decimals: decimals[block.stream][channel])
          }
        }
        line += "\r\n"
        try tables[block.stream].write(line)
      }
    }
    for table in tables { try table.finish() }
    try ExportFile.write(episodeTable, to: "\(folder)/episodes.csv")
    try ExportFile.write(noteTable, to: "\(folder)/notes.csv")
    guard !companions.isEmpty else { return damage }
    try ExportFile.write(wearableTable, to: "\(folder)/wearables.csv")
    return try companions.reduce(damage) { damage, part in
      damage + (try part.writeCSV(to: "\(folder)/\(SessionFolder.companionName(part.wearable ?? 1))"))
    }
  }

  /// Where each wearable's tables are and where its time lies in the first one's.
  private var wearableTable: String {
    let rows = ([self] + companions).map { part in
      [
        "\(part.wearable ?? 1)", part.device, decimalText(part.clock.offset, decimals: 6),
        part.clock.drift.map { decimalText($0, decimals: 3) } ?? "",
        part.clock.jitter.map { decimalText($0, decimals: 3) } ?? "",
      ]
    }
    return ([["wearable", "device", "offset_s", "drift_ppm", "jitter_ms"]] + rows).map { Self.row($0) }
      .joined()
  }

  private var episodeTable: String {
    let numbers = LoggedEpisode.Evidence.numbers
    var heading = [
      "id", "channel", "kind", "subtype", "correction", "onset_s", "offset_s", "duration_s", "p_involuntary",
      "bout", "x_rest", "integrated", "mvc_percent", "unit",
    ]
    if !isAnonymous { heading.insert("at", at: 1) }
    var text = Self.row(heading + numbers.map(\.name))
    for listed in episodes {
      let episode = listed.episode
      var cells: [String?] = [
        "\(episode.id)", episode.channel, episode.kind, episode.subtype, listed.correction,
        decimalText(episode.onset, decimals: 6), decimalText(episode.offset, decimals: 6),
        decimalText(episode.duration, decimals: 6), episode.involuntary.map { decimalText($0, decimals: 3) },
        episode.bout.map { "\($0)" }, episode.severity?.timesRest.map { decimalText($0, decimals: 3) },
        episode.severity?.integrated.map { decimalText($0, decimals: 3) },
        episode.severity?.mvcPercent.map { decimalText($0, decimals: 1) }, episode.evidence?.unit,
      ]
      if !isAnonymous { cells.insert(listed.at?.iso8601, at: 1) }
      cells += numbers.map { number in
        episode.evidence.flatMap(number.value).map { decimalText($0, decimals: 4) }
      }
      text += Self.row(cells.map { $0 ?? "" })
    }
    return text
  }

  private var noteTable: String {
    var text = Self.row((isAnonymous ? [] : ["at"]) + ["at_s", "kind", "pain", "episode", "label", "text"])
    for note in notes {
      let cells = [
        note.atSeconds.map { decimalText($0, decimals: 3) }, note.kind.rawValue, note.pain.map { "\($0)" },
        note.episode.map { "\($0)" }, note.label, note.text,
      ]
      text += Self.row((isAnonymous ? [] : [note.at.iso8601]) + cells.map { $0 ?? "" })
    }
    return text
  }

  /// A file name for each stream: its kind, with a number where there are several.
  private static func fileNames(of streams: [StreamDescription]) -> [String] {
    streams.indices.map { position in
      let kind = streams[position].kind
      let number = streams[...position].count { $0.kind == kind }
      return kind.rawValue + (number > 1 ? "-\(number)" : "")
    }
  }

  /// A row: cells with a comma, a quote or a break in quotes.
  private static func row(_ cells: [String]) -> String {
    cells.map { cell in
      guard cell.contains(where: { ",\"\r\n".contains($0) }) else { return cell }
      return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        + "\""
    }.joined(separator: ",") + "\r\n"
  }
}

extension StreamDescription {
  /// The unit that people read values in, and how many of it the stream's own is.
  var smallUnit: (name: String, factor: Double) { unit == .volt ? ("uV", 1e6) : (unit.rawValue, 1) }

  /// As many decimals as tell each digital step from the next, in ``smallUnit``.
  func decimals(of channel: ChannelDescription) -> Int {
    let step = abs(channel.gain) * smallUnit.factor
    return max(0, min(12, Int((-log10(step)).rounded(.up)) + 1))
  }
}
