import Scoring
import Testing

@testable import TerminalUI

@Suite struct ScoreCardTests {
  /// Two recordings: a spasm found and a twitch missed, and nothing but a false spasm.
  private var report: ScoreReport {
    var scorer = Scorer()
    scorer.add(
      Truth(
        id: "A_first", rate: 1000, channels: 1, duration: 3600,
        events: [
          .init(channel: 0, kind: "spasm", start: 10, end: 20),
          .init(channel: 0, kind: "twitch", start: 30, end: 30.2),
        ]),
      predictions: [Prediction(start: 10.1, end: 20.05, kind: "spasm")],
      calls: [LiveCall(channel: 0, onset: 10.1, at: 12.2)])
    scorer.add(
      Truth(id: "B_\u{1B}[31mempty", rate: 1000, channels: 2, duration: 1800, events: []),
      predictions: [Prediction(start: 5, end: 9, kind: "spasm", channel: 1)])
    return scorer.report()
  }

  @Test(arguments: [60, 80, 120]) func `a card keeps the width and is plain`(width: Int) {
    let text = ScoreCard(report, rule: .iou).text(width: width)
    #expect(!text.contains("\u{1B}"))
    for line in text.lines { #expect(String(line).displayWidth <= width) }
  }

  @Test func `a card tells the figures with their intervals`() {
    let text = ScoreCard(report, rule: .iou).text(width: 80)
    for part in [
      "Score of 2 recordings", "found        1 of 1", "0 of 1", "sensitivity  1.00 [0.21, 1.00]",
      "precision    0.50 [0.10, 0.91]", "onset         off by 100 ms", "end           off by 50 ms",
      "median 2.20 s after the start", "1.00 false ones a channel-hour", "spasm       1       0        0",
      "A_first", "1/0/0", "0/0/1",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func `a card says what a score does not say`() {
    let words = ScoreCard(report, rule: .overlap).text(width: 70).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(words.contains("sustained against brief activity, on real muscle and real rest"))
    #expect(words.contains("No recording of a true spasm is public"))
    #expect(words.contains("half of the shorter of the two"))
  }

  @Test func `an empty score is a card`() {
    #expect(ScoreCard(Scorer().report(), rule: .iou).text(width: 80).contains("Score of 0 recordings"))
  }
}
