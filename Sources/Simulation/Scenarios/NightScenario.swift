internal import Signals

extension Scenario {
  /// A night's sleep of a leg that cramps: 20 cramps and 300 changes of position in eight hours.
  ///
  /// People turn 40 or more times a night as a whole and move a leg far more often; cramps come in bouts, and after
  /// long stillness. Chaney and Sherman found calf EMG up for 41 ± 11 s before waking, without any movement.
  public static let night = Scenario(
    name: "night",
    summary: "a lower leg asleep, 8 h: 20 cramps, some in bouts or after stillness, and 300 turns",
    defaultDuration: 28800,
    wearable: Wearable(
      site: "limb",
      electrodes: [
        .init(
          label: "EMG1", site: "calf", side: .left, muscle: "gastrocnemius medialis", rest: 1.8e-6,
          rWave: 5e-6),
        .init(
          label: "EMG2", site: "calf", side: .left, muscle: "gastrocnemius lateralis", rest: 2.2e-6,
          rWave: 4e-6),
        .init(
          label: "EMG3", site: "shin", side: .left, muscle: "tibialis anterior", rest: 1.5e-6, rWave: 5e-6),
      ], heartRate: 56, rest: RestCharacter(drift: 2)),
    chapter: { _, generator in
      // 300 changes: 120 single ones, and 60 of three within half a minute.
      var groups = generator.groups(120) { [turn(at: 0, &$0)] }
      groups += generator.groups(60) { generator in
        var time = 0.0
        return (0..<3).map { _ in
          defer { time += generator.uniform(9...14) }
          return turn(at: time, &generator)
        }
      }
      // 20 cramps: 6 after stillness, 3 bouts of 3, and 5 by themselves.
      groups += generator.groups(6) { [cramp(at: $0.uniform(700...1200), &$0)] }
      groups += generator.groups(3) { generator in
        var time = 0.0
        return (0..<3).map { _ in
          let cramp = cramp(at: time, &generator)
          time = cramp.end + generator.uniform(8...45)
          return cramp
        }
      }
      groups += generator.groups(5) { [cramp(at: 0, &$0)] }
      groups += generator.groups(24) { [.fasciculation(at: 0, channel: $0.whole(0...2), &$0)] }
      groups += generator.groups(4) {
        [.fasciculationTrain(at: 0, count: $0.whole(4...15), channel: $0.whole(0...2), &$0)]
      }
      return Chapter(lasting: 28800, opening: 60, pause: 6, groups, &generator)
    })

  private static func turn(at start: Double, _ generator: inout SeededGenerator) -> Act {
    let turn = Act.posture(at: start, holding: generator.uniform(0.3...2), channels: 0..<3, &generator)
    return generator.uniform(0...1) < 0.3 ? turn.pulling(at: 0..<3, &generator) : turn
  }

  /// A calf cramp of 8 s to two minutes that creeps over to the other head now and then.
  private static func cramp(at start: Double, _ generator: inout SeededGenerator) -> Act {
    let head = generator.whole(0...1)
    let spreads = generator.uniform(0...1) < 0.4
    // Many short ones and a few long ones.
    let length = 8 + min(112, generator.exponential(25))
    return .spasm(
      at: start, lasting: length, channel: head, spreadingTo: spreads ? [1 - head] : [], spacing: 5,
      ratio: 14...28, &generator)
  }
}
