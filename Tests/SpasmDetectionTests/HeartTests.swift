import Events
import Signals
import SpasmDetection
import Testing

@Suite struct HeartTests {
  private let rate: SampleRate

  init() throws { rate = try #require(SampleRate(500)) }

  @Test(arguments: [100, 300, 800], [0.02, 0.1])
  func `a heart is found within ten seconds, and no beat is called muscle`(
    height: Double, variability: Double
  ) {
    let outcomes = Outcome.ofChannels(1...2, preset: "back") { seed in
      var signal = MuscleSignal(seconds: 38, rate: rate, rest: 4, seed: seed)
      signal.heartbeat(height: height, perMinute: 70, variability: variability)
      signal.contract(at: 25, for: 10, ratio: 20)
      return signal
    }
    for outcome in outcomes {
      let found = outcome.said(.heartbeat)
      #expect(found.count == 1)
      #expect(found.allSatisfy { $0.at < 10 && abs(($0.value ?? 0) - 70) < 10 })
      #expect(outcome.kinds.filter { $0 != .artefact } == [.spasm])
      for spasm in outcome.spasms {
        #expect(abs(spasm.onset.value - 25) < 0.2)
        #expect(abs(spasm.offset.value - 35) < 0.2)
        #expect(spasm.evidence.blanked > 0.05)
      }
    }
  }

  @Test(arguments: Preset.all.filter { $0.legMovements == nil }.map(\.name))
  func `no heart is heard in noise and muscle`(preset: String) {
    let outcomes = Outcome.ofChannels(1...6, preset: preset) {
      MuscleSignal("..............t..t....######....", rate: rate, seed: $0)
    }
    #expect(outcomes.allSatisfy { $0.said(.heartbeat).isEmpty })
  }
}
