import Events
import Signals
import Testing

@testable import SpasmDetection

/// What can be read of a channel between two blocks.
@Suite struct ReadingTests {
  private let rate: SampleRate
  private let motionRate: SampleRate

  init() throws {
    rate = try #require(SampleRate(1000))
    motionRate = try #require(SampleRate(100))
  }

  /// Every reading of every channel, from blocks of `chunk` frames in which motion comes first.
  private func readings(
    _ recording: Recording, chunk: Int = 10, emit: (Event) -> Void = { _ in }
  ) -> [[ChannelReading]] {
    let blocks = recording.tracks.enumerated().flatMap { position, track in
      track.blocks(stream: position) { track.description.kind == .emg ? chunk : 100 }
    }
    let inOrder = blocks.sorted { left, right in left.stream != right.stream && left.stream > right.stream }
    var pipeline = Pipeline(streams: recording.streams, parameters: DetectionParameters(), lead: 60)
    let channels = recording.muscle.width
    var readings = Array(repeating: [ChannelReading](), count: channels)
    for block in inOrder {
      pipeline.process(block, emit: emit)
      for channel in 0..<channels {
        guard let reading = pipeline.reading(channel: channel) else { continue }
        if readings[channel].last?.time != reading.time { readings[channel].append(reading) }
      }
    }
    #expect(pipeline.reading(channel: channels) == nil && pipeline.reading(channel: -1) == nil)
    return readings
  }

  private func spasm() -> MuscleSignal {
    var signal = MuscleSignal(seconds: 20, rate: rate, rest: 2, seed: 4)
    signal.contract(at: 8, for: 5, ratio: 20)
    return signal
  }

  @Test func `every hop can be read, and what is read does not hang on how samples were grouped`() throws {
    let recording = Recording(spasm(), MuscleSignal(seconds: 20, rate: rate, seed: 5))
    let fine = readings(recording)
    #expect(
      fine.allSatisfy {
        zip($0, $0.dropFirst()).allSatisfy { (($1.time - $0.time).value - 0.01).magnitude < 1e-9 }
      })
    for (coarse, all) in zip(readings(recording, chunk: 333), fine) {
      let byTime = Dictionary(uniqueKeysWithValues: all.map { ($0.time, $0) })
      #expect(coarse.count > 50 && coarse.allSatisfy { byTime[$0.time] == $0 })
    }
  }

  @Test func `a channel learns, rests, is active, is called, and rests again`() throws {
    var calls: [Seconds] = []
    let all = readings(Recording(spasm())) { event in
      if case .spasm(.confirmed, _) = event.body { calls.append(event.at) }
    }[0]
    func state(at time: Double) -> ChannelReading.State? { all.last { $0.time.value <= time + 1e-9 }?.state }
    #expect(state(at: 2) == .learning && state(at: 7) == .resting && state(at: 15) == .resting)
    guard case .active(let onset) = state(at: 9), case .spasm(let called) = state(at: 12) else {
      Issue.record("it is neither active nor called: \(all.count)")
      return
    }
    #expect((onset - 8).value.magnitude < 0.05 && called == onset)
    // The reading of the hop that was judged when the call was made is the first that tells it.
    let first = try #require(all.first { if case .spasm = $0.state { true } else { false } })
    let call = try #require(calls.first)
    #expect(call > first.time && call - first.time < 0.2)
  }

  @Test func `levels are RMS in microvolts, and ratios follow from them`() throws {
    let all = readings(Recording(spasm()))[0]
    #expect(
      all.filter { $0.time < 2 }.allSatisfy { $0.rest == nil && $0.limits == nil && $0.overRest(1) == nil })
    let reading = try #require(all.last { $0.time < 10 })
    let (rest, limits) = (try #require(reading.rest), try #require(reading.limits))
    // White rest of 2 uV up to 500 Hz, of which the muscle's band takes 430.
    #expect((rest - 2 * 0.86.squareRoot()).magnitude < 0.2)
    #expect((limits.fastOn / rest - 2.82).magnitude < 0.1 && limits.fastOn > limits.mediumOn)
    #expect(limits.off < limits.fastOn && limits.off > rest)
    let medium = try #require(reading.medium.flatMap(reading.overRest))
    #expect((medium.value - 20).magnitude < 3)
    #expect(try #require(reading.overRest(rest)).value.magnitude < 1e-9)
  }

  @Test func `motion and posture are read where there is a sensor`() throws {
    var motion = MotionSignal(seconds: 20, rate: motionRate, seed: 1)
    motion.tilt(by: 40, from: 5, to: 5.5)
    let all = readings(Recording([spasm()], motion: [motion]))[0]
    let moving = try #require(all.last { $0.time < 5.6 })
    #expect(moving.isMoving == true && (moving.motion ?? 0) > 0.05 && (moving.posture ?? 0) > 15)
    let still = try #require(all.last { $0.time < 4 })
    #expect(still.isMoving == false && (still.motion ?? 1) < 0.02 && (still.posture ?? 90) < 5)
    let without = try #require(readings(Recording(spasm()))[0].last)
    #expect(without.motion == nil && without.posture == nil && without.isMoving == nil)
  }

  @Test func `what is wrong with a hop is read with it`() throws {
    var signal = spasm()
    signal.replace(from: 15, to: 16, with: 40)
    var recording = Recording(signal)
    recording.muscle.blank(from: 17, to: 17.5)
    let all = readings(recording)[0]
    func flaws(at time: Double) -> ChannelReading.Flaws? { all.last { $0.time.value <= time + 1e-9 }?.flaws }
    #expect(flaws(at: 14) == [] && flaws(at: 15.5)?.contains(.flat) == true)
    #expect(flaws(at: 17.3)?.contains(.missing) == true && flaws(at: 18.5) == [])
    #expect(all.last { $0.time <= 17.4 }?.fast == nil)
  }
}
