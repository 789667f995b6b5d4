internal import Signals

extension Scenario {
  /// Four electrodes in a row that see each other's muscles: cramps that creep along, and synergists that work
  /// together.
  public static let fourChannels = Scenario(
    name: "four-channels",
    summary: "a thigh with four electrodes and cross-talk: cramps that spread, synergists that move together",
    defaultDuration: 900,
    wearable: Wearable(
      site: "limb",
      electrodes: [
        .init(label: "EMG1", site: "thigh", side: .right, muscle: "vastus medialis", rest: 1.8e-6),
        .init(label: "EMG2", site: "thigh", side: .right, muscle: "rectus femoris", rest: 2e-6),
        .init(label: "EMG3", site: "thigh", side: .right, muscle: "vastus lateralis", rest: 2.2e-6),
        .init(label: "EMG4", site: "thigh", side: .right, muscle: "biceps femoris", rest: 1.6e-6),
      ], crossTalk: 0.1, hasGyroscope: true),
    chapter: { _, generator in
      var groups = generator.groups(4) { generator in
        // From one edge over to the other, as far as it gets.
        let reach = generator.whole(1...3)
        let order = generator.whole(0...1) == 0 ? [0, 1, 2, 3] : [3, 2, 1, 0]
        return [
          .spasm(
            at: 0, lasting: generator.uniform(12...60), channel: order[0],
            spreadingTo: Array(order[1...reach]), spacing: 3, ratio: 18...26, &generator)
        ]
      }
      groups += generator.groups(3) {
        [.spasm(at: 0, lasting: $0.uniform(4...20), channel: $0.whole(0...3), ratio: 18...28, &$0)]
      }
      groups += generator.groups(5) { [.movement(at: 0, channels: 0..<4, &$0)] }
      groups += generator.groups(2) { [.posture(at: 0, holding: $0.uniform(3...8), channels: 0..<4, &$0)] }
      groups += generator.groups(6) { [.twitch(at: 0, channel: $0.whole(0...3), &$0)] }
      groups += generator.groups(1) { [.hold(at: 0, lasting: $0.uniform(5...10), channel: 1, &$0)] }
      return Chapter(lasting: 450, opening: 12, groups, &generator)
    })
}
