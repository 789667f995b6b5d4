internal import Events
internal import Scoring
internal import Signals

extension ScoreCard {
  /// A table that tells where a score comes from.
  public enum Detail: String, Hashable, Sendable, CaseIterable {
    /// Events by their power over everything else that is there.
    case snr
    /// Events by their length.
    case duration
    /// Spasms by the movement that goes with them, and what voluntary contractions were called.
    case movement
    /// Events by what disturbed the signal.
    case artefact
    /// Wrong claims by what was there.
    case wrong = "false"
    /// What was told of being involuntary, beside what was.
    case calibration
  }

  /// Adds the tables that are asked for, each with what it says in words.
  func addDetails(_ details: ScoreDetails, to page: inout Page) {
    for detail in Detail.allCases where shown.contains(detail) {
      switch detail {
      case .snr: add(.ratio, details, "By signal over everything else there", to: &page)
      case .duration: add(.duration, details, "By length", to: &page)
      case .movement:
        add(.movement, details, "By movement", to: &page)
        addVoluntary(details, to: &page)
      case .artefact:
        add(.artefact, details, "By disturbance within a second", to: &page)
        page.paragraph("An event with several disturbances is in several rows.", ink: .faint)
      case .wrong: addWrong(details, to: &page)
      case .calibration: addCalibration(details, to: &page)
      }
    }
    if !shown.isDisjoint(with: [.snr, .duration, .movement, .artefact]) {
      page.add(Line())
      page.paragraph(Self.legend, ink: .faint)
    }
  }

  private static let legend = """
    Onset: size of its error over the events found, the middle case and what 90 % keep within. Hindsight: the same of \
    an exact likelihood that is told the window. Call: from the start to the live call, the middle case and what 95 % \
    keep within.
    """

  private func add(
    _ feature: Breakdown.Feature, _ details: ScoreDetails, _ heading: String, to page: inout Page
  ) {
    for table in details.breakdowns where table.feature == feature && !table.rows.isEmpty {
      // Where nothing is told apart, as movement is not for twitches, there is nothing to show.
      if feature == .movement, table.rows.allSatisfy({ $0.label == "not told" }) { continue }
      page.heading("\(heading): \(table.kind == "spasm" ? "spasms" : "twitches")")
      page.table(text(of: table))
    }
  }

  private func text(of breakdown: Breakdown) -> TextTable {
    let withOffline = breakdown.rows.contains { $0.offlineOnset != nil }
    let withCalls = breakdown.rows.contains { $0.calls > 0 }
    var columns: [TextTable.Column] = [
      .init("", least: 8), .init("found", .right), .init("sensitivity"), .init("onset ms", .right),
    ]
    if withOffline { columns.append(.init("hindsight", .right)) }
    if withCalls { columns.append(.init("call s", .right)) }
    var table = TextTable(columns)
    for row in breakdown.rows {
      var cells: [TextTable.Cell] = [
        .init(row.label, .faint), "\(row.hits)/\(row.count)",
        .init(share(row.sensitivity, row.interval)), .init(pair(row.onset)),
      ]
      if withOffline { cells.append(.init(row.offlineOnset.map(pair) ?? "–")) }
      if withCalls { cells.append(.init(pair(row.callMedian, row.callP95, decimals: 2))) }
      table.add(cells)
    }
    return table
  }

  private func pair(_ errors: ScoreResult.Errors) -> String {
    pair(errors.medianAbsolute, errors.p90Absolute, decimals: 0)
  }

  private func pair(_ middle: Double?, _ most: Double?, decimals: Int) -> String {
    guard let middle, let most else { return "–" }
    return "\(fixedText(middle, decimals: decimals)) / \(fixedText(most, decimals: decimals))"
  }

  private func addVoluntary(_ details: ScoreDetails, to page: inout Page) {
    guard !details.voluntary.isEmpty else { return }
    page.heading("Voluntary contractions by movement")
    var table = TextTable([.init(""), .init("called spasm", .right), .init("share"), .init("twitch", .right)])
    for row in details.voluntary {
      table.add([
        .init(row.motion, .faint), "\(row.spasms)/\(row.count)", .init(share(row.spasmShare, row.interval)),
        "\(row.twitches)",
      ])
    }
    page.table(table)
  }

  private func addWrong(_ details: ScoreDetails, to page: inout Page) {
    page.heading("What was there where something was claimed wrongly")
    guard !details.wrong.isEmpty else { return page.paragraph("Nothing was claimed wrongly.") }
    var table = TextTable([.init(""), .init("false spasms", .right), .init("false twitches", .right)])
    for row in details.wrong { table.add([.init(row.ground, .faint), "\(row.spasms)", "\(row.twitches)"]) }
    page.table(table)
    page.paragraph(
      "A true event that fills half of the claim, or else the shortest disturbance within a second of it.",
      ink: .faint)
  }

  private func addCalibration(_ details: ScoreDetails, to page: inout Page) {
    page.heading("Told to be involuntary, and truly so")
    guard let calibration = details.calibration else {
      return page.paragraph("No claim tells how likely it was involuntary.")
    }
    var table = TextTable([
      .init("told p"), .init("episodes", .right), .init("mean p", .right), .init("truly", .right),
    ])
    for bin in calibration.bins {
      let from = fixedText(bin.from, decimals: 1)
      table.add([
        .init("\(from) to \(fixedText(bin.from + 0.1, decimals: 1))", .faint), "\(bin.count)",
        .init(fixedText(bin.told, decimals: 2)), .init(fixedText(bin.observed, decimals: 2)),
      ])
    }
    page.table(table)
    var words = """
      Spasms and twitches are taken as involuntary, voluntary contractions as not: \
      \(counted(calibration.count, "episode")), told off by \(fixedText(calibration.expectedError, decimals: 3)) in \
      the mean over the rows (ECE), Brier score \(fixedText(calibration.brier, decimals: 3)).
      """
    if let told = calibration.toldOfHolds {
      words +=
        " Apart: \(counted(calibration.holds, "motionless hold")), mean p \(fixedText(told, decimals: 2))."
    }
    page.paragraph(words, ink: .faint)
  }
}
