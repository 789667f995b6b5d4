import Events
import Signals
import Testing

@Suite struct ChunkInvarianceTests {
  private let rate: SampleRate
  private let motionRate: SampleRate

  init() throws {
    rate = try #require(SampleRate(360))
    motionRate = try #require(SampleRate(50))
  }

  private func body(_ seed: UInt64) -> Recording {
    Scenes.body(seed: seed, seconds: 26, rate: rate, motionRate: motionRate)
  }

  /// The first line that differs tells the rest.
  private func expectSame(_ lines: [String], _ expected: [String]) {
    #expect(expected.count > 15 && lines.count == expected.count)
    if let pair = zip(lines, expected).first(where: { $0 != $1 }) { #expect(pair.0 == pair.1) }
  }

  @Test(arguments: 1...2 as ClosedRange<UInt64>)
  func `the lines are the same however many frames a block holds`(seed: UInt64) {
    let recording = body(seed)
    let lines = Outcome(recording).lines(recording.streams)
    for chunk in [1, 7, 64, 4096, 1_000_000] {
      expectSame(Outcome(recording, chunk: chunk).lines(recording.streams), lines)
    }
  }

  @Test(arguments: 3...8 as ClosedRange<UInt64>)
  func `the lines are the same however muscle and motion take turns`(seed: UInt64) {
    let recording = body(seed)
    let lines = Outcome(recording).lines(recording.streams)
    let blocks = recording.interleaved(lag: 0.24, longest: 60, seed: seed)
    expectSame(Outcome(recording.streams, blocks: blocks).lines(recording.streams), lines)
  }

  @Test func `the lines are the same where two muscle streams of different rates take turns`() throws {
    var recording = body(9)
    let other = try #require(SampleRate(34000, per: 135))
    let second = Recording(Scenes.muscle(seed: 10, seconds: 26, rate: other))
    recording.tracks.append(second.muscle)
    let lines = Outcome(recording).lines(recording.streams)
    #expect(lines.contains { $0.contains(#""channel_index":2"#) })
    for seed in 1...2 as ClosedRange<UInt64> {
      let blocks = recording.interleaved(lag: 0.2, longest: 30, seed: seed)
      expectSame(Outcome(recording.streams, blocks: blocks).lines(recording.streams), lines)
    }
    // Blocks of as many frames last longer at the lower rate: one stream is judged long before the other.
    for chunk in [1000, 4096, 1_000_000] {
      expectSame(Outcome(recording, chunk: chunk).lines(recording.streams), lines)
    }
  }

  @Test func `motion that lags is waited for across a gap of the muscle`() {
    for end in stride(from: 5.9, to: 6, by: 0.025) {
      var muscle = MuscleSignal(seconds: 10, rate: rate, seed: 5)
      muscle.contract(at: 5.1, for: 4, ratio: 15)
      var motion = MotionSignal(seconds: 10, rate: motionRate, seed: 5)
      // It ends just before the muscle comes again, so that the call follows from the last of it.
      motion.shake(from: 5, to: end)
      var recording = Recording(muscle, motion: [motion])
      recording.muscle.lose(from: 5.4, to: 6.4)
      let lines = Outcome(recording).lines(recording.streams)
      let late = Outcome(recording.streams, blocks: recording.lagging(by: 0.22)).lines(recording.streams)
      #expect(late == lines)
    }
  }

  @Test func `after a gap of all streams it is the same which comes again first`() {
    for (back, length) in [(-0.1, 3.0), (0, 3), (0.05, 3), (0.1, 3), (0, 13), (0, 40)] {
      var muscle = MuscleSignal(seconds: 60, rate: rate, seed: 6)
      muscle.contract(at: 5.1, for: 50, ratio: 15)
      var motion = MotionSignal(seconds: 60, rate: motionRate, seed: 6)
      motion.tilt(by: 30, from: 4.8, to: 5.3)
      var recording = Recording(muscle, motion: [motion])
      recording.muscle.lose(from: 5.4, to: 5.4 + length)
      recording.tracks[1].lose(from: 5.38, to: 5.4 + length + back)
      let first = Outcome(recording.streams, blocks: recording.lagging(by: 0.12))
      let lines = Outcome(recording).lines(recording.streams)
      let told = first.lines(recording.streams)
      let other = zip(told, lines).first { $0 != $1 }
      #expect(told == lines, "motion comes again \(back) s later: \(other?.0 ?? "") \(other?.1 ?? "")")
      #expect(first.gaps.map(\.cause) == [.lost, .lost])
    }
  }
}
