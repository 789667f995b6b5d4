internal import Signals

/// Scenarios that ask one question each.
extension Scenario {
  /// Clonus of all speeds, among twitches and movements.
  public static let clonus = Scenario(
    name: "clonus",
    summary: "a lower leg: clonus of 3 to 8 beats a second, with twitches and movements between",
    defaultDuration: 600, wearable: .lowerLeg,
    chapter: { _, generator in
      var groups = generator.groups(9) {
        [.clonus(at: 0, lasting: $0.uniform(4...30), channel: 0, frequency: 4.7...7, &$0)]
      }
      groups += generator.groups(3) {
        [.clonus(at: 0, lasting: $0.uniform(5...15), channel: 1, frequency: 3...8, &$0)]
      }
      groups += generator.groups(6) { [.twitch(at: 0, channel: $0.whole(0...1), &$0)] }
      groups += generator.groups(4) { [.movement(at: 0, channels: 0..<2, &$0)] }
      return Chapter(lasting: 600, opening: 12, groups, &generator)
    })

  /// A recording that begins while a spasm is under way, and another spasm after the first real rest.
  public static let powerOn = Scenario(
    name: "power-on", summary: "a calf: the recording begins in the middle of a spasm; others follow",
    defaultDuration: 180, wearable: .lowerLeg,
    chapter: { number, generator in
      // It ends 5 to 25 s into the recording.
      let lead = generator.uniform(5...15)
      var acts: [Act] = []
      if number == 0 {
        let running = Act.spasm(
          at: -lead, lasting: lead + generator.uniform(5...25), channel: 0, &generator)
        acts.append(running)
      }
      acts.append(.twitch(at: generator.uniform(45...55), channel: 0, &generator))
      acts.append(
        .spasm(
          at: generator.uniform(70...90), lasting: generator.uniform(6...20), channel: 0, &generator))
      acts.append(.movement(at: generator.uniform(125...135), channels: 0..<2, &generator))
      acts.append(
        .spasm(at: generator.uniform(145...150), lasting: generator.uniform(5...15), channel: 1, &generator))
      return Chapter(duration: 180, acts: acts)
    })

  /// One spasm of twenty minutes, and some bursts before and after it.
  public static let longSpasm = Scenario(
    name: "long-spasm", summary: "a calf: one spasm of 20 minutes, from the second minute on",
    defaultDuration: 1500, wearable: .lowerLeg,
    chapter: { _, generator in
      var acts = [Act.spasm(at: 120, lasting: 1200, channel: 0, &generator)]
      for time in [40, 70, 1380, 1420.0] {
        acts.append(.twitch(at: time + generator.uniform(0...20), channel: 0, &generator))
      }
      acts.append(.spasm(at: 1460, lasting: generator.uniform(6...15), channel: 0, &generator))
      return Chapter(duration: 1500, acts: acts)
    })

  /// Electrodes that are re-seated, and noise that steps for no reason, between spasms and twitches.
  public static let reseat = Scenario(
    name: "reseat", summary: "a calf: electrodes re-seated, noise that steps up and down, rails, dropouts",
    defaultDuration: 900, wearable: .lowerLeg,
    chapter: { _, generator in
      var groups = generator.groups(3) { [.reseat(at: 0, channel: $0.whole(0...1), &$0)] }
      for factor in [generator.uniform(1.5...3), generator.uniform(0.5...0.8)] {
        groups.append([.silentStep(at: 0, channel: generator.whole(0...1), factor: factor)])
      }
      groups += generator.groups(2) { [.dropout(at: 0, channel: $0.whole(0...1), &$0)] }
      groups += generator.groups(4) {
        [.spasm(at: 0, lasting: $0.uniform(5...20), channel: $0.whole(0...1), &$0)]
      }
      groups += generator.groups(5) { [.twitch(at: 0, channel: $0.whole(0...1), &$0)] }
      // A contraction beyond the converter's range.
      groups.append([
        .spasm(at: 0, lasting: generator.uniform(5...10), channel: 0, ratio: 50...54, &generator)
      ])
      return Chapter(lasting: 450, opening: 15, pause: 12, groups, &generator)
    })

  /// Contractions that begin and end within 20 ms, for the error of onsets.
  public static let step = Scenario(
    name: "step",
    summary: "a calf: clean contractions of 4 s that rise within 20 ms, for the error of onsets",
    defaultDuration: 300, wearable: .lowerLeg,
    chapter: { number, generator in
      // All units within 20 ms, as in nobody: no recruitment delays the onset.
      let effort = FiringPattern.Effort(duration: 4, rise: 0.02, fall: 0.02, level: 0.9)
      let burst = Act(
        kind: .spasm, subtype: .cramp, motion: .plain, start: number == 0 ? 12 : 0,
        contractions: [.init(channel: 0, delay: 0, ratio: 14, firing: .voluntary(effort))])
      return Chapter(duration: burst.end + generator.uniform(6...8), acts: [burst])
    })
}
