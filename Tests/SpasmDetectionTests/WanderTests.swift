import Events
import Signals
import Testing

/// Rest that is not steady: its level drifts by some decibels over seconds to minutes.
@Suite struct WanderTests {
  private let rate: SampleRate

  init() throws { rate = try #require(SampleRate(500)) }

  @Test(arguments: [3.0, 15])
  func `swells of five decibels are no spasms`(memory: Double) {
    let outcomes = Outcome.ofChannels(1...6) { seed in
      var signal = MuscleSignal(seconds: 600, rate: rate, seed: seed)
      // Nine tenths of the time within five decibels.
      signal.wander(by: 1.5, memory: memory)
      return signal
    }
    // One a channel-hour is what a person can live with. At that rate an hour has more than three once in fifty.
    #expect(outcomes.map(\.spasms.count).reduce(0, +) <= 3)
    #expect(outcomes.flatMap(\.calls).count { $0.state == .confirmed } <= 3)
  }

  @Test func `a spasm that stands clear of the swells is found among them`() {
    let outcomes = Outcome.ofChannels(1...4) { seed in
      var signal = MuscleSignal(seconds: 320, rate: rate, seed: seed)
      signal.wander(by: 2, memory: 15)
      signal.contract(at: 300, for: 6, ratio: 15)
      return signal
    }
    for outcome in outcomes {
      #expect(outcome.spasms.filter { abs($0.onset.value - 300) < 0.1 && $0.duration > 5.9 }.count == 1)
    }
  }

  @Test func `weak spasms over a steady rest do not hide those that follow them`() {
    let times = stride(from: 40.0, through: 380, by: 60)
    let outcomes = Outcome.ofChannels(1...4) { seed in
      var signal = MuscleSignal(seconds: 400, rate: rate, seed: seed)
      for time in times { signal.contract(at: time, for: 5, ratio: 5) }
      return signal
    }
    for outcome in outcomes {
      #expect(outcome.spasms.map { ($0.onset.value / 10).rounded() * 10 } == Array(times))
    }
  }

  @Test func `a spasm of a quarter of an hour, however weak, raises no threshold`() {
    let outcome = Outcome(
      Recording(
        {
          var signal = MuscleSignal(seconds: 960, rate: rate, seed: 7)
          signal.contract(at: 20, for: 900, ratio: 5)
          signal.contract(at: 940, for: 5, ratio: 5)
          return signal
        }()))
    #expect(outcome.kinds == [.spasm, .spasm])
  }

  @Test func `a twitch in a swell of rest makes no spasm of the swell`() {
    let outcomes = Outcome.ofChannels(1...6) { seed in
      var signal = MuscleSignal(seconds: 600, rate: rate, seed: seed)
      signal.wander(by: 3, memory: 15)
      for time in stride(from: 205.0, to: 600, by: 10) { signal.contract(at: time, for: 0.15, ratio: 30) }
      return signal
    }
    // Of 240 twitches as many may meet a swell of 10 dB as a wander of 3 dB has such in a hundred places, and some.
    #expect(outcomes.map(\.spasms.count).reduce(0, +) <= 8)
  }
}
