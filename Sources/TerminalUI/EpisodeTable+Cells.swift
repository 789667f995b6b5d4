internal import Events
internal import Signals

/// How rows of episodes become cells: labels, and what the preset calls motion.
struct EpisodeCells {
  /// The labels of the EMG channels.
  var labels: [String]
  /// The motion that the preset calls motion.
  var stillness: StandardGravity
  /// The turn that the preset calls a new posture.
  var tolerance: Degrees
  /// Whether there is room for whole phrases.
  var isWide: Bool
  /// Whether strengths are told as shares of the strongest contraction, too.
  var knowsMaximum: Bool

  /// The columns of the table.
  var columns: [TextTable.Column] {
    [
      .init("start", .right), .init("channel", least: 10, .middle), .init("what"), .init("lasted", .right),
      .init("x rest", .right),
    ] + (knowsMaximum ? [.init("% MVC")] : []) + [
      .init("bout", .right), .init("decided by", least: 13, .parts),
    ]
  }

  /// The cells of a row.
  func cells(_ row: EpisodeTable.Row) -> [TextTable.Cell] {
    switch row {
    case .single(let item): cells(item)
    case .twitches(let items): folded(items, channel: label(items[0].channel))
    case .others(let items):
      folded(items, channel: Set(items.map(\.channel)).count > 1 ? "several" : label(items[0].channel))
    }
  }

  private func cells(_ item: RecordedEpisode) -> [TextTable.Cell] {
    let episode = item.episode
    let reasons = episode.reasons(stillness: stillness, tolerance: tolerance, isWide: isWide)
    var cells: [TextTable.Cell] = [
      .init(clockText(episode.onset)), .init(label(item.channel)), .init(episode.words, episode.kind.ink),
      .init(shortSpanText(episode.duration)), .init(strength(episode.severity.timesRest)),
    ]
    if knowsMaximum {
      cells.append(
        .init(
          maximumText(
            episode.severity.ofMaximum, lasting: episode.duration, isSpasm: episode.kind == .spasm)))
    }
    return cells + [
      .init(episode.bout.map(String.init) ?? ""), .init(reasons.joined(separator: ", ")),
    ]
  }

  private func folded(_ items: [RecordedEpisode], channel: String) -> [TextTable.Cell] {
    let parts = Episode.Kind.allCases.compactMap { kind in
      let count = items.count { $0.episode.kind == kind }
      return count > 0 ? kind.counted(count) : nil
    }
    let start = items.map(\.episode.onset).min() ?? 0
    let end = items.map(\.episode.offset).max() ?? start
    let strengths = items.map(\.episode.severity.timesRest)
    let (least, most) = (strength(strengths.min() ?? 0), strength(strengths.max() ?? 0))
    let text = "\(parts.joined(separator: ", ")) in \(spanText(end - start)), \(least)–\(most) x"
    return [.init(clockText(start)), .init(channel), .init(text, .faint)]
  }

  private func label(_ channel: Int) -> String {
    labels.indices.contains(channel) ? labels[channel] : "channel \(channel)"
  }

  private func strength(_ timesRest: Double) -> String {
    fixedText(timesRest, decimals: timesRest < 99.95 ? 1 : 0)
  }
}
