internal import Signals

/// The kinds of acts that scenarios are written with. Each draws its details from the chapter's generator.
extension Act {
  /// A burst of 50 to 300 ms in one muscle, which shakes the skin above it.
  static func twitch(at start: Double, channel: Int, _ generator: inout SeededGenerator) -> Act {
    let duration = generator.uniform(0.05...0.3)
    return Act(
      kind: .twitch, start: start,
      contractions: [
        Contraction(
          channel: channel, delay: 0, ratio: generator.uniform(14...24),
          envelope: Envelope(duration: duration, rise: 0.3 * duration, fall: 0.4 * duration))
      ],
      shakings: [
        Shaking(
          cause: .muscle, delay: 0.01, duration: duration + 0.05, strength: generator.uniform(0.01...0.06))
      ])
  }

  /// A short contraction without a purpose that the accelerometer could tell: too long for a twitch.
  static func briefContraction(at start: Double, channel: Int, _ generator: inout SeededGenerator) -> Act {
    Act(
      kind: .ambiguous, start: start,
      contractions: [
        Contraction(
          channel: channel, delay: 0, ratio: generator.uniform(14...20),
          envelope: Envelope(
            duration: generator.uniform(0.8...1.4), rise: generator.uniform(0.1...0.2),
            fall: generator.uniform(0.1...0.2)))
      ],
      shakings: [
        Shaking(cause: .muscle, delay: 0, duration: 1, strength: generator.uniform(0.003...0.006))
      ])
  }

  /// A movement there and back by `angle` degrees, with the muscles that make it on all of `channels`.
  static func movement(
    at start: Double, angle: Double, channels: Range<Int>, _ generator: inout SeededGenerator
  ) -> Act {
    let there = generator.uniform(1.0...1.4)
    let pause = generator.uniform(0.1...0.4)
    let back = generator.uniform(1.0...1.4)
    let whole = there + pause + back
    // Muscles of one task begin 5 to 40 ms apart, and end with the movement.
    let contractions = channels.map { channel in
      let delay = 0.1 + generator.uniform(0.005...0.04)
      return Contraction(
        channel: channel, delay: delay, ratio: generator.uniform(12...20),
        envelope: Envelope(
          duration: whole - delay - generator.uniform(0...0.1), rise: generator.uniform(0.2...0.5),
          fall: generator.uniform(0.2...0.4)))
    }
    return Act(
      kind: .voluntary, start: start, contractions: contractions,
      turns: [
        Turn(delay: 0, duration: there, angle: angle),
        Turn(delay: there + pause, duration: back, angle: -angle),
      ],
      shakings: [
        Shaking(cause: .movement, delay: 0, duration: there, strength: generator.uniform(0.1...0.2)),
        Shaking(
          cause: .movement, delay: there + pause, duration: back, strength: generator.uniform(0.1...0.2)),
      ])
  }

  /// A sustained, involuntary contraction of one muscle, in a body part that keeps still.
  static func spasm(
    at start: Double, lasting duration: Double, channel: Int, _ generator: inout SeededGenerator
  ) -> Act {
    Act(
      kind: .spasm, start: start,
      contractions: [
        Contraction(
          channel: channel, delay: 0, ratio: generator.uniform(14...22),
          envelope: Envelope(
            duration: duration, rise: generator.uniform(0.1...0.5), fall: generator.uniform(0.1...0.3),
            drive: 0.2, drivePhase: generator.uniform(0...(2 * .pi))))
      ],
      shakings: [
        Shaking(cause: .muscle, delay: 0, duration: 0.3, strength: generator.uniform(0.008...0.015)),
        Shaking(cause: .muscle, delay: 0, duration: duration, strength: generator.uniform(0.003...0.009)),
      ])
  }
}
