internal import Events

extension SessionExport {
  /// Writes the events and what their columns mean: BIDS 1.11, "Task events".
  ///
  /// `labels` are the names of the EMG channels in the dataset, `stem` the path but for its ending.
  func writeEvents(labels: [String], to stem: String) throws {
    try ExportFile.write(eventTable(labels), to: "\(stem)_events.tsv")
    try ExportFile.write(Self.eventSidecar, to: "\(stem)_events.json")
  }

  private func eventTable(_ labels: [String]) -> String {
    var rows: [(onset: Double, cells: [String?])] = episodes.map { listed in
      let episode = listed.episode
      let label = episode.channelIndex.flatMap { labels.indices.contains($0) ? labels[$0] : nil }
      return (
        episode.onset,
        [
          decimalText(episode.onset, decimals: 6), decimalText(max(0, episode.duration), decimals: 6),
          episode.kind, label, episode.subtype, listed.correction,
          episode.involuntary.map { decimalText($0, decimals: 3) },
          episode.severity?.timesRest.map { decimalText($0, decimals: 3) },
          episode.bout.map { "\($0)" }, nil, nil,
        ]
      )
    }
    for note in notes where note.kind != .correction {
      guard let time = note.atSeconds else { continue }
      rows.append(
        (
          time,
          [
            decimalText(time, decimals: 3), "0", note.kind.rawValue, nil, nil, nil, nil, nil, nil,
            note.pain.map { "\($0)" }, note.text,
          ]
        ))
    }
    let sorted = rows.sorted { $0.onset < $1.onset }.map(\.cells)
    return Self.tsv(Self.eventColumns.map(\.name), sorted)
  }

  private static let eventColumns: [(name: String, meaning: String)] = [
    ("onset", ""), ("duration", ""),
    ("trial_type", "What the detector made of the activity, or what the person did."),
    ("channel", "The EMG channel on which it was seen."), ("subtype", "A finer name within the kind."),
    ("correction", "What the person says that it was."),
    ("p_involuntary", "How likely the activity was involuntary, from 0 to 1, as the detector judges it."),
    ("x_rest", "RMS of the activity over the RMS at rest."),
    ("bout", "Spasms that recur within a minute of each other have a number in common."),
    ("pain", "Pain that the person noted, from 0 to 10."), ("text", "What the person wrote."),
  ]

  private static let levels = [
    ("twitch", "Activity shorter than 0.5 s"), ("brief", "Activity from 0.5 s up to 2 s"),
    ("spasm", "Sustained involuntary-looking activity"), ("movement", "Activity that motion explains"),
    ("artefact", "Not muscle"), ("note", "The person wrote something down"),
    ("mark", "The person marked the moment"),
  ]

  private static var eventSidecar: String {
    sidecar { json in
      for column in eventColumns where !column.meaning.isEmpty {
        json.object(column.name) { item in
          item.field("Description", column.meaning)
          guard column.name == "trial_type" else { return }
          item.object("Levels") { list in for (name, words) in levels { list.field(name, words) } }
        }
      }
    }
  }
}
