import Events
import Foundation
import Signals
import Testing

@testable import SpasmDetection

/// Activity is held against itself and its muscle, not against rest alone.
@Suite struct ContrastTests {
  private let rate: SampleRate

  init() throws { rate = try #require(SampleRate(1000)) }

  @Test(arguments: [(46, 6), (46, 8), (50, 6)] as [(Double, Double)])
  func `a spasm that fades is one until it is weak`(ratio: Double, fade: Double) {
    let outcomes = Outcome.ofChannels(1...3) { seed in
      var signal = MuscleSignal(seconds: 90, rate: rate, seed: seed)
      signal.contract(at: 8, for: 80, ratio: Decibels(ratio), fade: fade)
      return signal
    }
    // So long it takes to fall to 10 dB over rest.
    let end = 8 + fade * (ratio - 10) / 20 * log(10)
    #expect(outcomes.allSatisfy { ($0.spasms.first?.offset.value ?? 0) > end })
  }

  @Test func `strong contractions a little apart stay apart, though tone is left between them`() {
    for seed in 1...3 as ClosedRange<UInt64> {
      var signal = MuscleSignal(seconds: 30, rate: rate, seed: seed)
      signal.contract(at: 8, for: 12, ratio: 8)
      for start in [8.0, 12, 16] { signal.contract(at: start, for: 3.55, ratio: 40) }
      let spasms = Outcome(Recording(signal)).spasms
      #expect(spasms.map { $0.onset.value.rounded() } == [8, 12, 16])
      #expect(spasms.allSatisfy { abs($0.duration.value - 3.5) < 0.3 })
    }
  }

  @Test func `a pause that goes less deep does not part a spasm`() {
    var signal = MuscleSignal(seconds: 30, rate: rate, seed: 4)
    signal.contract(at: 8, for: 12, ratio: 22)
    signal.contract(at: 8, for: 5, ratio: 30)
    signal.contract(at: 13.4, for: 6.6, ratio: 30)
    #expect(Outcome(Recording(signal)).kinds == [.spasm])
  }

  @Test func `a strong twitch out of weak activity is an episode of its own`() {
    var signal = MuscleSignal(seconds: 30, rate: rate, seed: 5)
    signal.contract(at: 8, for: 6, ratio: 9)
    signal.contract(at: 14, for: 0.3, ratio: 45)
    let outcome = Outcome(Recording(signal))
    #expect(outcome.kinds == [.spasm, .twitch])
    #expect(outcome.episodes.map { $0.onset.value.rounded() } == [8, 14])
  }

  @Test func `a click in a spasm does not part it and adds nothing to its strength`() throws {
    var plain = MuscleSignal(seconds: 30, rate: rate, seed: 6)
    plain.contract(at: 8, for: 8, ratio: 12)
    var clicked = plain
    clicked.step(at: 12, by: 3000, decay: 0.005)
    let (without, with) = (Outcome(Recording(plain)), Outcome(Recording(clicked)))
    #expect(with.kinds == [.spasm])
    let (first, second) = (try #require(without.spasms.first), try #require(with.spasms.first))
    #expect(abs(first.evidence.ratio.value - second.evidence.ratio.value) < 0.5)
  }

  @Test func `what lasts far below the muscle's strength is tone`() {
    for seed in 1...3 as ClosedRange<UInt64> {
      var signal = MuscleSignal(seconds: 60, rate: rate, seed: seed)
      signal.contract(at: 40, for: 6, ratio: 10)
      #expect(Outcome(Recording(signal)).kinds == [.spasm])
      for start in [10.0, 15, 20, 25, 30] { signal.contract(at: start, for: 0.3, ratio: 46) }
      let outcome = Outcome(Recording(signal))
      #expect(outcome.kinds.suffix(1) == [.movement])
      #expect(outcome.episodes.last?.subtype == .tone)
      #expect(outcome.calls.isEmpty)
    }
  }

  @Test(arguments: [22, 26] as [Decibels])
  func `no number of strong contractions makes tone of a spasm far above rest`(ratio: Decibels) {
    var signal = MuscleSignal(seconds: 80, rate: rate, seed: 3)
    for start in stride(from: 10.0, to: 58, by: 4) { signal.contract(at: start, for: 1.5, ratio: 54) }
    signal.contract(at: 66, for: 6, ratio: ratio)
    let outcome = Outcome(Recording(signal))
    #expect(outcome.episodes.last?.kind == .spasm)
    #expect(outcome.calls.filter { $0.state == .confirmed }.count == 1)
  }

  @Test func `a strength that is not shown again is forgotten`() {
    var strength = MuscleStrength(power: 1e6)
    for _ in 0..<6 { strength.take(peak: 1000, rest: 1, isShort: true) }
    #expect(strength.power == 1e6)
    let (before, rest) = (strength.tone(over: 20), 20.0)
    for _ in 0..<60 { strength.take(peak: 1000, rest: rest, isShort: false) }
    #expect(strength.tone(over: rest) < before / 10)
  }

  @Test func `one artefact does not make muscle look weak`() {
    var signal = MuscleSignal(seconds: 40, rate: rate, seed: 7)
    signal.contract(at: 10, for: 0.3, ratio: 90)
    signal.contract(at: 20, for: 6, ratio: 10)
    #expect(Outcome(Recording(signal)).kinds == [.twitch, .spasm])
  }
}
