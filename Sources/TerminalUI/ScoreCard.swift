internal import Events
public import Scoring
internal import Signals

/// A score, told to a person.
public struct ScoreCard: Sendable {
  private let report: ScoreReport
  private let rule: MatchingRule
  let shown: Set<Detail>

  /// The card of `report`, which was made by `rule`, with the tables in `details`.
  public init(_ report: ScoreReport, rule: MatchingRule, details: Set<Detail> = []) {
    self.report = report
    self.rule = rule
    shown = details
  }

  /// The card for a terminal of `width` columns.
  public func text(width: Int, style: Style = Style()) -> String {
    var page = Page(width: width)
    let total = report.total
    page.heading("Score of \(counted(report.recordings.count, "recording"))")
    page.paragraph(
      "\(decimalText(total.channelHours, decimals: 2)) channel-hours. A claimed spasm counts when \(rule.words). "
        + "In brackets: 95 % intervals.", ink: .faint)
    page.add(Line())
    addDetection(total, to: &page)
    addTimes(total, to: &page)
    addFalseAlarms(to: &page)
    addConfusion(total, to: &page)
    addRecordings(to: &page)
    addDetails(report.details, to: &page)
    page.add(Line())
    page.paragraph(Self.meaning, ink: .faint)
    return page.text(style)
  }

  /// What a score of the benchmark says, and what it does not.
  static let meaning = """
    On the benchmark these scores say: sustained against brief activity, on real muscle and real rest. No \
    recording of a true spasm is public; sustained voluntary contraction stands in for spasm, brief bursts for \
    twitches. An involuntary one is told from a voluntary one only by the accelerometer's rule that movement goes \
    with voluntary activity. On simulated recordings they hold for the simulation.
    """

  private func addDetection(_ total: ScoreResult, to page: inout Page) {
    let kinds = [total.spasm, total.twitch]
    var table = TextTable([.init(""), .init("spasms"), .init("twitches")])
    func add(_ name: String, _ text: (ScoreResult.Detection) -> String) {
      table.add([.init(name, .faint)] + kinds.map { .init(text($0), .strong) })
    }
    add("found") { "\($0.truePositives) of \($0.truePositives + $0.falseNegatives)" }
    add("false") { "\($0.falsePositives), \(fixedText($0.falsePerHour, decimals: 2)) a channel-hour" }
    // Without an interval there was nothing to find, or nothing claimed.
    add("sensitivity") { $0.sensitivityInterval == nil ? "–" : share($0.sensitivity, $0.sensitivityInterval) }
    add("precision") { $0.precisionInterval == nil ? "–" : share($0.precision, $0.precisionInterval) }
    add("F1") { share($0.f1, $0.f1Interval) }
    add("F1, lenient") { share($0.lenientF1, $0.lenientF1Interval) }
    page.table(table)
    page.paragraph("Lenient: not counting claims on voluntary contractions as false.", ink: .faint)
  }

  private func addTimes(_ total: ScoreResult, to page: inout Page) {
    page.heading("Spasms that were found")
    page.entry("onset", errors(total.onset))
    for onset in report.details.onsets { page.entry("hindsight", beside(onset)) }
    page.entry("end", errors(total.offset))
    if let relative = total.length.medianRelative {
      page.entry("length", "off by \(percentText(relative)) in the middle case")
    }
    if let fragments = total.fragmentsPerSpasm {
      let details = report.details
      page.entry(
        "pieces",
        "\(fixedText(fragments, decimals: 2)) claims to a true spasm; \(details.splits) split, "
          + "\(counted(details.merges, "claim")) over several")
    }
    let time = total.time
    page.entry(
      "time",
      "\(percentText(time.sensitivity)) of \(spanText(Seconds(time.spasmHours * 3600))) of spasm found, "
        + "\(spanText(Seconds(time.falseClaimHours * 3600))) claimed wrongly")
    let latency = total.callLatency
    if let median = latency.median, let p95 = latency.p95 {
      let back = latency.withdrawnShare.map { "; \(percentText($0)) of the calls taken back" } ?? ""
      page.entry(
        "live call",
        "median \(fixedText(median, decimals: 2)) s after the start, 95 % within "
          + "\(fixedText(p95, decimals: 2)) s (\(latency.count) called\(back))")
    }
  }

  private func addFalseAlarms(to page: inout Page) {
    let details = report.details
    guard !details.falseAlarms.isEmpty else { return }
    page.heading("False spasms in 24 h, in recordings that hold none")
    for alarms in details.falseAlarms {
      let interval = [alarms.interval.lowerBound, alarms.interval.upperBound].map(rate).joined(
        separator: ", ")
      page.entry(
        alarms.moving ? "movement" : "rest",
        "\(rate(alarms.perDay)) [\(interval)]: \(alarms.alarms) in \(spanText(Seconds(alarms.hours * 3600)))"
          + (alarms.moving ? "" : " of rest and twitches"))
    }
  }

  private func addConfusion(_ total: ScoreResult, to page: inout Page) {
    page.heading("What true events were called")
    var table = TextTable([
      .init("truth"), .init("spasm", .right), .init("twitch", .right), .init("neither", .right),
    ])
    for row in total.confusion where row.spasm + row.twitch + row.none > 0 {
      table.add([.init(row.kind), "\(row.spasm)", "\(row.twitch)", "\(row.none)"])
    }
    page.table(table)
    if total.hold.count > 0 {
      let holds = counted(total.hold.count, "motionless hold")
      page.paragraph("\(total.hold.calledSpasm) of \(holds) called spasm: by these signals they are alike.")
    }
    if let calibration = report.details.calibration {
      page.paragraph(
        "p(involuntary) is off by \(fixedText(calibration.expectedError, decimals: 2)) in the mean "
          + "(--by calibration).")
    }
  }

  private func addRecordings(to page: inout Page) {
    page.heading("Recordings")
    var table = TextTable([
      .init("", least: 10, .middle), .init("spasm F1", .right), .init("hit/miss/false", .right),
      .init("twitch F1", .right), .init("hit/miss/false", .right), .init("call", .right),
    ])
    for (id, result) in report.recordings {
      table.add([
        .init(id), f1(result.spasm), counts(result.spasm), f1(result.twitch), counts(result.twitch),
        .init(result.callLatency.median.map { fixedText($0, decimals: 2) + " s" } ?? ""),
      ])
    }
    page.table(table)
  }
}

extension ScoreCard {
  func share(_ value: Double, _ interval: ClosedRange<Double>?) -> String {
    let text = fixedText(value, decimals: 2)
    guard let interval else { return text }
    return
      "\(text) [\(fixedText(interval.lowerBound, decimals: 2)), \(fixedText(interval.upperBound, decimals: 2))]"
  }

  private func errors(_ errors: ScoreResult.Errors) -> String {
    guard let median = errors.medianAbsolute, let p90 = errors.p90Absolute else { return "none found" }
    let side = errors.medianSigned.map { $0 == 0 ? "" : $0 > 0 ? ", rather late" : ", rather early" } ?? ""
    return "off by \(milliseconds(median)) in the middle case, 90 % within \(milliseconds(p90))\(side)"
  }

  /// An onset's comparison with hindsight.
  private func beside(_ onset: OnsetComparison) -> String {
    func pair(_ errors: ScoreResult.Errors, _ middle: String, _ most: String) -> String {
      "\(milliseconds(errors.medianAbsolute ?? 0))\(middle)\(milliseconds(errors.p90Absolute ?? 0))\(most)"
    }
    let ratio = onset.ratio.map { ", \(fixedText($0, decimals: 2)) times its mean error" } ?? ""
    return "\(counted(onset.count, onset.kind, onset.kind == "twitch" ? "twitches" : nil)): off by "
      + pair(onset.offline, ", 90 % within ", "; ours ") + pair(onset.detected, " and ", ratio)
  }

  /// A number of alarms.
  private func rate(_ value: Double) -> String { fixedText(value, decimals: value < 10 ? 1 : 0) }

  private func milliseconds(_ value: Double) -> String { "\(fixedText(value, decimals: 0)) ms" }

  /// F1, or a dash where there is neither a truth nor a claim.
  private func f1(_ kind: ScoreResult.Detection) -> TextTable.Cell {
    let nothing = kind.truePositives + kind.falseNegatives + kind.falsePositives == 0
    return .init(nothing ? "–" : fixedText(kind.f1, decimals: 2))
  }

  private func counts(_ kind: ScoreResult.Detection) -> TextTable.Cell {
    "\(kind.truePositives)/\(kind.falseNegatives)/\(kind.falsePositives)"
  }
}

extension MatchingRule {
  /// When a claim counts, in words.
  fileprivate var words: String {
    switch self {
    case .iou: "what it shares with a true one is half of what the two cover"
    case .overlap: "what it shares with a true one is half of the shorter of the two"
    }
  }
}
