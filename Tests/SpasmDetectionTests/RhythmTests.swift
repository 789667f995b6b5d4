import Events
import Signals
import Testing

/// Beats: clonus, trains of twitches, steps.
@Suite struct RhythmTests {
  private let rate: SampleRate
  private let motionRate: SampleRate

  init() throws {
    rate = try #require(SampleRate(1000))
    motionRate = try #require(SampleRate(100))
  }

  private func bursts(
    of length: Double, every period: Double, from start: Double, to end: Double, seed: UInt64
  )
    -> MuscleSignal
  {
    var signal = MuscleSignal(seconds: 25, rate: rate, seed: seed)
    for onset in stride(from: start, to: end, by: period) {
      signal.contract(at: onset, for: length, ratio: 20)
    }
    return signal
  }

  @Test(arguments: [4.0, 5.5, 7]) func `clonus that shakes its limb is a spasm and named`(beats: Double) {
    var signal = MuscleSignal(seconds: 25, rate: rate, seed: 1)
    signal.contract(at: 8, for: 8, ratio: 18, beats: beats)
    var motion = MotionSignal(seconds: 25, rate: motionRate, seed: 1)
    motion.shake(from: 8, to: 16)
    let outcome = Outcome(Recording(signal, motion: [motion]))
    #expect(outcome.spasms.map(\.subtype) == [.clonic])
    #expect(outcome.calls.first.map { $0.at < 12.5 } == true)
  }

  @Test func `clonus that shakes its limb is known between heartbeats`() {
    var signal = MuscleSignal(seconds: 30, rate: rate, seed: 6)
    signal.contract(at: 15, for: 8, ratio: 18, beats: 5.5)
    signal.heartbeat(height: 200, perMinute: 70)
    var motion = MotionSignal(seconds: 30, rate: motionRate, seed: 6)
    motion.shake(from: 15, to: 23)
    let outcome = Outcome(Recording(signal, motion: [motion]), preset: "back")
    #expect(outcome.spasms.map(\.subtype) == [.clonic])
  }

  @Test func `an even contraction that shakes as much is movement`() {
    var signal = MuscleSignal(seconds: 25, rate: rate, seed: 2)
    signal.contract(at: 8, for: 8, ratio: 18)
    var motion = MotionSignal(seconds: 25, rate: motionRate, seed: 2)
    motion.shake(from: 8, to: 16)
    #expect(Outcome(Recording(signal, motion: [motion])).kinds == [.movement])
  }

  @Test(arguments: [9.0, 10, 12, 15, 20, 30, 45])
  func `a contraction that trembles faster than clonus is movement where its limb moves`(beats: Double) {
    var signal = MuscleSignal(seconds: 25, rate: rate, seed: 7)
    signal.contract(at: 8, for: 8, ratio: 25, beats: beats)
    var motion = MotionSignal(seconds: 25, rate: motionRate, seed: 7)
    motion.shake(from: 8, to: 16)
    let outcome = Outcome(Recording(signal, motion: [motion]))
    #expect(outcome.kinds == [.movement])
    #expect(outcome.calls.isEmpty)
  }

  @Test(arguments: [55.0, 70, 128, 135]) func `a tone does not beat as clonus does`(frequency: Double) {
    var signal = MuscleSignal(seconds: 25, rate: rate, seed: 8)
    signal.hum(Hertz(frequency), rms: 20, from: 8, to: 16)
    #expect(!Outcome(Recording(signal)).spasms.contains { $0.subtype == .clonic })
  }

  @Test func `beats with rest between them are one spasm after the first few`() {
    let outcome = Outcome(Recording(bursts(of: 0.06, every: 0.22, from: 8, to: 14, seed: 3)))
    #expect(outcome.spasms.map(\.subtype) == [.clonic])
    #expect(outcome.spasms.allSatisfy { $0.onset < 9 && $0.offset > 13.5 })
    #expect(outcome.kinds.count { $0 == .twitch } <= 4)
  }

  @Test(arguments: [0.31, 0.4, 0.7]) func `a train of twitches stays twitches`(period: Double) {
    let outcome = Outcome(Recording(bursts(of: 0.06, every: period, from: 8, to: 14, seed: 4)))
    #expect(Set(outcome.kinds) == [.twitch])
    #expect(outcome.calls.isEmpty)
  }

  @Test func `bursts well inside a movement are its own, and one that begins it is a twitch`() {
    var motion = MotionSignal(seconds: 25, rate: motionRate, seed: 5)
    motion.shake(from: 8, to: 12)
    var signal = MuscleSignal(seconds: 25, rate: rate, seed: 5)
    for onset in [8.0, 9, 10, 11] { signal.contract(at: onset, for: 0.2, ratio: 20) }
    let outcome = Outcome(Recording(signal, motion: [motion]))
    #expect(outcome.kinds == [.twitch, .movement, .movement, .movement])
  }
}
