import Events
import Signals
import Testing

@testable import SpasmDetection

@Suite struct ValidityTests {
  private let rate: SampleRate

  init() throws { rate = try #require(SampleRate(500)) }

  /// Ten seconds of spasm from 6 s on.
  private func spasm(seconds: Double = 20, seed: UInt64 = 1) -> MuscleSignal {
    var signal = MuscleSignal(seconds: seconds, rate: rate, seed: seed)
    signal.contract(at: 6, for: 10, ratio: 15)
    return signal
  }

  private func isWhole(_ outcome: Outcome) -> Bool {
    outcome.kinds == [.spasm]
      && outcome.spasms.allSatisfy { abs($0.onset.value - 6) < 0.03 && abs($0.offset.value - 16) < 0.1 }
  }

  @Test(arguments: [200, 1000], [0.01, 0.05])
  func `single absent values are bridged and counted`(hertz: Int, share: Double) throws {
    let rate = try #require(SampleRate(hertz))
    var signal = MuscleSignal(seconds: 20, rate: rate, seed: 12)
    signal.contract(at: 8, for: 5, ratio: 20)
    var recording = Recording(signal)
    let whole = Outcome(recording)
    var generator = SeededGenerator(seed: 12, part: 3)
    for index in recording.muscle.runs[0].values.indices.dropFirst()
    where Double.random(in: 0..<1, using: &generator) < share {
      recording.muscle.runs[0].values[index] = Block.missing
    }
    let blanks = recording.muscle.runs[0].values.count { $0 == Block.missing }
    let outcome = Outcome(recording)
    #expect(outcome.kinds == whole.kinds)
    #expect(outcome.kinds == [Episode.Kind.spasm])
    for (found, known) in zip(outcome.episodes, whole.episodes) {
      #expect(abs((found.onset - known.onset).value) < 0.05)
      #expect(abs((found.offset - known.offset).value) < 0.05)
    }
    #expect(outcome.summary?.ledgers[0].blank == Int64(blanks))
  }

  @Test func `a spasm outlasts a second of absent values, of flat line, and of lost frames`() {
    var blank = Recording(spasm())
    blank.muscle.blank(from: 10, to: 11)
    var lost = Recording(spasm())
    lost.muscle.lose(from: 10, to: 11)
    var flat = spasm()
    flat.replace(from: 10, to: 11, with: 3)
    for recording in [blank, lost, Recording(flat)] {
      let outcome = Outcome(recording)
      #expect(isWhole(outcome))
      #expect(outcome.calls.count { $0.state == .confirmed } == 1)
      #expect(outcome.episodes.allSatisfy { abs($0.evidence.quality - 0.9) < 0.02 })
    }
  }

  @Test func `a spasm does not outlast a loss that is longer than the time set to rejoin`() {
    var signal = MuscleSignal(seconds: 32, rate: rate, seed: 2)
    signal.contract(at: 6, for: 20, ratio: 15)
    for isFrameLoss in [true, false] {
      var recording = Recording(signal)
      if isFrameLoss {
        recording.muscle.lose(from: 10, to: 21)
      } else {
        recording.muscle.blank(from: 10, to: 21)
      }
      let spasms = Outcome(recording).spasms
      #expect(spasms.count == 2)
      #expect(spasms.first.map { abs($0.offset.value - 10) < 0.1 } == true)
      #expect(spasms.last.map { abs($0.onset.value - 21) < 0.2 } == true)
    }
  }

  @Test func `a strong contraction that clips is muscle and is not split`() {
    for rails in [-500...500, nil] as [ClosedRange<Int32>?] {
      var signal = MuscleSignal(seconds: 20, rate: rate, seed: 3)
      signal.contract(at: 6, for: 10, ratio: 30)
      signal.clip(to: 500 * Recording.step)
      #expect(isWhole(Outcome(Recording([signal], rails: rails))))
    }
  }

  @Test func `absent values at rest are counted, said when they last, and are no event`() {
    var recording = Recording(MuscleSignal(seconds: 20, rate: rate, seed: 4))
    recording.muscle.blank(from: 6, to: 6.1)
    recording.muscle.blank(from: 10, to: 12)
    let outcome = Outcome(recording)
    #expect(outcome.episodes.isEmpty)
    #expect(outcome.said(.missing).map { ($0.at.value * 2).rounded() / 2 } == [10.5])
    #expect(outcome.said(.missing, present: false).map { $0.at.value.rounded() } == [12])
    #expect(outcome.summary?.ledgers.map(\.blank) == [1050])
  }

  @Test func `a standstill is flat after a tenth of a second, at a rail railed, and never an event`() {
    let stuck = 4000 * Recording.step
    let cases: [(value: Double, rails: ClosedRange<Int32>?, said: Quality.Condition)] = [
      (0.5, nil, .flat), (stuck, nil, .railed), (stuck, -4000...4000, .railed), (stuck, -9000...9000, .flat),
    ]
    for (value, rails, condition) in cases {
      var signal = MuscleSignal(seconds: 18, rate: rate, seed: 5)
      signal.replace(from: 8, to: 10, with: value)
      // Equal values for less than that are what counts do.
      signal.replace(from: 13, to: 13.08, with: 0)
      let outcome = Outcome(Recording([signal], rails: rails))
      #expect(outcome.kinds.allSatisfy { $0 == .artefact })
      #expect(outcome.troubles.map(\.quality.condition) == [condition, condition])
      #expect(outcome.troubles.map(\.quality.present) == [true, false])
      #expect(outcome.calls.isEmpty)
    }
  }

  @Test func `an electrode that comes off and is re-seated with twice the noise makes no spasm`() throws {
    let rate = try #require(SampleRate(1000))
    let outcomes = Outcome.ofChannels(1...3) { seed in
      var signal = MuscleSignal(seconds: 50, rate: rate, seed: seed)
      signal.multiply(by: 2, from: 15)
      signal.contract(at: 40, for: 4, ratio: 21)
      signal.replace(from: 12, to: 15, with: 4000)
      return signal
    }
    for outcome in outcomes {
      #expect(outcome.kinds.filter { $0 != .artefact } == [.spasm])
      #expect(outcome.calls.allSatisfy { $0.onset > 39 })
    }
  }

  @Test func `steps and clicks of the electrode are no muscle`() {
    let outcomes = Outcome.ofChannels(1...4) { seed in
      var signal = MuscleSignal(seconds: 16, rate: rate, seed: seed)
      signal.step(at: 6.03, by: 300, decay: 0.05)
      signal.step(at: 9.01, by: -2000, decay: 0.2)
      signal.step(at: 12.04, by: 500)
      return signal
    }
    #expect(outcomes.flatMap(\.kinds).allSatisfy { $0 == .artefact })
    #expect(outcomes.allSatisfy { !$0.episodes.isEmpty })
  }
}
