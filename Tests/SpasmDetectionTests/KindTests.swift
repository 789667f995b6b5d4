import Events
import Signals
import Testing

@Suite struct KindTests {
  private let rate: SampleRate

  init() throws { rate = try #require(SampleRate(500)) }

  @Test(arguments: [(0.1, Episode.Kind.twitch), (0.3, .twitch), (1, .brief), (3, .spasm), (60, .spasm)])
  func `the duration of an activity gives its kind, and its ends are where they are`(
    duration: Double, kind: Episode.Kind
  ) {
    func onset(_ seed: UInt64) -> Double { 5 + 0.123 * Double(seed) }
    let outcomes = Outcome.ofChannels(0...2) { seed in
      var signal = MuscleSignal(seconds: duration + 8, rate: rate, seed: seed)
      signal.contract(at: onset(seed), for: duration, ratio: 15)
      return signal
    }
    for (seed, outcome) in outcomes.enumerated() {
      let onset = onset(UInt64(seed))
      #expect(outcome.kinds == [kind])
      for episode in outcome.episodes {
        #expect(abs(episode.onset.value - onset) < 0.03)
        #expect(abs(episode.offset.value - onset - duration) < 0.1)
      }
    }
  }

  @Test func `a spasm is called two seconds after its onset, and again every second while it lasts`() {
    let outcomes = Outcome.ofChannels(1...4) { seed in
      var signal = MuscleSignal(seconds: 18, rate: rate, seed: seed)
      signal.contract(at: 5.07, for: 10, ratio: 15)
      return signal
    }
    for outcome in outcomes {
      let calls = outcome.calls
      #expect(calls.map(\.state) == [.confirmed] + calls.dropFirst().map { _ in .ongoing })
      #expect((8...9).contains(calls.count - 1))
      #expect(calls.first.map { (2.0...2.25).contains(($0.at - $0.onset).value) } == true)
      #expect(zip(calls, calls.dropFirst()).allSatisfy { abs(($1.at - $0.at).value - 1) < 0.011 })
      #expect(Set(calls.map(\.onset)) == Set(outcome.spasms.map(\.onset)))
    }
  }

  @Test func `what is no spasm is never called one`() {
    let outcomes = Outcome.ofChannels(1...4) {
      MuscleSignal("..........##....t.....###....", rate: rate, seed: $0)
    }
    for outcome in outcomes {
      #expect(outcome.kinds == [.brief, .twitch, .brief])
      #expect(outcome.calls.isEmpty)
    }
  }

  @Test func `the third twitch within ten seconds belongs to a cluster, and one that comes later does not`() {
    let marbles = "..........t.......t.......t................................t...."
    let episodes = Outcome(Recording(MuscleSignal(marbles, rate: rate, seed: 2))).episodes
    #expect(episodes.map(\.kind) == [.twitch, .twitch, .twitch, .twitch])
    #expect(episodes.map(\.subtype) == [nil, nil, .cluster, nil])
  }

  @Test func `a train of twitches stays twitches`() {
    let train = String(repeating: "t", count: 20)
    let outcomes = Outcome.ofChannels(1...4) {
      MuscleSignal("..........\(train)......", rate: rate, seed: $0)
    }
    for outcome in outcomes {
      #expect(outcome.kinds == Array(repeating: .twitch, count: 20))
    }
  }

  @Test func `a spasm that beats five times a second is clonic, a steady one is not`() {
    let beats: [Double] = [5, 0, 5, 0]
    let outcomes = Outcome.ofChannels(0...3) { seed in
      var signal = MuscleSignal(seconds: 12, rate: rate, seed: seed)
      signal.contract(at: 5, for: 5, ratio: 18, beats: beats[Int(seed)])
      return signal
    }
    #expect(outcomes.map(\.kinds) == beats.map { _ in [.spasm] })
    #expect(outcomes.flatMap(\.episodes).map(\.subtype) == beats.map { $0 > 0 ? .clonic : .tonic })
  }
}
