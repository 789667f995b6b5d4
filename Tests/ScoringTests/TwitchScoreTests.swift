import Testing

@testable import Scoring

@Suite struct TwitchScoreTests {
  private func twitch(_ start: Double, _ end: Double) -> Prediction {
    Prediction(start: start, end: end, kind: "twitch")
  }

  @Test func `a claim hits when both, widened, touch`() {
    let truth = recording([truth("twitch", 100, 100.25)])
    #expect(score(truth, [twitch(100.375, 100.5)]).twitch.truePositives == 1)
    #expect(score(truth, [twitch(99.5, 99.875)]).twitch.truePositives == 1)
    #expect(score(truth, [twitch(100.5, 100.75)]).twitch.truePositives == 0)
  }

  @Test func `a claim that is too long is false`() {
    let short = recording([truth("twitch", 100, 100.25)])
    #expect(score(short, [twitch(100, 101)]).twitch.truePositives == 1)
    #expect(score(short, [twitch(100, 101.125)]).twitch.falsePositives == 1)
    let long = recording([truth("twitch", 100, 100.5)])
    #expect(score(long, [twitch(100, 101.5)]).twitch.truePositives == 1)
  }

  @Test func `the nearest start wins`() {
    let truth = recording([truth("twitch", 100, 100.25), truth("twitch", 100.5, 100.75)])
    let result = score(truth, [twitch(100.5, 100.625)])
    #expect((result.twitch.truePositives, result.twitch.falseNegatives) == (1, 1))
    // The name goes by overlap, and the widened first twitch stops at 100.35.
    #expect(result.confusion[1] == .init(kind: "twitch", spasm: 0, twitch: 1, none: 1))
  }

  @Test func `a twitch called spasm is a miss and a false spasm`() {
    let result = score(recording([truth("twitch", 100, 100.25)]), [spasm(100, 103)])
    #expect((result.twitch.falseNegatives, result.spasm.falsePositives) == (1, 1))
    #expect(result.confusion[1].spasm == 1)
  }

  @Test func `an ignored twitch hides a claim that lies on it`() {
    let result = score(
      recording([truth("twitch", 100, 100.25, ignored: true)]), [twitch(100, 100.25)])
    #expect((result.twitch.falseNegatives, result.twitch.falsePositives) == (0, 0))
  }

  @Test(arguments: ["brief", "movement", "artefact"]) func `other kinds claim nothing`(kind: String) {
    let claim = Prediction(start: 100, end: 110, kind: kind)
    let result = score(recording([]), [claim])
    #expect((result.twitch.falsePositives, result.spasm.falsePositives) == (0, 0))
  }
}
