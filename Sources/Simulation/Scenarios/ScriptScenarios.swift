internal import Signals

extension Scenario {
  /// A limb on which everything happens that a detector has to tell apart, in 23 minutes.
  public static let limbScript = Scenario(
    name: "limb-script",
    summary: "a lower leg, 23 min: spasms, clonus, twitches, bends, holds, sneezes, a walk, hum and faults",
    defaultDuration: 1380,
    wearable: {
      var leg = Wearable.lowerLeg
      leg.hasGyroscope = true
      return leg
    }(),
    chapter: { _, generator in script(&generator) })

  /// The same on a back, with a heartbeat far stronger than rest.
  public static let trunkScript = Scenario(
    name: "trunk-script",
    summary: "a lower back, 23 min: the same with a heartbeat of 300 µV and breath",
    defaultDuration: 1380, wearable: .lowerBack(rWaves: (300e-6, 300e-6)),
    chapter: { _, generator in script(&generator) })

  private static func side(_ generator: inout SeededGenerator) -> Int { generator.whole(0...1) }

  /// 16 twitches, 8 fasciculations, 12 spasms of 3.2 to 90 s, 3 of clonus, 5 spasms bound to a movement, 10 bends,
  /// 4 holds, 3 sneezes, a walk, a lead that comes off, pops, a dropout, movement artefacts and hum.
  private static func script(_ generator: inout SeededGenerator) -> Chapter {
    var groups: [ActGroup] = []
    for length in [3.2, 4, 5, 6, 8, 10, 12, 15, 20, 30, 45, 90] {
      let side = side(&generator)
      groups.append([.spasm(at: 0, lasting: length, channel: side, &generator)])
    }
    groups += bursts(&generator) + movements(&generator) + faults(&generator)
    var chapter = Chapter(lasting: 1380, opening: 12, groups, &generator)
    // Hum comes on top, whatever happens.
    chapter.acts.append(
      .hum(at: generator.uniform(300...900), lasting: 180, channels: 0..<2, &generator))
    return chapter
  }

  private static func bursts(_ generator: inout SeededGenerator) -> [ActGroup] {
    generator.groups(16) { [.twitch(at: 0, channel: side(&$0), &$0)] }
      + generator.groups(8) { [.fasciculation(at: 0, channel: side(&$0), &$0)] }
      + generator.groups(3) { [.clonus(at: 0, lasting: $0.uniform(4...10), channel: side(&$0), &$0)] }
  }

  private static func movements(_ generator: inout SeededGenerator) -> [ActGroup] {
    var groups = (0..<5).map { number in
      let motion: Act.Motion = number < 2 ? .during : .after
      return [
        Act.spasm(
          at: 0, lasting: generator.uniform(4...15), channel: side(&generator), motion: motion, &generator)
      ]
    }
    groups += (0..<10).map { number in
      let bend = Act.movement(at: 0, channels: 0..<2, &generator)
      // Electrodes are pulled at in some of them.
      return [number < 3 ? bend.pulling(at: 0..<2, &generator) : bend]
    }
    groups += generator.groups(4) { [.hold(at: 0, lasting: $0.uniform(5...12), channel: side(&$0), &$0)] }
    groups += generator.groups(3) { [.sneeze(at: 0, channels: 0..<2, &$0)] }
    groups += generator.groups(2) { [.posture(at: 0, holding: $0.uniform(3...10), channels: 0..<2, &$0)] }
    groups.append([.walking(at: 0, lasting: 30, channels: 0..<2, &generator)])
    return groups
  }

  private static func faults(_ generator: inout SeededGenerator) -> [ActGroup] {
    [
      [.leadOff(at: 0, lasting: generator.uniform(3...8), channel: side(&generator))],
      [.dropout(at: 0, channel: side(&generator), &generator)],
    ] + generator.groups(3) { [.pop(at: 0, channel: side(&$0), &$0)] }
      + generator.groups(2) { [.passiveMovement(at: 0, &$0)] }
  }
}
