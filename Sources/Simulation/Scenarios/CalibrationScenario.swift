internal import Signals

extension Scenario {
  /// A person who does what a calibration asks for, at the times at which it asks when it waits for nobody.
  ///
  /// Rest, two gentle contractions, three as strong as can be (of which the first is weaker than the others), and a
  /// slow bend. Later on there is rest alone.
  public static let calibration = Scenario(
    name: "calibration",
    summary: "a back that is calibrated: rest, two gentle contractions, three strong ones, a slow bend",
    defaultDuration: 180,
    wearable: .lowerBack(rWaves: (0, 0)), adaptable: [],
    chapter: { number, generator in
      guard number == 0 else { return Chapter(duration: 180, acts: []) }
      var acts = [44.0, 56].map {
        Act.effort(at: $0, channels: 0..<2, ratio: 17...19, level: 0.2, &generator)
      }
      for (time, ratio) in [(66.0, 28.0), (104, 32), (142, 31.6)] {
        acts.append(
          .effort(at: time, channels: 0..<2, ratio: ratio...(ratio + 0.1), level: 0.9, &generator))
      }
      acts.append(.slowBend(at: 150, angle: 56, channels: 0..<2, &generator))
      return Chapter(duration: 180, acts: acts)
    })
}

extension Act {
  /// A contraction on request, of all of `channels` at once and without motion: it lasts 3.6 s.
  fileprivate static func effort(
    at start: Double, channels: Range<Int>, ratio: ClosedRange<Double>, level: Double,
    _ generator: inout SeededGenerator
  ) -> Act {
    Act(
      kind: .hold, motion: .still, start: start,
      contractions: channels.map { channel in
        Contraction(
          channel: channel, delay: generator.uniform(0...0.05), ratio: generator.uniform(ratio),
          firing: .voluntary(
            .init(duration: 3.6, rise: generator.uniform(0.2...0.5), fall: 0.3, level: level)))
      })
  }

  /// A bend so slow that it shakes nothing: 8 s there, 8 s back, with the muscles that hold the trunk.
  fileprivate static func slowBend(
    at start: Double, angle: Double, channels: Range<Int>, _ generator: inout SeededGenerator
  ) -> Act {
    let (there, pause) = (8.0, 0.5)
    return Act(
      kind: .voluntary, subtype: .movement, motion: .move, start: start,
      contractions: channels.map { channel in
        Contraction(
          channel: channel, delay: 0.2, ratio: generator.uniform(12...14),
          firing: .voluntary(.init(duration: 2 * there, rise: 6, fall: 6, level: 0.2)))
      },
      turns: [
        Turn(delay: 0, duration: there, angle: angle),
        Turn(delay: there + pause, duration: there, angle: -angle),
      ])
  }
}
