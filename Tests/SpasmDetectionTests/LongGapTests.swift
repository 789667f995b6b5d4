import Events
import Signals
import Testing

@Suite struct LongGapTests {
  private let rate: SampleRate
  private let year: Int64 = 365 * 86400

  init() throws { rate = try #require(SampleRate(200)) }

  /// A spasm, a year without a sample, and another spasm.
  private func spasms() -> Recording {
    var recording = Recording(MuscleSignal("..........######....|..........######....", rate: rate, seed: 1))
    recording.muscle.jump(at: 10, by: year * 200)
    return recording
  }

  @Test func `a gap of a year closes the bout, and the level of rest outlasts it`() {
    let outcome = Outcome(spasms())
    #expect(outcome.kinds == [.spasm, .spasm])
    #expect(outcome.bouts.map(\.bout.spasms) == [[1], [2]])
    #expect(outcome.bouts.first.map { $0.at < 10 + 180 } == true)
    #expect(outcome.floors.map(\.report.cause) == [.learnt])
    #expect(outcome.episodes.last.map { abs($0.onset.value - Double(year) - 15.5) < 0.05 } == true)
    #expect(outcome.summary?.ledgers.map(\.lost) == [year * 200])
  }

  @Test func `a gap of a year costs no more than one of minutes`() {
    let clock = ContinuousClock()
    // Hop by hop it would be three thousand million judgements: days.
    #expect(clock.measure { _ = Outcome(spasms()) } < .seconds(20))
  }

  @Test func `motion that is absent for a year costs nothing either`() {
    var muscle = MuscleSignal(seconds: 20, rate: rate, seed: 1)
    muscle.contract(at: 14, for: 3, ratio: 15)
    let motion = MotionSignal(seconds: 20, rate: rate, seed: 2)
    var recording = Recording(muscle, motion: [motion])
    for track in recording.tracks.indices { recording.tracks[track].jump(at: 10, by: year * 200) }
    let outcome = Outcome(recording)
    #expect(outcome.kinds == [.spasm])
    #expect(outcome.summary?.ledgers.map(\.lost) == [year * 200, year * 200])
    #expect(outcome.gaps.map(\.cause) == [.lost, .lost])
  }
}
