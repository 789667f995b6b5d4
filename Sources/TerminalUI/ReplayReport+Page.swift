internal import Events
internal import Signals

extension ReplayReport {
  /// The report for a terminal of `width` columns.
  ///
  /// With `showsAll` every episode has a row of its own, however many there are.
  public func text(width: Int, style: Style = Style(), showsAll: Bool = false) -> String {
    var page = Page(width: width)
    addHeader(to: &page)
    addTimeline(to: &page)
    addEpisodes(to: &page, showsAll: showsAll)
    addBouts(to: &page)
    addTroubles(to: &page, showsAll: showsAll)
    addNotes(to: &page, showsAll: showsAll)
    addSummary(to: &page)
    return page.text(style)
  }

  private func addHeader(to page: inout Page) {
    page.heading(header?.source ?? "recording")
    page.entry("format", source.format)
    if let started = source.started { page.entry("began", started.replacing("T", with: " ")) }
    if let summary { page.entry("length", spanText(summary.duration)) }
    if let header { page.entry("preset", header.preset) }
    for (position, stream) in source.streams.enumerated() {
      let channels = stream.channels.map(\.label).joined(separator: ", ")
      let rate = "\(decimalText(stream.rate.hertz, decimals: 3)) Hz"
      page.entry(streamName(position), "\(channels); \(rate), in \(unitWords(of: stream))")
    }
    for guess in source.guesses { page.entry("guessed", guess) }
    for ignored in source.ignored { page.entry("ignored", ignored) }
    for line in damage { page.entry("damaged", line, ink: .warning) }
  }

  /// The unit of a stream in words, and what becomes of motion without one.
  private func unitWords(of stream: StreamDescription) -> String {
    guard stream.kind != .emg, stream.unit == .count else { return stream.unit.words }
    return stream.unit.words + (stream.tellsMotion ? ": its own rest is taken for 1 g" : ": not used")
  }

  private func addBouts(to page: inout Page) {
    let recurring = bouts.filter { $0.bout.spasms.count > 1 }
    guard !recurring.isEmpty else { return }
    page.heading(isOfLegMovements ? "Series of periodic leg movements" : "Bouts: spasms that recur")
    var table = TextTable([
      .init(isOfLegMovements ? "series" : "bout", .right), .init("channel", least: 7, .middle),
      .init("start", .right), .init("end", .right), .init("length", .right),
      .init(isOfLegMovements ? "movements" : "spasms", .right),
    ])
    for (channel, bout) in recurring {
      table.add([
        "\(bout.id)", .init(channel.map { labels.indices.contains($0) ? labels[$0] : "" } ?? ""),
        .init(clockText(bout.start)), .init(clockText(bout.end)), .init(spanText(bout.end - bout.start)),
        "\(bout.spasms.count)",
      ])
    }
    page.table(table)
  }

  private func addTroubles(to page: inout Page, showsAll: Bool) {
    let ownTroubles = ownTroubles
    guard !ownTroubles.isEmpty else { return }
    page.heading("Signal")
    var table = TextTable([
      .init("start", .right), .init("where", least: 7, .middle), .init("length", .right),
      .init("what", least: 10, .wrap),
    ])
    let longest = showsAll ? Int.max : Self.longestList
    let end = summary?.duration ?? 0
    for row in SignalTrouble.rows(ownTroubles, until: end, longest: longest) { table.add(row) }
    page.table(table)
  }

  private func addNotes(to page: inout Page, showsAll: Bool) {
    guard !notes.isEmpty else { return }
    page.heading("Remarks in the recording")
    var table = TextTable([.init("", .right), .init("", least: 10, .wrap)])
    for note in showsAll ? notes[...] : notes.prefix(Self.longestList) {
      table.add([.init(clockText(note.onset)), .init(note.text)])
    }
    page.table(table)
    let more = notes.count - table.rowCount
    if more > 0 { page.paragraph("and \(more) more; --all shows them", ink: .faint) }
  }

  /// More lines than this of a kind that is not an episode are put together.
  private static let longestList = 12
}

extension PhysicalUnit {
  /// The unit in words, as the detection tells amplitudes.
  fileprivate var words: String {
    switch self {
    case .volt: "volts"
    case .standardGravity: "g"
    case .degreesPerSecond: "degrees a second"
    case .degree: "degrees"
    case .count: "counts of unknown size"
    }
  }
}
