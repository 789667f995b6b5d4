import Events
import Foundation
import Signals
import SpasmDetection
import Testing

@Suite struct RestTests {
  private let slow: SampleRate
  private let fast: SampleRate

  init() throws {
    slow = try #require(SampleRate(200))
    fast = try #require(SampleRate(1000))
  }

  private func decibels(_ a: Double, over b: Double) -> Double { 20 * log10(a / b) }

  @Test(arguments: [4.5, 5.6, 10]) func `an electrode's noise however loud is no spasm`(times: Double) {
    let outcomes = Outcome.ofChannels(1...3) { seed in
      var signal = MuscleSignal(seconds: 60, rate: fast, seed: seed)
      signal.multiply(by: times, from: 20)
      signal.contract(at: 45, for: 5, ratio: Decibels(15 + 20 * log10(times)))
      return signal
    }
    for outcome in outcomes {
      #expect(outcome.episodes.filter { $0.subtype == .noiseStep }.count == 1)
      #expect(outcome.kinds.filter { $0 != .artefact } == [.spasm])
      #expect(outcome.calls.allSatisfy { $0.onset > 44 })
    }
  }

  @Test func `rest is learnt in the time set for it, to its level`() throws {
    for outcome in Outcome.ofChannels(1...4, { MuscleSignal(seconds: 6, rate: fast, rest: 5, seed: $0) }) {
      let floor = try #require(outcome.floors.first)
      #expect(floor.report.cause == .learnt)
      #expect((3...3.4).contains(floor.at.value))
      // White noise of 5 uV, of which the band from 20 to 450 Hz takes 86 %.
      #expect(abs(decibels(floor.report.rms, over: 5 * 0.86.squareRoot())) < 1)
      #expect(outcome.episodes.isEmpty)
    }
  }

  @Test(arguments: [0.2, 1])
  func `what was short while rest was being learnt is never called a spasm`(duration: Double) {
    let outcomes = Outcome.ofChannels(1...4) { seed in
      var signal = MuscleSignal(seconds: 8, rate: fast, seed: seed)
      signal.contract(at: 0.9, for: duration, ratio: 20)
      return signal
    }
    for outcome in outcomes {
      #expect(outcome.kinds == [duration < 0.5 ? .twitch : .brief])
      #expect(outcome.calls.isEmpty)
    }
  }

  @Test func `a spasm of twenty minutes is one episode and leaves rest where it was`() throws {
    var signal = MuscleSignal(seconds: 1250, rate: slow, seed: 4)
    signal.contract(at: 15, for: 1, ratio: 20)
    signal.contract(at: 25, for: 1200, ratio: 15)
    signal.contract(at: 1240, for: 1, ratio: 20)
    let outcome = Outcome(Recording(signal))
    #expect(outcome.kinds == [.brief, .spasm, .brief])
    let spasm = try #require(outcome.spasms.first)
    #expect(abs(spasm.duration.value - 1200) < 0.2)
    #expect(outcome.calls.allSatisfy { $0.onset == spasm.onset && $0.state != .withdrawn })
    let (before, after) = (outcome.episodes[0].evidence.restRMS, outcome.episodes[2].evidence.restRMS)
    #expect(abs(decibels(after, over: before)) < 0.5)
    #expect(outcome.floors.map(\.report.cause) == [.learnt])
  }

  @Test func `an activity that outlasts the lock-up time ends, and its level is the new rest`() throws {
    var signal = MuscleSignal(seconds: 150, rate: slow, seed: 7)
    signal.contract(at: 10, for: 140, ratio: 12)
    signal.contract(at: 130, for: 4, ratio: 27)
    let recording = Recording(signal)
    var parameters = DetectionParameters()
    parameters.lockUp = 60
    var pipeline = Pipeline(streams: recording.streams, parameters: parameters)
    var episodes: [Episode] = []
    let take = { (event: Event) in if case .episode(let episode) = event.body { episodes.append(episode) } }
    for block in recording.muscle.blocks(stream: 0, size: { 20 }) { pipeline.process(block, emit: take) }
    pipeline.finish(emit: take)
    #expect(episodes.filter { $0.kind == .spasm }.map { $0.onset.value.rounded() } == [10, 130])
    let (first, last) = (try #require(episodes.first), try #require(episodes.last))
    #expect((60...100).contains(first.duration.value))
    #expect(decibels(last.evidence.restRMS, over: first.evidence.restRMS) > 9)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `what outlasts the lock-up time comes once, however it fluctuates`(seed: UInt64) {
    var signal = MuscleSignal(seconds: 200, rate: slow, seed: seed)
    for start in stride(from: 10.0, to: 130, by: 20) {
      signal.contract(at: start, for: 10, ratio: 20)
      signal.contract(at: start + 10, for: 10, ratio: 23)
    }
    var parameters = DetectionParameters()
    parameters.lockUp = 60
    let recording = Recording(signal)
    var pipeline = Pipeline(streams: recording.streams, parameters: parameters)
    var episodes: [Episode] = []
    let take = { (event: Event) in if case .episode(let episode) = event.body { episodes.append(episode) } }
    for block in recording.muscle.blocks(stream: 0, size: { 20 }) { pipeline.process(block, emit: take) }
    pipeline.finish(emit: take)
    #expect(episodes.map(\.kind).filter { $0 == .spasm }.count == 1)
  }

  @Test func `a slow drift of rest is followed without an event`() throws {
    var signal = MuscleSignal(seconds: 900, rate: slow, seed: 5)
    signal.drift(decibelsAnHour: 8)
    let outcome = Outcome(Recording(signal))
    #expect(outcome.episodes.isEmpty)
    let learnt = try #require(outcome.floors.first), last = try #require(outcome.floors.last)
    #expect(outcome.floors.dropFirst().allSatisfy { $0.report.cause == .drift })
    let drifted = 8 * (last.at - learnt.at).value / 3600
    #expect(drifted > 1)
    #expect(abs(decibels(last.report.rms, over: learnt.report.rms) - drifted) < 0.7)
  }

  @Test func `noise that grows at once is no spasm, becomes the new rest, and hides no spasm after it`()
    throws
  {
    let factors = [2, 2.5, 3]
    let outcomes = Outcome.ofChannels(0...2) { seed in
      let factor = factors[Int(seed)]
      var signal = MuscleSignal(seconds: 53, rate: fast, seed: seed)
      signal.multiply(by: factor, from: 15.03)
      signal.contract(at: 45, for: 4, ratio: 15 + Decibels(decibels(factor, over: 1)))
      return signal
    }
    for (factor, outcome) in zip(factors, outcomes) {
      #expect(outcome.spasms.map { $0.onset.value.rounded() } == [45])
      #expect(outcome.calls.allSatisfy { $0.state != .withdrawn })
      let step = try #require(outcome.floors.first { $0.report.cause == .step })
      #expect((15...45).contains(step.at.value))
      #expect(abs(decibels(step.report.rms, over: 2 * factor * 0.86.squareRoot())) < 1.5)
    }
  }

  @Test func `noise that grows by too little to begin anything is followed within half a minute`() throws {
    var signal = MuscleSignal(seconds: 53, rate: fast, seed: 6)
    signal.multiply(by: 1.5, from: 15)
    signal.contract(at: 45, for: 4, ratio: 18)
    let outcome = Outcome(Recording(signal))
    #expect(outcome.kinds.filter { $0 != .artefact } == [.spasm])
    let spasm = try #require(outcome.spasms.first)
    #expect(abs(decibels(spasm.evidence.restRMS, over: signal.rest * 1.5 * 0.86.squareRoot())) < 1)
  }
}
