import Events
import Signals
import Testing

@Suite struct InvarianceTests {
  private let rate: SampleRate

  init() throws { rate = try #require(SampleRate(500)) }

  /// What was decided, without what scales with the amplitude and without numbers that count over channels.
  private struct Decision: Hashable {
    var at: Seconds
    var type: String
    var detail: String
  }

  private func decisions(_ outcome: Outcome) -> [Decision] {
    outcome.events.map { event in
      let detail =
        switch event.body {
        case .onset(let onset): "\(onset.value)"
        case .spasm(let state, let onset): "\(state) \(onset.value)"
        case .episode(let episode):
          "\(episode.kind) \(String(describing: episode.subtype)) \(episode.onset.value) \(episode.offset.value)"
        case .floor(let report): "\(report.cause)"
        case .quality(let quality): "\(quality.condition) \(quality.present)"
        default: ""
        }
      return Decision(at: event.at, type: event.type, detail: detail)
    }
  }

  @Test func `the size of a digital step changes no decision`() {
    // Values a thousand times the usual ones leave room for both directions.
    let recording = Recording(Scenes.muscle(seed: 2, seconds: 25, rate: rate)).multiplied(by: 1000)
    let expected = decisions(Outcome(recording))
    #expect(expected.count { $0.type == "episode" } > 3)
    for factor in [0.001, 0.1, 3, 100] {
      #expect(decisions(Outcome(recording.multiplied(by: factor))) == expected)
    }
  }

  @Test func `gain changes no decision, and amplitudes in proportion, whatever its sign`() throws {
    let recording = Recording(Scenes.muscle(seed: 3, seconds: 25, rate: rate))
    let usual = Outcome(recording)
    #expect(usual.episodes.count > 2)
    for factor in [0.001, 1000, -1, -0.5] {
      let outcome = Outcome(recording.amplified(by: factor))
      #expect(decisions(outcome) == decisions(usual))
      for (episode, other) in zip(outcome.episodes, usual.episodes) {
        let expected = other.evidence.restRMS * factor.magnitude
        #expect(abs(episode.evidence.restRMS - expected) < 1e-9 * expected)
      }
    }
  }

  @Test func `a channel is judged the same whatever its place and however many are beside it`() {
    let signals = (1...4 as ClosedRange<UInt64>).map { seed in
      // No hum: its notch follows all channels of a group, which are in one building.
      Scenes.muscle(seed: [2, 3, 4, 6][Int(seed) - 1], seconds: 16, rate: rate)
    }
    let alone = signals.map { decisions(Outcome(Recording($0)).channel(0)) }
    #expect(alone.allSatisfy { $0.count > 3 })
    for count in [7, 8, 9, 32] {
      var generator = SeededGenerator(seed: UInt64(count))
      let order = (0..<count).map { $0 % 4 }.shuffled(using: &generator)
      let together = Outcome(Recording(order.map { signals[$0] }))
      for (channel, signal) in order.enumerated() {
        #expect(decisions(together.channel(channel)) == alone[signal])
      }
    }
  }

  @Test(arguments: [(200, 1), (360, 1), (500, 1), (1000, 1), (34000, 27), (2000, 1), (4000, 1)])
  func `every sampling rate tells the same story`(samples: Int, seconds: Int) throws {
    let rate = try #require(SampleRate(samples, per: seconds))
    var signal = MuscleSignal("..........t......##......######....", rate: rate, ratio: 18, seed: 1)
    signal.step(at: 15.53, by: 300, decay: 0.05)
    let outcome = Outcome(Recording(signal))
    #expect(outcome.kinds.filter { $0 != .artefact } == [.twitch, .brief, .spasm])
    let found = outcome.episodes.filter { $0.kind != .artefact }
    for (episode, onset) in zip(found, [5, 8.5, 12.5]) { #expect(abs(episode.onset.value - onset) < 0.03) }
    #expect(outcome.calls.filter { $0.state == .confirmed }.count == 1)
  }
}
