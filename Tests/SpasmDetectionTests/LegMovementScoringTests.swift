import Events
import Signals
import Testing

@testable import SpasmDetection

/// Leg movements from samples to events, through filters, rest and losses.
@Suite struct LegMovementScoringTests {
  private static let rules = ["wasm-2016", "aasm-plm"]
  private let rate: SampleRate

  init() throws { rate = try #require(SampleRate(200)) }

  private func times(_ count: Int, every interval: Double = 20, from start: Double = 10) -> [Double] {
    (0..<count).map { start + Double($0) * interval }
  }

  private func outcome(_ legs: LegSignal..., seconds: Double = 100, preset: String) -> Outcome {
    Outcome(Recording(legs, seconds: seconds, rate: rate), preset: preset)
  }

  @Test(arguments: rules) func `four movements in a row are a series`(preset: String) throws {
    let outcome = outcome(LegSignal(movingAt: times(4)), seconds: 200, preset: preset)
    #expect(outcome.episodes.map(\.kind) == [.movement, .movement, .movement, .movement])
    #expect(outcome.episodes.allSatisfy { $0.subtype == .legMovement })
    for (episode, time) in zip(outcome.episodes, times(4)) {
      #expect(abs(episode.onset.value - time) < 0.02)
      // The high-pass rings for a tenth of a second.
      #expect((time + 1 - 0.02...time + 1.1).contains(episode.offset.value))
    }
    // Only from the fourth on is it known to be one.
    #expect(outcome.episodes.map(\.bout) == [nil, nil, nil, 1])
    let (at, series) = try #require(outcome.bouts.first)
    #expect(outcome.bouts.count == 1 && series.spasms == [1, 2, 3, 4])
    #expect(series.start == outcome.episodes.first?.onset && series.end == outcome.episodes.last?.offset)
    // It is over when ninety seconds have brought no other onset.
    #expect((90...90.1).contains((at - (outcome.episodes.last?.onset ?? 0)).value))
    #expect(outcome.summary?.episodes[.movement] == 4 && outcome.summary?.bouts == 1)
  }

  @Test(arguments: rules) func `three are none, and the end of the recording closes four`(preset: String) {
    #expect(outcome(LegSignal(movingAt: times(3)), preset: preset).bouts.isEmpty)
    let closed = outcome(LegSignal(movingAt: times(4)), seconds: 75, preset: preset)
    #expect(closed.bouts.map(\.bout.spasms) == [[1, 2, 3, 4]])
  }

  @Test func `a series names its movements by the numbers on their lines`() {
    // Two by themselves, then a series on one leg while the other is a leg of its own, with others between.
    let first = LegSignal(movingAt: [10, 150, 170, 190, 210], side: .left)
    let second = LegSignal(movingAt: [30, 160, 400], side: .left)
    let outcome = outcome(first, second, seconds: 450, preset: "wasm-2016")
    let numbered = zip(outcome.episodes, 1...).allSatisfy { $0.id == $1 }
    #expect(numbered && outcome.episodes.count == 8)
    let series = outcome.bouts.flatMap(\.bout.spasms)
    let onsets = outcome.episodes.filter { series.contains($0.id) }.map { $0.onset.value.rounded() }
    #expect(onsets == [150, 170, 190, 210])
  }

  @Test(arguments: [(7.7, 0), (8.3, 1)])
  func `eight microvolts count through filters and a level of rest that is learnt`(over: Double, count: Int)
    throws
  {
    // Fine enough that the tone's height is met, and with edges that do not make the filters overshoot.
    let fine = try #require(SampleRate(1000))
    var leg = LegSignal(movingAt: [15], for: 2, over: over)
    leg.ramp = 0.3
    for preset in Self.rules {
      let outcome = Outcome(Recording([leg], seconds: 25, rate: fine), preset: preset)
      #expect(outcome.episodes.count == count)
    }
  }

  @Test(arguments: rules) func `the gain of the converter changes nothing`(preset: String) {
    let legs = [LegSignal(movingAt: times(4)), LegSignal(movingAt: [30, 50.4], for: 2)]
    let whole = Recording(legs, seconds: 100, rate: rate)
    let lines = Outcome(whole, preset: preset).lines(whole.streams)
    #expect(lines.count > 8)
    for gain in [0.0625 / 8, -0.0625 / 2] {
      let fine = Recording(legs, seconds: 100, rate: rate, gain: gain)
      #expect(Outcome(fine, preset: preset).lines(fine.streams) == lines)
    }
  }

  @Test(arguments: rules) func `how samples come changes nothing`(preset: String) {
    let legs = [LegSignal(movingAt: times(6, every: 15)), LegSignal(movingAt: [20, 25.8, 71], for: 2)]
    var recording = Recording(legs, seconds: 120, rate: rate)
    recording.muscle.blank(channel: 1, from: 55, to: 55.3)
    recording.muscle.lose(from: 90.123, to: 94)
    let lines = Outcome(recording, preset: preset).lines(recording.streams)
    #expect(lines.count > 10)
    for chunk in [1, 7, 4096, 1_000_000] {
      #expect(Outcome(recording, preset: preset, chunk: chunk).lines(recording.streams) == lines)
    }
  }

  @Test func `both legs are one movement, of the leg that began`() {
    let (left, right) = (LegSignal(movingAt: [30.3], side: .left), LegSignal(movingAt: [30], side: .right))
    let outcome = outcome(left, right, seconds: 60, preset: "wasm-2016")
    #expect(outcome.episodes.map(\.subtype) == [.bilateralLegMovement])
    #expect(outcome.channel(1).episodes.count == 1)
    #expect(abs((outcome.episodes.first?.duration.value ?? 0) - 1.3) < 0.15)
    // A tone of 23 uV.
    #expect(abs((outcome.episodes.first?.evidence.peak ?? 0) - 23 / 2.0.squareRoot()) < 0.7)
  }

  @Test func `channels are paired by their sides, or where there are two and nothing is known`() {
    func pairs(_ sides: [BodySide?]) -> [[Int]] {
      LegMovementScorer.pairs(of: sides.map { ChannelDescription(label: "", side: $0) })
    }
    #expect(pairs([nil, nil]) == [[0, 1]])
    #expect(pairs([nil, nil, nil]) == [[0], [1], [2]])
    #expect(pairs([.left, .left]) == [[0], [1]])
    #expect(pairs([.right, nil]) == [[0], [1]])
    #expect(pairs([.right, nil, .left, .right, .left]) == [[0, 2], [1], [3, 4]])
  }

  @Test(arguments: rules)
  func `a loss of signal ends a series, and has rest learnt anew when it was long`(preset: String) {
    var recording = Recording([LegSignal(movingAt: times(6))], seconds: 130, rate: rate)
    recording.muscle.lose(from: 62, to: 62.3)
    #expect(Outcome(recording, preset: preset).bouts.map(\.bout.spasms.count) == [6])
    recording = Recording([LegSignal(movingAt: times(6))], seconds: 130, rate: rate)
    recording.muscle.blank(from: 62, to: 63)
    let lost = Outcome(recording, preset: preset)
    #expect(lost.episodes.count == 6 && lost.bouts.isEmpty)
    #expect(lost.troubles.map(\.quality.condition) == [.missing, .missing])
    recording = Recording([LegSignal(movingAt: times(6))], seconds: 130, rate: rate)
    recording.muscle.lose(from: 62, to: 76)
    let long = Outcome(recording, preset: preset)
    #expect(long.episodes.count == 5)
    #expect(long.floors.map(\.report.cause) == [.learnt, .relearnt])
  }

  @Test(arguments: rules) func `what a loss cuts off is no candidate`(preset: String) {
    var recording = Recording([LegSignal(movingAt: [30], for: 4)], seconds: 60, rate: rate)
    recording.muscle.lose(from: 32, to: 33)
    let outcome = Outcome(recording, preset: preset)
    #expect(outcome.episodes.map(\.subtype) == [nil, nil])
    #expect(abs((outcome.episodes.first?.offset.value ?? 0) - 32) < 0.05)
  }

  @Test(arguments: rules) func `a movement of more than ten seconds is told and not counted`(preset: String) {
    let outcome = outcome(LegSignal(movingAt: [30], for: 10.3), seconds: 60, preset: preset)
    #expect(outcome.episodes.map(\.kind) == [.movement])
    #expect(outcome.episodes.map(\.subtype) == [nil])
  }
}
