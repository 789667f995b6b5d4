import Events
import Signals
import Testing

@testable import SpasmDetection

/// The level of rest that leg movements are measured from.
@Suite struct LegMovementRestTests {
  private let rate: SampleRate

  init() throws { rate = try #require(SampleRate(200)) }

  @Test(arguments: ["wasm-2016", "aasm-plm"])
  func `nothing is found in noise, and the end of a contraction is`(preset: String) {
    let found = Outcome.ofChannels(1...6, preset: preset) { seed in
      var muscle = MuscleSignal(seconds: 90, rate: rate, rest: 1.5, seed: seed)
      muscle.contract(at: 40, for: 3, ratio: 30)
      return muscle
    }
    for outcome in found {
      #expect(outcome.episodes.map(\.subtype) == [.legMovement])
      for movement in outcome.episodes {
        #expect(abs(movement.onset.value - 40) < 0.1 && abs(movement.offset.value - 43) < 0.3)
      }
    }
  }

  @Test func `activity does not enter it, and evidence has its RMS`() throws {
    var leg = LegSignal(movingAt: stride(from: 10, to: 290, by: 20).map(\.self), for: 9)
    leg.movements.append((295, 3, 20))
    let outcome = Outcome(Recording([leg], seconds: 310, rate: rate), preset: "wasm-2016")
    let last = try #require(outcome.episodes.last)
    // A tone of 3 uV, and one of 23 uV.
    #expect(abs(last.evidence.restRMS - 3 / 2.0.squareRoot()) < 0.1)
    #expect(abs(last.evidence.rms - 23 / 2.0.squareRoot()) < 0.5)
    #expect(abs(last.evidence.threshold.value - decibels(11 * 11 / 9.0).value) < 0.3)
    #expect(last.evidence.quality == 1 && last.evidence.motion == nil)
  }

  @Test(arguments: [(4.5, 0), (5.5, 1)])
  func `rest that is louder than the rules allow is said`(rest: Double, count: Int) {
    var leg = LegSignal(movingAt: [])
    leg.rest = rest
    let outcome = Outcome(Recording([leg], seconds: 20, rate: rate), preset: "aasm-plm")
    #expect(outcome.said(.loudRest).count == count)
    #expect(outcome.troubles.count == count)
  }

  @Test func `hum is not taken out`() {
    let muscle = {
      var signal = MuscleSignal(seconds: 60, rate: rate, rest: 0.5, seed: 3)
      signal.hum(50, rms: 2, from: 0)
      return signal
    }()
    let outcome = Outcome(Recording(muscle), preset: "wasm-2016")
    #expect(outcome.said(.hum).isEmpty)
    // The hum is most of rest.
    #expect(abs((outcome.floors.last?.report.rms ?? 0) - 2.05) < 0.1)
  }

  @Test func `a trace that has become higher for good is the new rest in the end`() throws {
    var leg = LegSignal(movingAt: [30], for: 1000, over: 12)
    leg.movements.append((250, 2, 32))
    let recording = Recording([leg], seconds: 280, rate: rate)
    var preset = try #require(Preset.named("wasm-2016"))
    preset.parameters.lockUp = 120
    var pipeline = Pipeline(
      streams: recording.streams, parameters: preset.parameters, legMovements: preset.legMovements)
    var episodes: [Episode] = []
    for block in recording.muscle.blocks(stream: 0, size: { 50 }) {
      pipeline.process(block) { if case .episode(let episode) = $0.body { episodes.append(episode) } }
    }
    pipeline.finish { if case .episode(let episode) = $0.body { episodes.append(episode) } }
    #expect(episodes.map(\.subtype) == [nil, .legMovement])
    #expect(episodes.map { $0.onset.value.rounded() } == [30, 250])
  }
}
