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
  }
}
