import Events
import Signals
import Testing

/// What happens before the level of rest is known.
@Suite struct LearningTests {
  private let rate: SampleRate

  init() throws { rate = try #require(SampleRate(500)) }

  @Test func `a contraction that begins while rest is being learnt is found once rest is known`() {
    let outcomes = Outcome.ofChannels(1...4) { seed in
      var signal = MuscleSignal(seconds: 9, rate: rate, seed: seed)
      signal.contract(at: 0.8, for: 4, ratio: 15)
      return signal
    }
    for outcome in outcomes {
      #expect(outcome.kinds == [.spasm])
      #expect(outcome.episodes.allSatisfy { abs($0.onset.value - 0.8) < 0.05 })
      #expect(outcome.episodes.allSatisfy { abs($0.offset.value - 4.8) < 0.2 })
      // Nothing is known before three seconds of levels are.
      #expect(outcome.calls.first.map { $0.at > 3 } == true)
    }
  }

  @Test func `learning is said once and its end once`() {
    let outcome = Outcome(Recording(MuscleSignal(".t..###.....", rate: rate, seed: 1)))
    #expect(outcome.said(.learning).count == 1)
    #expect(outcome.said(.learning, present: false).map { ($0.at.value * 2).rounded() / 2 } == [3])
    #expect(outcome.troubles.isEmpty)
  }

  @Test func `with a heart expected the first seconds are not gone through again`() {
    var signal = MuscleSignal(seconds: 20, rate: rate, seed: 2)
    signal.heartbeat(height: 300, perMinute: 70)
    signal.contract(at: 1, for: 0.2, ratio: 25)
    let outcome = Outcome(Recording(signal), preset: "back")
    #expect(outcome.episodes.allSatisfy { $0.onset > 5 })
  }

  @Test(arguments: [200, 1000])
  func `a level that comes with the return of a lost signal is the electrode's at any rate`(hertz: Int) throws
  {
    let rate = try #require(SampleRate(hertz))
    let outcomes = Outcome.ofChannels(1...3) { seed in
      var signal = MuscleSignal(seconds: 50, rate: rate, seed: seed)
      signal.multiply(by: 2.5, from: 15)
      signal.contract(at: 40, for: 4, ratio: 23)
      signal.replace(from: 12, to: 15, with: 4000)
      return signal
    }
    for outcome in outcomes {
      #expect(outcome.kinds.filter { $0 != .artefact } == [.spasm])
      #expect(outcome.calls.allSatisfy { $0.onset > 39 })
      #expect(outcome.floors.contains { $0.report.cause == .relearnt })
    }
  }
}
