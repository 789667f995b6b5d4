internal import Signals
public import SpasmDetection

/// What a calibration found, for a person.
public struct CalibrationReport: Sendable {
  private let result: CalibrationResult
  private let names: [String]

  /// A report of channels that are called `names`.
  public init(_ result: CalibrationResult, names: [String]) {
    self.result = result
    self.names = names
  }

  /// The page, `width` columns wide.
  public func page(width: Int) -> Page {
    var page = Page(width: width)
    page.heading("Calibration")
    guard result.ending != .noSignal else {
      page.paragraph("No electrode had a signal: there is nothing to measure.")
      return page
    }
    page.table(table)
    addPosture(to: &page)
    let found = result.channels.enumerated().flatMap { number, channel in
      channel.findings.map { "\(name(number)): \($0.words): \($0.advice)." }
    }
    if !found.isEmpty {
      page.heading("Electrodes")
      for line in found { page.paragraph(line, ink: .warning) }
    }
    page.heading("What it means")
    for line in meaning { page.paragraph(line) }
    return page
  }

  private var table: TextTable {
    var table = TextTable([
      .init("site", least: 8, .middle), .init("rest", .right), .init("at rest"), .init("gentle", .right),
      .init("strongest", .right), .init("x rest", .right), .init("tries", .right),
    ])
    for (number, channel) in result.channels.enumerated() {
      func level(_ rms: Double?) -> TextTable.Cell {
        .init(rms.map { levelText($0, isInMicrovolts: channel.isInMicrovolts) } ?? "–")
      }
      let ratio = channel.maximum.flatMap { maximum in
        channel.rest.map { fixedText(maximum / $0, decimals: maximum / $0 < 9.95 ? 1 : 0) }
      }
      table.add([
        .init(name(number), .strong), level(channel.rest), .init(quietness(of: channel)),
        level(channel.submaximum), level(channel.maximum), .init(ratio ?? "–"),
        .init(channel.maximalTries.isEmpty ? "–" : "\(channel.maximalTries.count)"),
      ])
    }
    return table
  }

  private func addPosture(to page: inout Page) {
    let angles = Set(result.channels.flatMap { $0.posture.map(\.angle) }).sorted()
    guard angles.count > 1 else { return }
    page.heading("By posture, in degrees from the first")
    var table = TextTable(
      [.init("site", least: 8, .middle)] + angles.map { .init(fixedText($0.value, decimals: 0), .right) })
    for (number, channel) in result.channels.enumerated() {
      table.add(
        [.init(name(number), .strong)]
          + angles.map { angle in
            .init(
              channel.posture.first { $0.angle == angle }
                .map { fixedText($0.rms, decimals: $0.rms < 9.95 ? 1 : 0) } ?? "–")
          })
    }
    page.table(table)
  }

  private var meaning: [String] {
    var lines: [String] = []
    if result.channels.contains(where: { $0.maximum != nil }) {
      lines.append(
        "From now on the strength of a spasm is told as a share of the strongest contraction (% MVC): "
          + "\(SeverityGrade.legend).")
    }
    if result.channels.contains(where: { $0.rest != nil && $0.maximum == nil }) {
      lines.append(
        "Where there is no strongest contraction, the strength of a spasm is told as times rest (x rest), never in "
          + "% MVC.")
    }
    lines.append("The strength of a signal is not the strength of a pain.")
    return lines
  }

  /// How quiet rest was, by how far its louder tenth stands out.
  private func quietness(of channel: CalibrationResult.Channel) -> String {
    guard let spread = channel.restSpread else { return channel.rest == nil ? "no signal" : "not measured" }
    if spread < 2 { return "quiet" }
    return spread < 3.2 ? "a little restless" : "restless"
  }

  private func name(_ channel: Int) -> String {
    names.indices.contains(channel) ? names[channel] : result.channels[channel].label
  }
}
