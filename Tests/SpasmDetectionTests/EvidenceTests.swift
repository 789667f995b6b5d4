import Events
import Foundation
import Signals
import Testing

/// What speaks for and against an activity being involuntary.
@Suite struct EvidenceTests {
  private let rate: SampleRate
  private let motionRate: SampleRate

  init() throws {
    rate = try #require(SampleRate(1000))
    motionRate = try #require(SampleRate(100))
  }

  /// Four channels; those of `active` contract from 8 to 14 s, a hundredth of a second apart.
  private func device(active: Int, seed: UInt64, moves: Bool = false) -> Outcome {
    let muscles = (0..<4).map { channel in
      var signal = MuscleSignal(seconds: 20, rate: rate, seed: seed * 10 + UInt64(channel))
      if channel < active { signal.contract(at: 8 + 0.01 * Double(channel), for: 6, ratio: 15) }
      return signal
    }
    var motion = MotionSignal(seconds: 20, rate: motionRate, seed: seed)
    if moves { motion.shake(from: 7.9, to: 9) }
    return Outcome(Recording(muscles, motion: [motion]))
  }

  @Test(arguments: [(1, 0.0), (2, 1.0 / 3), (4, 1.0)])
  func `the share of the other channels that began together is told`(active: Int, share: Double) {
    let outcome = device(active: active, seed: 1)
    #expect(outcome.spasms.count == active)
    #expect(outcome.spasms.allSatisfy { $0.evidence.company == share })
  }

  @Test func `a single channel has no company to tell of`() {
    var signal = MuscleSignal(seconds: 20, rate: rate, seed: 2)
    signal.contract(at: 8, for: 6, ratio: 15)
    #expect(Outcome(Recording(signal)).spasms.map(\.evidence.company) == [nil])
  }

  @Test func `alone, out of a movement or in a rhythm it is likelier than together and held still`() throws {
    func likely(_ outcome: Outcome) throws -> Double { try #require(outcome.spasms.first?.involuntary) }
    let alone = try likely(device(active: 1, seed: 3))
    let together = try likely(device(active: 4, seed: 3))
    let outlasting = try likely(device(active: 1, seed: 3, moves: true))
    var rhythm = MuscleSignal(seconds: 20, rate: rate, seed: 4)
    rhythm.contract(at: 8, for: 6, ratio: 15, beats: 5.5)
    let clonic = try likely(Outcome(Recording(rhythm)))
    #expect(together < alone && alone < outlasting && alone < clonic)
    #expect([together, alone, outlasting, clonic].allSatisfy { (0.05...0.98).contains($0) })
  }

  @Test func `how evenly it goes on speaks against no spasm where nothing else is known`() {
    let outcomes = Outcome.ofChannels(1...4) { seed in
      var signal = MuscleSignal(seconds: 30, rate: rate, seed: seed)
      signal.contract(at: 8, for: 12, ratio: 20)
      return signal
    }
    for outcome in outcomes {
      // The others began with it, which does speak against it.
      #expect(outcome.spasms.allSatisfy { abs($0.involuntary - 1 / (1 + exp(0.5))) < 1e-6 })
    }
    var alone = MuscleSignal(seconds: 30, rate: rate, seed: 9)
    alone.contract(at: 8, for: 12, ratio: 20)
    #expect(Outcome(Recording(alone)).spasms.map(\.involuntary) == [0.5])
  }

  @Test func `uneven activity is told from even`() throws {
    var even = MuscleSignal(seconds: 30, rate: rate, seed: 5)
    var uneven = even
    even.contract(at: 8, for: 12, ratio: 15)
    for start in stride(from: 8.0, to: 20, by: 1) {
      uneven.contract(at: start, for: 0.5, ratio: 20)
      uneven.contract(at: start + 0.5, for: 0.5, ratio: 12)
    }
    let (low, high) = (Outcome(Recording(even)), Outcome(Recording(uneven)))
    let steady = try #require(low.spasms.first?.evidence.unevenness)
    let changing = try #require(high.spasms.first?.evidence.unevenness)
    #expect(steady < 1.5 && changing > 3)
  }
}
