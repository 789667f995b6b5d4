import Events
import Signals
import Testing

@testable import TerminalUI

@Suite struct LegMovementReportTests {
  private let report = Sample.report(
    muscles: ["left", "right"], duration: 1800, subject: .legMovements,
    episodes: [
      (0, Sample.episode(.movement, .legMovement, from: 20, lasting: 2, motion: nil)),
      (1, Sample.episode(.movement, .bilateralLegMovement, from: 40, lasting: 3, motion: nil)),
      (0, Sample.episode(.movement, .legMovement, from: 60, lasting: 1, motion: nil)),
      (0, Sample.episode(.movement, .legMovement, from: 80, lasting: 1, bout: 1, motion: nil)),
      (0, Sample.episode(.movement, from: 1000, lasting: 30, motion: nil)),
    ],
    more: [
      Event(at: 171, channel: 0, .bout(Bout(id: 1, spasms: [1, 2, 3, 4], start: 20, end: 81))),
      Event(at: 12, channel: 1, .quality(Quality(.loudRest, present: true, value: 6.2))),
    ])

  @Test func `a report of leg movements counts them, and their index by the hour of recording`() {
    let text = report.text(width: 80)
    for line in [
      "  movements     4, 1 of them of both legs", "  series        1, with 4 movements",
      "  PLM index     8.0 an hour of recording (asleep or awake is not known)",
      "  besides       1 movement that the rule does not count", "Series of periodic leg movements",
      "  series  channel      start        end      length  movements",
      "to the end  rest is louder than the rule allows, 6 uV",
    ] {
      #expect(text.lines.contains { $0.contains(line) }, "\(line)")
    }
    #expect(text.contains("movement, both legs") && text.contains("Not a medical device."))
  }

  @Test func `it says nothing of spasms and twitches`() {
    let summary = report.text(width: 80).lines.drop { !$0.hasPrefix("Summary") }
    #expect(summary.count > 5)
    #expect(!summary.contains { $0.contains("spasm") || $0.contains("twitch") })
  }
}
