import Scoring
import Testing

@testable import TerminalUI

@Suite struct ScoreCardTests {
  private static let spasm = Truth.Event(
    channel: 0, kind: "spasm", start: 10, end: 20, ratio: 7.5, motion: "plain")

  /// Two recordings: a spasm found and a twitch missed, and nothing but a false spasm.
  private var report: ScoreReport {
    var scorer = Scorer()
    scorer.add(
      Truth(
        id: "A_first", rate: 1000, channels: 1, duration: 3600,
        events: [
          Self.spasm,
          .init(channel: 0, kind: "twitch", start: 30, end: 30.25),
          .init(channel: 0, kind: "voluntary", start: 40, end: 45, motion: "move"),
        ]),
      predictions: [
        Prediction(start: 10.1, end: 20.05, kind: "spasm", involuntary: 0.8),
        Prediction(start: 40, end: 45, kind: "movement", involuntary: 0.1),
      ],
      calls: [LiveCall(channel: 0, onset: 10.1, at: 12.2)], offline: [Self.spasm: 10.05])
    scorer.add(
      Truth(id: "B_\u{1B}[31mempty", rate: 1000, channels: 2, duration: 1800, events: []),
      predictions: [Prediction(start: 5, end: 9, kind: "spasm", channel: 1)])
    return scorer.report()
  }

  @Test(arguments: [60, 80, 120]) func `a card keeps the width and is plain`(width: Int) {
    let text = ScoreCard(report, rule: .iou, details: Set(ScoreCard.Detail.allCases)).text(width: width)
    #expect(!text.contains("\u{1B}"))
    for line in text.lines { #expect(String(line).displayWidth <= width) }
  }

  @Test func `a card tells the figures with their intervals`() {
    let text = ScoreCard(report, rule: .iou).text(width: 80)
    for part in [
      "Score of 2 recordings", "found        1 of 1", "0 of 1", "sensitivity  1.00 [0.21, 1.00]",
      "precision    0.50 [0.10, 0.91]", "onset         off by 100 ms", "end           off by 50 ms",
      "median 2.20 s after the start", "spasm          1       0        0",
      "A_first", "1/0/0", "0/0/1",
      // One false spasm in half an hour: 48 a day, and 48 times 0.0253 and 5.5716.
      "48 [1.2, 267]: 1 in 30 min 00 s of rest and twitches", "p(involuntary) is off by 0.15",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    for part in [
      "1 spasm: off by 50 ms, 90 % within 50 ms; ours 100 ms and 100 ms, 2.00 times its mean error",
      "1.00 claims to a true spasm; 0 split, 0 claims over several",
    ] {
      #expect(words(text).contains(part), "\(part)")
    }
  }

  private func words(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// What each table says, and what none says unless it is asked for.
  private static let tables: [(ScoreCard.Detail, [String])] = [
    (
      .snr, ["By signal over everything else there: spasms", "6-10 dB   1/1  1.00 [0.21, 1.00]", "100 / 100"]
    ),
    (.duration, ["By length: twitches", "5-15 s    1/1", "200-500 ms    0/1"]),
    (.movement, ["plain     1/1", "2.20 / 2.20", "move             0/1"]),
    (.artefact, ["By disturbance within a second", "none      1/1"]),
    (.wrong, ["What was there where something was claimed wrongly", "rest             1                0"]),
    (
      .calibration,
      ["0.8 to 0.9         1    0.80   1.00", "2 episodes, told off by 0.150", "Brier score 0.025"]
    ),
  ]

  @Test(arguments: tables) func `a table is told when it is asked for`(
    detail: ScoreCard.Detail, parts: [String]
  ) {
    let told = words(ScoreCard(report, rule: .iou, details: [detail]).text(width: 80))
    for part in parts { #expect(told.contains(words(part)), "\(part)") }
    let plain = words(ScoreCard(report, rule: .iou).text(width: 80))
    #expect(!plain.contains(words(parts[0])) || detail == .movement)
  }

  @Test func `what is not told apart makes no table`() {
    let text = ScoreCard(report, rule: .iou, details: [.movement]).text(width: 80)
    #expect(text.contains("By movement: spasms") && !text.contains("By movement: twitches"))
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
