import Events
import Signals
import Testing

@Suite struct KindTests {
  private let rate: SampleRate

  init() throws { rate = try #require(SampleRate(1000)) }

  @Test(arguments: [(0.1, Episode.Kind.twitch), (0.3, .twitch), (1, .brief), (3, .spasm)])
  func `the duration of an activity gives its kind`(duration: Double, kind: Episode.Kind) {
    for seed in 1...3 as ClosedRange<UInt64> {
      var signal = MuscleSignal(seconds: 12, rate: rate, seed: seed)
      let onset = 5 + 0.123 * Double(seed)
      signal.contract(at: onset, for: duration, ratio: 15)
      let outcome = Outcome(Recording(signal))
      #expect(outcome.kinds == [kind])
      for episode in outcome.episodes {
        #expect(abs(episode.onset.value - onset) < 0.03)
        #expect(abs(episode.offset.value - onset - duration) < 0.1)
      }
    }
  }
}
