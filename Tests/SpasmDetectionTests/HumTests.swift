import Events
import Foundation
import Signals
import Testing

@Suite struct HumTests {
  private let rate: SampleRate

  init() throws { rate = try #require(SampleRate(500)) }

  @Test(arguments: [50, 60] as [Hertz], [3, 10])
  func `hum switched on is named and no spasm, and a spasm under it is found`(frequency: Hertz, times: Double)
  {
    let outcomes = Outcome.ofChannels(1...3) { seed in
      var signal = MuscleSignal(seconds: 38, rate: rate, seed: seed)
      // Mains are never quite nominal.
      signal.hum(frequency + 0.03, rms: times * signal.rest, from: 15.1)
      signal.contract(at: 30, for: 5, ratio: 15)
      return signal
    }
    for outcome in outcomes {
      #expect(outcome.said(.hum).map(\.value) == [frequency.value])
      #expect(outcome.said(.hum).allSatisfy { (15...18).contains($0.at.value) })
      #expect(outcome.kinds.filter { $0 != .artefact } == [.spasm])
      #expect(outcome.calls.allSatisfy { $0.onset > 29 && $0.state != .withdrawn })
      for spasm in outcome.spasms {
        #expect(abs(spasm.onset.value - 30) < 0.03)
        #expect(abs(spasm.offset.value - 35) < 0.15)
      }
    }
  }

  @Test(arguments: [49.1, 49.5, 50.4, 50.9, 59.4]) func `mains off their frequency are hum`(frequency: Double)
  {
    let outcomes = Outcome.ofChannels(1...3) { seed in
      var signal = MuscleSignal(seconds: 38, rate: rate, seed: seed)
      signal.hum(Hertz(frequency), rms: 20 * signal.rest, from: 15.1)
      signal.contract(at: 30, for: 5, ratio: 15)
      return signal
    }
    for outcome in outcomes {
      #expect(outcome.said(.hum).count == 1)
      #expect(outcome.kinds.filter { $0 != .artefact } == [.spasm])
      #expect(outcome.calls.allSatisfy { $0.onset > 29 })
    }
  }

  @Test(arguments: [200, 250], [100.0, 1000, -37])
  func `a channel that stands still has no hum`(hertz: Int, level: Double) throws {
    let rate = try #require(SampleRate(hertz))
    var signal = MuscleSignal(seconds: 60, rate: rate, seed: 3)
    signal.hum(60, rms: 10 * signal.rest, from: 45)
    signal.replace(from: 20, to: 30, with: level)
    let outcome = Outcome(Recording(signal))
    #expect(outcome.said(.hum).map(\.value) == [60])
    #expect(outcome.said(.hum).allSatisfy { $0.at > 45 })
  }

  @Test func `hum that is gone is said to be, after a minute`() {
    var signal = MuscleSignal(seconds: 110, rate: rate, seed: 2)
    signal.hum(50, rms: 10 * signal.rest, from: 15, to: 30)
    let outcome = Outcome(Recording(signal))
    let ends = outcome.said(.hum, present: false)
    #expect(ends.count == 1)
    #expect(ends.allSatisfy { (85...100).contains($0.at.value) })
    #expect(outcome.spasms.isEmpty)
  }

  @Test(arguments: [-6, 0, 10, 25] as [Double])
  func `hum that comes during a spasm neither ends nor withdraws it`(overSpasm: Double) {
    let outcomes = Outcome.ofChannels(1...4) { seed in
      var signal = MuscleSignal(seconds: 80, rate: rate, seed: seed)
      signal.contract(at: 20, for: 25, ratio: 20)
      signal.contract(at: 60, for: 5, ratio: 15)
      signal.hum(50.03, rms: signal.rest * pow(10, (20 + overSpasm) / 20), from: 32.1)
      return signal
    }
    for outcome in outcomes {
      #expect(outcome.calls.allSatisfy { $0.state != .withdrawn })
      #expect(outcome.spasms.count == 2)
      #expect(outcome.kinds.filter { $0 != .artefact } == [.spasm, .spasm])
      guard outcome.spasms.count == 2 else { continue }
      #expect(abs(outcome.spasms[0].onset.value - 20) < 0.03)
      // Until hum is recognised, within 1.2 s, it is muscle that goes on.
      #expect(abs(outcome.spasms[0].offset.value - 45) < 1.2)
      // Rest was not learnt from muscle and hum: the later one still stands 15 dB above it.
      #expect(abs(outcome.spasms[1].onset.value - 60) < 0.03)
      #expect(abs(outcome.spasms[1].evidence.ratio.value - 15) < 2)
      // What the hum added is no part of the muscle's strength.
      #expect(abs(outcome.spasms[0].evidence.ratio.value - 20) < 1.5)
    }
  }

  @Test(arguments: [10.0, 30, 100]) func `a twitch in strong hum is no click`(times: Double) {
    let outcomes = Outcome.ofChannels(1...3) { seed in
      var signal = MuscleSignal(seconds: 40, rate: rate, seed: seed)
      signal.hum(50.03, rms: times * signal.rest, from: 10)
      for onset in stride(from: 20.0, to: 38, by: 3) { signal.contract(at: onset, for: 0.15, ratio: 20) }
      return signal
    }
    for outcome in outcomes { #expect(outcome.kinds.filter { $0 != .artefact }.count == 6) }
  }

  @Test func `neither muscle nor noise nor twitches are taken for hum`() {
    let outcomes = Outcome.ofChannels(1...16) {
      MuscleSignal("..............t.t.########.tttt..", rate: rate, seed: $0)
    }
    #expect(outcomes.allSatisfy { $0.said(.hum).isEmpty })
    #expect(outcomes.allSatisfy { $0.spasms.count == 1 })
  }
}
