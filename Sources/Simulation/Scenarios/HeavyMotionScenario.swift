internal import Signals

extension Scenario {
  /// Work that moves all the time, without any spasm: whatever is called one is false.
  public static let heavyMotion = Scenario(
    name: "heavy-motion",
    summary: "a back at work, an hour: bends, lifts, walks, sneezes and what they do to electrodes; no spasm",
    defaultDuration: 3600,
    wearable: {
      var back = Wearable.lowerBack(rWaves: (120e-6, 100e-6))
      back.heartRate = 95
      back.hasGyroscope = true
      return back
    }(),
    chapter: { _, generator in
      var groups = generator.groups(28) { generator in
        let bend = Act.movement(at: 0, channels: 0..<2, &generator)
        return [generator.uniform(0...1) < 0.4 ? bend.pulling(at: 0..<2, &generator) : bend]
      }
      groups += generator.groups(6) { generator in
        [
          Act.posture(at: 0, holding: generator.uniform(2...12), channels: 0..<2, &generator)
            .pulling(at: 0..<2, &generator)
        ]
      }
      groups += generator.groups(3) { [.walking(at: 0, lasting: $0.uniform(12...40), channels: 0..<2, &$0)] }
      groups += generator.groups(2) { [.sneeze(at: 0, channels: 0..<2, &$0)] }
      groups += generator.groups(3) { [.passiveMovement(at: 0, &$0)] }
      groups += generator.groups(2) { [.pop(at: 0, channel: $0.whole(0...1), &$0)] }
      groups += generator.groups(2) { [.briefContraction(at: 0, channel: $0.whole(0...1), &$0)] }
      // Ten minutes, again and again.
      return Chapter(lasting: 600, opening: 10, pause: 1.5, groups, &generator)
    })
}
