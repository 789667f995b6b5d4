public import EpisodeRecorder
internal import Events
internal import Signals

/// The sessions of a library, a line each.
public struct SessionTable: Sendable {
  private let sessions: [LibrarySession]

  /// A table of `sessions`.
  public init(_ sessions: [LibrarySession]) { self.sessions = sessions }

  /// The page, `width` columns wide.
  public func page(width: Int) -> Page {
    var page = Page(width: width)
    guard !sessions.isEmpty else {
      page.paragraph("There are no sessions yet.")
      return page
    }
    var table = TextTable([
      .init("session"), .init("lasted", .right), .init("spasms", .right), .init("twitches", .right),
      .init("bouts", .right), .init("notes", .right), .init("size", .right), .init("state", least: 8, .wrap),
    ])
    for session in sessions {
      let spasms = session.counts["spasm"] ?? 0
      table.add([
        .init(session.id, .strong), .init(shortSpanText(Seconds(session.duration))),
        .init("\(spasms)", spasms > 0 ? .spasm : .plain), .init("\(session.counts["twitch"] ?? 0)"),
        .init("\(session.bouts)"), .init("\(session.notes)"), .init(sizeText(session.bytes)),
        .init(session.trouble ?? session.state.words, session.trouble == nil ? .plain : .warning),
      ])
    }
    page.table(table)
    return page
  }
}

/// One session: what was recorded, its episodes with what the person says of them, and its notes.
public struct SessionView: Sendable {
  private let session: LibrarySession
  private let episodes: [LibraryEpisode]
  private let notes: [Note]

  /// A view of a session.
  public init(_ session: LibrarySession, episodes: [LibraryEpisode], notes: [Note]) {
    self.session = session
    self.episodes = episodes
    self.notes = notes
  }

  /// The page, `width` columns wide.
  public func page(width: Int) -> Page {
    var page = Page(width: width)
    page.heading(session.id)
    if let started = session.started { page.entry("started", started.iso8601) }
    page.entry("lasted", spanText(Seconds(session.duration)))
    page.entry("state", session.state.words)
    if !session.device.isEmpty { page.entry("device", "\(session.device), \(session.source)") }
    if session.wearables > 1 { page.entry("wearables", "\(session.wearables)") }
    if !session.preset.isEmpty { page.entry("preset", session.preset) }
    if !session.mode.isEmpty { page.entry("kept", session.mode) }
    page.entry("size", sizeText(session.bytes))
    if let trouble = session.trouble { page.entry("trouble", trouble, ink: .warning) }
    addEpisodes(to: &page)
    if !notes.isEmpty {
      page.heading("Notes")
      page.table(NoteTable(notes).table)
    }
    return page
  }

  private func addEpisodes(to page: inout Page) {
    page.heading("Episodes")
    guard !episodes.isEmpty else { return page.paragraph("There are none.") }
    let knowsMaximum = episodes.contains { $0.episode.severity?.mvcPercent != nil }
    let several = session.wearables > 1
    var table = TextTable(
      [
        .init(several ? "wearable: id" : "id", .right), .init("start", .right),
        .init("channel", least: 6, .middle), .init("what"),
        .init("lasted", .right), .init("x rest", .right),
      ] + (knowsMaximum ? [.init("% MVC")] : []) + [.init("bout", .right), .init("you say")])
    for listed in episodes {
      let episode = listed.episode
      let kind = Episode.Kind(rawValue: episode.kind)
      let subtype = episode.subtype.map { ", " + (Episode.Subtype(rawValue: $0)?.words ?? $0) } ?? ""
      var cells: [TextTable.Cell] = [
        .init(several ? "\(listed.wearable): \(episode.id)" : "\(episode.id)"),
        .init(clockText(Seconds(episode.onset))), .init(episode.channel ?? ""),
        .init(episode.kind + subtype, kind?.ink ?? .plain),
        .init(spanText(Seconds(episode.duration))),
        .init(episode.severity?.timesRest.map { fixedText($0, decimals: 1) } ?? ""),
      ]
      if knowsMaximum {
        let share = episode.severity?.mvcPercent.map { $0 / 100 }
        cells.append(
          .init(maximumText(share, lasting: Seconds(episode.duration), isSpasm: kind == .spasm)))
      }
      cells += [
        .init(episode.bout.map { "\($0)" } ?? ""), .init(listed.correction ?? "", .strong),
      ]
      table.add(cells)
    }
    page.table(table)
    if knowsMaximum { page.paragraph("% MVC: \(SeverityGrade.legend).", ink: .faint) }
  }
}

/// What the person wrote, a line each.
struct NoteTable {
  let table: TextTable

  init(_ notes: [Note]) {
    var table = TextTable([.init("when"), .init("pain", .right), .init("note", least: 16, .wrap)])
    for note in notes {
      let words =
        switch note.kind {
        case .mark: note.text ?? "marked"
        case .note: note.text ?? ""
        case .correction:
          "episode \(note.episode.map { "\($0)" } ?? "?") was \(note.label ?? "?")"
            + (note.text.map { ": \($0)" } ?? "")
        }
      let when = String(note.at.iso8601.prefix(16)).split(separator: "T").joined(separator: " ")
      table.add([.init(when), .init(note.pain.map { "\($0)" } ?? ""), .init(words)])
    }
    self.table = table
  }
}

extension LibrarySession.State {
  /// How the session stands, in words.
  var words: String {
    switch self {
    case .recording: "live"
    case .open: "cut off"
    case .closed: "closed"
    case .repaired: "mended"
    case .unreadable: "unreadable"
    }
  }
}

/// A size as people say it: `812 B`, `5.3 MB`.
public func sizeText(_ bytes: Int64) -> String {
  var (size, unit) = (Double(bytes), "B")
  for larger in ["kB", "MB", "GB", "TB"] where size >= 999.5 {
    (size, unit) = (size / 1000, larger)
  }
  return fixedText(size, decimals: unit == "B" || size >= 99.95 ? 0 : 1) + " " + unit
}
