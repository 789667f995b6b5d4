import Events
import Signals
import Testing

@testable import TerminalUI

@Suite struct ReplayReportTests {
  /// A minute with one of everything.
  private let report = Sample.report(
    muscles: ["calf", "shin"], duration: 60,
    episodes: [
      (0, Sample.episode(.twitch, from: 5, lasting: 0.2)),
      (1, Sample.episode(.brief, from: 9.95, lasting: 1.25)),
      (0, Sample.episode(.movement, from: 20, lasting: 4, motion: 0.3)),
      (0, Sample.episode(.spasm, .tonic, from: 30, lasting: 12.34, bout: 1)),
      (0, Sample.episode(.spasm, .unexplained, from: 50, lasting: 2.5, bout: 1, quality: 0.8)),
      (1, Sample.episode(.artefact, .noiseStep, from: 33, lasting: 3, motion: nil)),
    ],
    more: [
      Event(at: 60, channel: 0, .bout(Bout(id: 1, spasms: [4, 5], start: 30, end: 52.5))),
      Event(at: 46, stream: 0, .gap(Gap(firstIndex: 44000, count: 2000, cause: .lost))),
      Event(at: 46, channel: 0, .quality(Quality(.missing, present: true))),
      Event(at: 12, channel: 1, .quality(Quality(.hum, present: true, value: 50))),
      Event(at: 14, channel: 1, .quality(Quality(.hum, present: false))),
      Event(at: 8, .note(Annotation(onset: 8, text: "cramp, says she"))),
    ])

  @Test func `print`() { Swift.print(report.text(width: 80)); Swift.print(report.text(width: 120)) }
}
