internal import Events
internal import Signals

/// The episodes of a recording as rows: each on its own, or many of little weight in one.
struct EpisodeTable {
  /// A row of the table.
  enum Row {
    case single(RecordedEpisode)
    /// Twitches of one channel, one after the other.
    case twitches([RecordedEpisode])
    /// Whatever is not a spasm between two spasms.
    case others([RecordedEpisode])
  }

  /// More rows than a person reads: then only spasms keep rows of their own.
  static let longest = 40
  /// So many twitches in a row are one line.
  static let foldedRun = 3

  /// The rows for `episodes`, which are in the order of their onsets.
  static func rows(_ episodes: [RecordedEpisode], showsAll: Bool) -> [Row] {
    if showsAll { return episodes.map(Row.single) }
    let rows = foldingTwitches(episodes)
    return rows.count > longest ? foldingOthers(episodes) : rows
  }

  private static func foldingTwitches(_ episodes: [RecordedEpisode]) -> [Row] {
    // A run belongs to its channel: what other channels do in between does not end it.
    var runs: [Int: [RecordedEpisode]] = [:]
    var rows: [Row] = []
    func close(_ run: [RecordedEpisode]) {
      if run.count >= foldedRun { rows.append(.twitches(run)) } else { rows += run.map(Row.single) }
    }
    for item in episodes {
      if item.episode.kind == .twitch {
        runs[item.channel, default: []].append(item)
      } else {
        close(runs.removeValue(forKey: item.channel) ?? [])
        rows.append(.single(item))
      }
    }
    for run in runs.values { close(run) }
    return rows.sorted { $0.order < $1.order }
  }

  private static func foldingOthers(_ episodes: [RecordedEpisode]) -> [Row] {
    var rows: [Row] = []
    var others: [RecordedEpisode] = []
    func close() {
      if others.count == 1 {
        rows.append(.single(others[0]))
      } else if others.count > 1 {
        rows.append(.others(others))
      }
      others = []
    }
    for item in episodes {
      if item.episode.kind == .spasm {
        close()
        rows.append(.single(item))
      } else {
        others.append(item)
      }
    }
    close()
    return rows
  }
}

/// An episode and the channel that it is on.
struct RecordedEpisode: Hashable, Sendable {
  var channel: Int
  var episode: Episode
}

extension EpisodeTable.Row {
  /// The episodes in the row.
  var members: [RecordedEpisode] {
    switch self {
    case .single(let item): [item]
    case .twitches(let items), .others(let items): items
    }
  }

  /// Onset and channel of the first episode: rows stand in this order.
  fileprivate var order: (Seconds, Int) {
    members.first.map { ($0.episode.onset, $0.channel) } ?? (0, 0)
  }
}
