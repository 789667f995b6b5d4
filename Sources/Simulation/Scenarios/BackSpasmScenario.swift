internal import Signals

extension Scenario {
  /// A lower back, with heartbeat and breath: bends, and the spasms that follow some of them.
  ///
  /// The first spasm comes within ten seconds; afterwards there is always something new.
  public static let backSpasm = Scenario(
    name: "back-spasm",
    summary: "a lower back: heartbeat, breath, bends, and spasms, the first within ten seconds",
    defaultDuration: 120,
    wearable: .lowerBack(rWaves: (200e-6, 140e-6)),
    chapter: { number, generator in
      number == 0 ? opening(&generator) : happening(&generator)
    })

  private static func bend(at start: Double, _ generator: inout SeededGenerator) -> Act {
    .movement(at: start, angle: generator.uniform(30...50), channels: 0..<2, &generator)
  }

  private static func side(_ generator: inout SeededGenerator) -> Int { Int(generator.next() >> 63) }

  /// A bend after 3.5 s of rest, and a spasm soon after it.
  private static func opening(_ generator: inout SeededGenerator) -> Chapter {
    let bend = bend(at: generator.uniform(3.5...3.8), &generator)
    let spasm = Act.spasm(
      at: bend.end + generator.uniform(0.6...1.0), lasting: generator.uniform(6...12),
      channel: side(&generator),
      &generator)
    return Chapter(duration: spasm.end + generator.uniform(4...8), acts: [bend, spasm])
  }

  /// One of the things that happen to a back, and some rest.
  private static func happening(_ generator: inout SeededGenerator) -> Chapter {
    var acts: [Act] = []
    switch generator.uniform(0...1) {
    case ..<0.3:  // a few twitches in one muscle
      let side = side(&generator)
      var time = 0.0
      for _ in 0..<Int(generator.uniform(1...4)) {
        acts.append(.twitch(at: time, channel: side, &generator))
        time += generator.uniform(0.8...3)
      }
    case ..<0.55:  // a bend that nothing follows
      acts.append(bend(at: 0, &generator))
    case ..<0.65:
      acts.append(.briefContraction(at: 0, channel: side(&generator), &generator))
    case ..<0.85:  // a spasm soon after a bend
      let bend = bend(at: 0, &generator)
      acts.append(bend)
      acts.append(
        .spasm(
          at: bend.end + generator.uniform(0.5...3), lasting: generator.uniform(5...25),
          channel: side(&generator), &generator))
    default:  // a spasm out of the blue
      acts.append(
        .spasm(at: 0, lasting: generator.uniform(4...40), channel: side(&generator), &generator))
    }
    let end = acts.map(\.end).max() ?? 0
    return Chapter(duration: end + generator.uniform(4...12), acts: acts)
  }
}
