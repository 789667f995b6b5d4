public import Monitoring
internal import Signals

/// How a running monitor fares, for a person.
public struct StatusView: Sendable {
  private let report: StatusReport

  /// A view of what a monitor answered.
  public init(_ report: StatusReport) { self.report = report }

  /// The page, `width` columns wide.
  public func page(width: Int) -> Page {
    var page = Page(width: width)
    page.heading("Monitor \(report.pid), running for \(spanText(Seconds(report.uptimeS)))")
    let troubles = report.troubles
    for trouble in troubles { page.paragraph("NOT WELL: \(trouble)", ink: .warning) }
    if troubles.isEmpty { page.paragraph("All is well.") }
    for wearable in report.wearables { add(wearable, to: &page) }
    let remarks = report.remarks.suffix(Self.mostRemarks)
    if !remarks.isEmpty { page.heading("Lately") }
    for remark in remarks {
      let ago = spanText(Seconds(max(0, report.uptimeS - remark.atS)))
      page.paragraph("\(ago) ago: \(remark.text)", ink: remark.isWarning ? .warning : .plain)
    }
    return page
  }

  private static let mostRemarks = 5

  private func add(_ wearable: StatusReport.Wearable, to page: inout Page) {
    page.heading(wearable.name)
    page.entry("device", "\(wearable.device), rules \(wearable.preset)")
    let samples = "\(wearable.received) samples, \(wearable.lost) lost, \(wearable.overrun) overrun"
    page.entry("link", [wearable.link, wearable.linkReason].compactMap(\.self).joined(separator: ": "))
    page.entry("heard", "\(spanText(Seconds(wearable.timeS))), \(samples)")
    page.entry("recording", recording(of: wearable), ink: wearable.recording == "paused" ? .warning : .plain)
    let device = deviceWords(of: wearable)
    if !device.isEmpty { page.entry("device says", device) }
    if let free = wearable.freeBytes {
      let left = wearable.hoursLeft.map { ", enough for \(fixedText($0, decimals: 1)) h" } ?? ""
      page.entry("disk", "\(sizeText(free)) free\(left)")
    }
    let spasms = wearable.episodes["spasm"] ?? 0
    let bout = wearable.boutSpasms.map { "; a bout of \($0) so far" } ?? ""
    page.entry("spasms", "\(spasms), twitches \(wearable.episodes["twitch"] ?? 0)\(bout)")
    if let last = wearable.lastSpasm {
      let words =
        "\(last.channel), \(spanText(Seconds(last.durationS))), over for \(spanText(Seconds(last.agoS)))"
      page.entry("last spasm", words, ink: .spasm)
    }
    var table = TextTable([.init("channel", least: 6, .middle), .init("state"), .init("x rest", .right)])
    for channel in wearable.channels {
      let state = words(of: channel, at: wearable.timeS)
      table.add([
        .init(channel.label), .init(state.text, state.ink),
        .init(channel.xRest.map { fixedText($0, decimals: 1) } ?? ""),
      ])
    }
    page.table(table)
  }

  private func recording(of wearable: StatusReport.Wearable) -> String {
    let place = wearable.session.map { " \($0)" } ?? ""
    switch wearable.recording {
    case "on": return "to\(place)"
    case "paused": return "PAUSED,\(place): \(wearable.recordingReason ?? "")"
    default: return "nothing is kept"
    }
  }

  private func deviceWords(of wearable: StatusReport.Wearable) -> String {
    [
      wearable.batteryPercent.map { "battery \(fixedText($0, decimals: 0)) %" },
      wearable.isCharging == true ? "charging" : nil,
      wearable.driftPpm.map { "clock \(fixedText($0, decimals: 1)) ppm fast" },
      wearable.jitterMs.map { "packets up to \(fixedText($0, decimals: 0)) ms late" },
    ].compactMap(\.self).joined(separator: ", ")
  }

  private func words(of channel: StatusReport.Channel, at time: Double) -> (text: String, ink: Ink) {
    let span = channel.sinceS.map { " for \(spanText(Seconds(max(0, time - $0))))" } ?? ""
    switch channel.state {
    case "learning": return ("learning rest", .faint)
    case "active": return ("active\(span)", .plain)
    case "spasm": return ("SPASM\(span)", .spasm)
    case "movement": return ("movement\(span)", .plain)
    case "electrode_off": return ("electrode off (\(channel.flaw ?? "?"))", .warning)
    default: return (channel.state, .plain)
    }
  }
}
