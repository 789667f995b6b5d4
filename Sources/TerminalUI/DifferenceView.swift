public import EpisodeRecorder
internal import Signals

/// How two lists of episodes differ, as a person reads it.
public struct DifferenceView: Sendable {
  private let difference: EpisodeDifference

  /// A view of a difference.
  public init(_ difference: EpisodeDifference) { self.difference = difference }

  /// The page, `width` columns wide.
  public func page(width: Int) -> Page {
    var page = Page(width: width)
    let counts = [
      (difference.same, "the same"), (difference.shifted, "with edges a little elsewhere"),
      (difference.changed.count, "changed"), (difference.gone.count, "gone"),
      (difference.new.count, "new"),
    ]
    page.paragraph(counts.map { "\($0.0) \($0.1)" }.joined(separator: ", "))
    guard !rows.isEmpty else { return page }
    var table = TextTable([
      .init(""), .init("start"), .init("channel"), .init("before", least: 20, .wrap),
      .init("after", least: 20, .wrap),
    ])
    for row in rows {
      let episode = row.before ?? row.after
      table.add([
        .init(row.before == nil ? "new" : row.after == nil ? "gone" : "changed"),
        .init(clockText(Seconds(episode?.onset ?? 0))), .init(episode?.channel ?? ""),
        .init(row.before.map(words) ?? "", row.before?.kind == "spasm" ? .spasm : .plain),
        .init(row.after.map(words) ?? "", row.after?.kind == "spasm" ? .spasm : .plain),
      ])
    }
    page.table(table)
    return page
  }

  private var rows: [(before: LoggedEpisode?, after: LoggedEpisode?)] {
    let all: [(before: LoggedEpisode?, after: LoggedEpisode?)] =
      difference.changed.map { ($0.before, $0.after) } + difference.gone.map { ($0, nil) }
      + difference.new.map { (nil, $0) }
    return all.sorted { ($0.before ?? $0.after)?.onset ?? 0 < ($1.before ?? $1.after)?.onset ?? 0 }
  }

  private func words(_ episode: LoggedEpisode) -> String {
    let subtype = episode.subtype.map { ", \($0.replacing("_", with: " "))" } ?? ""
    return "\(episode.kind)\(subtype), \(spanText(Seconds(episode.duration)))"
  }
}
