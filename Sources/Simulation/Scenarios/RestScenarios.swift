internal import Signals

extension Scenario {
  /// Rest for as long as you like: whatever is called an event is false.
  public static let rest = Scenario(
    name: "rest",
    summary: "a forearm at rest for hours: a faint heartbeat, a level that drifts, hum that comes and goes",
    defaultDuration: 14400,
    wearable: {
      var forearm = Wearable.forearm
      forearm.rest.drift = 8
      return forearm
    }(),
    adaptable: [],
    chapter: { _, generator in
      // An hour, with two or three visits of hum of 2 to 12 minutes, half of them switched and half walked up to.
      let groups = generator.groups(generator.whole(2...3)) {
        let swell = $0.uniform(0...1) < 0.5 ? 0 : $0.uniform(0.5...8)
        return [.hum(at: 0, lasting: $0.uniform(120...720), channels: 0..<1, swell: swell, &$0)]
      }
      return Chapter(lasting: 3600, opening: 120, pause: 60, groups, &generator)
    })

  /// Rest that is not quiet: its power wanders, tone and single units come and go.
  ///
  /// Real rest wanders by 2 to 5 dB over seconds, as `--wander-db` at its default does.
  public static let restless = Scenario(
    name: "restless",
    summary: "a forearm that does not come to rest: tone that wanders, units that come and go; no spasm",
    defaultDuration: 3600, wearable: wandering, adaptable: [.wander],
    chapter: { _, generator in
      Chapter(lasting: 600, opening: 30, pause: 10, tones(&generator), &generator)
    })

  /// The same, with spasms that stand clear of it.
  public static let restlessSpasms = Scenario(
    name: "restless-spasms",
    summary: "the same with a spasm every two minutes or so, 24 to 30 dB over it, and twitches",
    defaultDuration: 3600, wearable: wandering, adaptable: [.ratio, .wander],
    chapter: { _, generator in
      var groups = tones(&generator)
      groups += generator.groups(5) {
        [.spasm(at: 0, lasting: $0.uniform(4...40), channel: 0, ratio: 24...30, &$0)]
      }
      groups += generator.groups(6) { [.twitch(at: 0, channel: 0, ratio: 24...30, &$0)] }
      return Chapter(lasting: 600, opening: 30, pause: 8, groups, &generator)
    })

  private static let wandering: Wearable = {
    var forearm = Wearable.forearm
    // Real rest is steady over tenths of seconds and another after half a minute.
    forearm.rest.wander = Wander.Specification(extent: 5, memory: 20)
    return forearm
  }()

  /// Postures that are held with a little tone, and single units, for ten minutes.
  private static func tones(_ generator: inout SeededGenerator) -> [ActGroup] {
    generator.groups(3) { [.tonicPosture(at: 0, lasting: $0.uniform(20...60), channel: 0, &$0)] }
      + generator.groups(4) { [.restlessUnits(at: 0, lasting: $0.uniform(5...40), channel: 0, &$0)] }
  }
}
