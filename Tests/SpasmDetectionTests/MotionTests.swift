import Events
import Signals
import Testing

@Suite struct MotionTests {
  private let rate: SampleRate
  private let motionRate: SampleRate

  init() throws {
    rate = try #require(SampleRate(500))
    motionRate = try #require(SampleRate(100))
  }

  private func muscle(_ duration: Double, seed: UInt64) -> MuscleSignal {
    var signal = MuscleSignal(seconds: duration + 10, rate: rate, seed: seed)
    signal.contract(at: 6, for: duration, ratio: 15)
    return signal
  }

  private func sensor(_ kind: StreamKind = .accelerometer, axes: Int = 3, seed: UInt64) -> MotionSignal {
    MotionSignal(kind, axes: axes, seconds: 16, rate: motionRate, seed: seed)
  }

  @Test(arguments: [StreamKind.accelerometer, .gyroscope], [1, 3])
  func `a contraction that ends with its movement is movement and never called`(kind: StreamKind, axes: Int) {
    for seed in 1...2 as ClosedRange<UInt64> {
      var motion = sensor(kind, axes: axes, seed: seed)
      motion.shake(from: 5.9, to: 10.1)
      let outcome = Outcome(Recording(muscle(4, seed: seed), motion: [motion]))
      #expect(outcome.kinds == [.movement])
      #expect(outcome.calls.isEmpty)
    }
  }

  @Test func `activity that persists after the movement in the old posture is called`() {
    for seed in 1...2 as ClosedRange<UInt64> {
      var motion = sensor(seed: seed)
      motion.shake(from: 5.8, to: 7)
      let outcome = Outcome(Recording(muscle(6, seed: seed), motion: [motion]))
      #expect(outcome.kinds == [.spasm])
      #expect(outcome.episodes.map(\.subtype) == [.tonic])
      #expect(outcome.episodes.allSatisfy { ($0.evidence.motion ?? 0) > 0.2 })
      #expect(outcome.episodes.allSatisfy { ($0.evidence.posture ?? 90) < 10 })
      // A second after the movement has stopped.
      #expect(outcome.calls.first.map { (7.9...8.3).contains($0.at.value) } == true)
    }
  }

  @Test func `a contraction that holds the posture it moved to is movement`() {
    for (seed, back) in [(1, 11.9), (2, .infinity)] as [(UInt64, Double)] {
      var motion = sensor(seed: seed)
      motion.tilt(by: 40, from: 5.9, to: 6.7, until: back)
      let outcome = Outcome(Recording(muscle(6, seed: seed), motion: [motion]))
      #expect(outcome.kinds == [.movement])
      #expect(outcome.calls.isEmpty)
      // A posture that is given up as the contraction ends may be half left when the episode is settled.
      if back == .infinity {
        #expect(outcome.episodes.allSatisfy { abs(($0.evidence.posture?.value ?? -9) - 40) < 5 })
      }
    }
  }

  @Test func `a spasm without motion is a spasm, with a sensor unexplained and without one tonic`() {
    let still = Outcome(Recording(muscle(6, seed: 1), motion: [sensor(seed: 1)]))
    let blind = Outcome(Recording(muscle(6, seed: 1)))
    #expect(still.kinds == [.spasm] && blind.kinds == [.spasm])
    #expect(still.episodes.map(\.subtype) == [.unexplained])
    #expect(blind.episodes.map(\.subtype) == [.tonic])
    #expect(still.episodes.allSatisfy { $0.evidence.motion != nil && $0.evidence.posture != nil })
    #expect(blind.episodes.allSatisfy { $0.evidence.motion == nil && $0.evidence.posture == nil })
    #expect(still.episodes.map(\.onset) == blind.episodes.map(\.onset))
  }

  @Test(arguments: [16384.0, 4096, 250])
  func `acceleration of unknown size is measured by its own gravity`(countsPerG: Double) {
    for moves in [false, true] {
      var motion = sensor(seed: 5)
      if moves { motion.shake(from: 5.9, to: 10.1) }
      var recording = Recording(muscle(4, seed: 5), motion: [motion])
      recording.tracks[1] = recording.tracks[1].inCounts(countsPerG * 0.001)
      #expect(Outcome(recording).kinds == [moves ? .movement : .spasm])
    }
  }

  @Test(arguments: [(StreamKind.gyroscope, 3), (.accelerometer, 2)])
  func `motion whose size nothing tells is counted and not used`(kind: StreamKind, axes: Int) {
    var motion = sensor(kind, axes: axes, seed: 6)
    motion.shake(from: 5.9, to: 10.1)
    var recording = Recording(muscle(4, seed: 6), motion: [motion])
    recording.tracks[1] = recording.tracks[1].inCounts(100)
    let outcome = Outcome(recording)
    #expect(outcome.kinds == [.spasm])
    #expect(outcome.episodes.allSatisfy { $0.evidence.motion == nil })
    #expect(outcome.summary?.ledgers[1].received == 1600)
  }

  @Test func `blank cells between the samples of a slower sensor say nothing new`() throws {
    var motion = MotionSignal(seconds: 16, rate: rate, seed: 7)
    motion.shake(from: 5.9, to: 10.1)
    var recording = Recording(muscle(4, seed: 7), motion: [motion])
    for index in recording.tracks[1].runs[0].values.indices where index / 3 % 10 != 0 {
      recording.tracks[1].runs[0].values[index] = Block.missing
    }
    let outcome = Outcome(recording)
    #expect(outcome.kinds == [.movement])
    #expect(outcome.calls.isEmpty)
  }

  @Test func `a sensor that stays blank knows nothing`() {
    var recording = Recording(muscle(4, seed: 8), motion: [sensor(seed: 8)])
    recording.tracks[1].blank(from: 5, to: 16)
    #expect(Outcome(recording).episodes.map(\.subtype) == [.tonic])
  }

  @Test(arguments: [0.03, 0.04, 0.05]) func `an even shaking is standing still`(deviation: Double) {
    for moves in [false, true] {
      var signal = MuscleSignal(seconds: 50, rate: rate, seed: 9)
      signal.contract(at: 40, for: 4, ratio: 15)
      var motion = MotionSignal(seconds: 50, rate: motionRate, seed: 9)
      if moves { motion.shake(from: 39.9, to: 44.1) }
      motion.tremble(by: deviation, seed: 9)
      #expect(Outcome(Recording(signal, motion: [motion])).kinds == [moves ? .movement : .spasm])
    }
  }

  @Test func `what moves all the time is no even shaking`() {
    var signal = MuscleSignal(seconds: 80, rate: rate, seed: 10)
    signal.contract(at: 60, for: 4, ratio: 15)
    var motion = MotionSignal(seconds: 80, rate: motionRate, seed: 10)
    for start in stride(from: 1.0, to: 79, by: 4) { motion.shake(from: start, to: start + 3) }
    #expect(Outcome(Recording(signal, motion: [motion])).kinds == [.movement])
  }

  @Test func `single wild values are no motion`() {
    var motion = sensor(seed: 11)
    motion.spike(every: 1, by: 4)
    #expect(
      Outcome(Recording(muscle(4, seed: 11), motion: [motion])).episodes.map(\.subtype) == [.unexplained])
  }

  @Test func `a movement long before a spasm has nothing to do with it`() {
    var motion = sensor(seed: 3)
    motion.tilt(by: 60, from: 2.5, to: 3.5)
    let outcome = Outcome(Recording(muscle(4, seed: 3), motion: [motion]))
    #expect(outcome.kinds == [.spasm])
    #expect(outcome.episodes.map(\.subtype) == [.unexplained])
  }

  @Test func `a motion stream that stops is a gap from then on, and events go on`() {
    var motion = sensor(seed: 4)
    motion.shake(from: 1, to: 2)
    var recording = Recording(muscle(6, seed: 4), motion: [motion])
    recording.tracks[1].runs[0].values.removeLast(3 * 1100)
    let outcome = Outcome(recording, announced: [8000, 1600])
    #expect(outcome.kinds == [.spasm])
    #expect(outcome.calls.first.map { (8.0...8.25).contains(($0.at).value) } == true)
    let late = outcome.gaps.filter { $0.cause == .late }
    #expect(late.first?.firstIndex == 500)
    #expect(late.map(\.count).reduce(0, +) > 1000)
    #expect(outcome.summary?.ledgers[1].received == 500)
    #expect(outcome.summary?.ledgers[1].expected == 1600)
  }
}
