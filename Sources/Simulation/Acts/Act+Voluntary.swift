internal import Signals

/// Acts of will. Each draws its details from the chapter's generator.
extension Act {
  /// A movement there and back, a bend or a lift, by 25 to 70 degrees unless told otherwise, with the muscles
  /// that make it on all of `channels`.
  static func movement(
    at start: Double, angle: Double? = nil, channels: Range<Int>, ratio: ClosedRange<Double> = 12...20,
    _ generator: inout SeededGenerator
  ) -> Act {
    let angle = angle ?? generator.uniform(25...70)
    let there = generator.uniform(1.0...1.4)
    let pause = generator.uniform(0.1...0.4)
    let back = generator.uniform(1.0...1.4)
    let whole = there + pause + back
    let contractions = efforts(
      on: channels, until: whole, rise: 0.2...0.5, fall: 0.2...0.4, ratio: ratio, &generator)
    return Act(
      kind: .voluntary, subtype: .movement, motion: .move, start: start, contractions: contractions,
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

  /// A turn by `angle` degrees into a posture that is held with the muscles of `channels` for `duration` seconds.
  ///
  /// The posture stays afterwards; what holds it then is too weak to see.
  static func posture(
    at start: Double, holding duration: Double, angle: Double? = nil, channels: Range<Int>,
    ratio: ClosedRange<Double> = 8...16, _ generator: inout SeededGenerator
  ) -> Act {
    let side = generator.uniform(0...1) < 0.5 ? -1.0 : 1
    let angle = angle ?? side * generator.uniform(20...60)
    let turn = generator.uniform(0.8...2)
    let contractions = efforts(
      on: channels, until: turn + duration, rise: 0.2...1, fall: 0.3...1, ratio: ratio, &generator)
    return Act(
      kind: .voluntary, subtype: .posture, motion: .posture, start: start, contractions: contractions,
      turns: [Turn(delay: 0, duration: turn, angle: angle)],
      shakings: [
        Shaking(cause: .movement, delay: 0, duration: turn, strength: generator.uniform(0.08...0.15))
      ])
  }

  /// Efforts of the muscles of one task, which begin 0.1 s after the motion and 5 to 40 ms apart, and end with it.
  private static func efforts(
    on channels: Range<Int>, until end: Double, rise: ClosedRange<Double>, fall: ClosedRange<Double>,
    ratio: ClosedRange<Double>, _ generator: inout SeededGenerator
  ) -> [Contraction] {
    let level = generator.uniform(0.1...0.5)
    return channels.map { channel in
      let delay = 0.1 + generator.uniform(0.005...0.04)
      return Contraction(
        channel: channel, delay: delay, ratio: generator.uniform(ratio),
        firing: .voluntary(
          .init(
            duration: end - delay - generator.uniform(0...0.1), rise: generator.uniform(rise),
            fall: generator.uniform(fall), level: level)))
    }
  }

  /// A walk: 1.9 bursts a second of 0.28 s on each channel, neighbours half a stride apart, and the shaking of
  /// the steps.
  static func walking(
    at start: Double, lasting duration: Double, channels: Range<Int>, ratio: ClosedRange<Double> = 10...18,
    _ generator: inout SeededGenerator
  ) -> Act {
    let period = 1 / 1.9
    let level = generator.uniform(0.1...0.3)
    let contractions = channels.map { channel in
      let delay = channel.isMultiple(of: 2) ? 0 : period / 2
      let count = max(1, Int((duration - delay) / period))
      return Contraction(
        channel: channel, delay: delay, ratio: generator.uniform(ratio),
        firing: .voluntary(
          .init(duration: 0.28, rise: 0.08, fall: 0.08, level: level, count: count, period: period)))
    }
    return Act(
      kind: .voluntary, subtype: .walking, motion: .move, start: start, contractions: contractions,
      shakings: [
        // Half a sine over a whole walk would make its first steps soft.
        Shaking(cause: .movement, delay: 0, duration: duration, strength: generator.uniform(0.15...0.25)),
        Shaking(cause: .movement, delay: 0, duration: 1, strength: 0.1),
        Shaking(cause: .movement, delay: duration - 1, duration: 1, strength: 0.1),
      ])
  }

  /// A contraction held on purpose without any motion: what one electrode cannot tell from a spasm.
  static func hold(
    at start: Double, lasting duration: Double, channel: Int, ratio: ClosedRange<Double> = 14...22,
    _ generator: inout SeededGenerator
  ) -> Act {
    let effort = FiringPattern.Effort(
      duration: duration, rise: generator.uniform(0.1...1.5), fall: generator.uniform(0.1...1),
      level: generator.uniform(0.1...0.5))
    return Act(
      kind: .hold, motion: .still, start: start,
      contractions: [
        Contraction(channel: channel, delay: 0, ratio: generator.uniform(ratio), firing: .voluntary(effort))
      ],
      shakings: [
        Shaking(
          cause: .muscle, delay: 0, duration: duration, strength: generator.uniform(0.003...0.006))
      ])
  }
}
