internal import Signals

extension Scenario {
  /// A calf and a shin at rest: one of everything that a detector has to tell apart, in 80 s.
  ///
  /// Played on, the order of things stays and their details change.
  public static let basic = Scenario(
    name: "basic",
    summary: "a lower leg: twitches, a brief contraction, a movement, and a bout of two spasms",
    defaultDuration: 80,
    wearable: .lowerLeg,
    chapter: { _, generator in
      // The first 10 s are free of events, so that a detector can learn the level of rest.
      var acts: [Act] = []
      for (time, channel) in [(10.5, 0), (13, 1), (16, 0), (51, 1), (71, 0)] {
        acts.append(.twitch(at: time + generator.uniform(0...1), channel: channel, &generator))
      }
      acts.append(.briefContraction(at: 20 + generator.uniform(0...1), channel: 1, &generator))
      acts.append(.movement(at: 26 + generator.uniform(0...1), angle: 30, channels: 0..<2, &generator))
      // Less than a minute apart, the two spasms are a bout.
      for time in [36.0, 56] {
        acts.append(
          .spasm(
            at: time + generator.uniform(0...1), lasting: generator.uniform(6...12), channel: 0, &generator))
      }
      return Chapter(duration: 80, acts: acts)
    })
}
