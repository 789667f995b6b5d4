internal import Signals

/// Acts that are over before one can tell what they were. Each draws its details from the chapter's generator.
extension Act {
  /// A burst of 50 to 300 ms in a fifth to two fifths of one muscle, which shakes the skin above it.
  static func twitch(
    at start: Double, channel: Int, ratio: ClosedRange<Double> = 14...24,
    _ generator: inout SeededGenerator
  ) -> Act {
    burst(
      nil, at: start, channel: channel, lasting: 0.055...0.29, share: 0.2...0.4, ratio: ratio,
      shaking: 0.01...0.06, &generator)
  }

  /// A shock-like burst of 30 to 100 ms, as the cortex and what lies below it send (30 to 60 ms on average).
  static func myoclonus(
    at start: Double, channel: Int, ratio: ClosedRange<Double> = 16...26,
    _ generator: inout SeededGenerator
  ) -> Act {
    burst(
      .myoclonus, at: start, channel: channel, lasting: 0.035...0.095, share: 0.3...0.6, ratio: ratio,
      shaking: 0.02...0.1, &generator)
  }

  /// A burst of 200 to 500 ms that moves the limb a little, such as one makes on falling asleep.
  static func jerk(
    at start: Double, channel: Int, ratio: ClosedRange<Double> = 16...26,
    _ generator: inout SeededGenerator
  ) -> Act {
    burst(
      .jerk, at: start, channel: channel, lasting: 0.21...0.49, share: 0.4...0.8, ratio: ratio,
      shaking: 0.05...0.3, &generator)
  }

  private static func burst(
    _ subtype: Subtype?, at start: Double, channel: Int, lasting range: ClosedRange<Double>,
    share: ClosedRange<Double>, ratio: ClosedRange<Double>, shaking: ClosedRange<Double>,
    _ generator: inout SeededGenerator
  ) -> Act {
    let duration = generator.uniform(range)
    // The last action potential takes its time.
    let volley = FiringPattern.Volley(
      units: Int(Double(MotorUnitPool.count) * generator.uniform(share)), spread: duration - 0.015)
    return Act(
      kind: .twitch, subtype: subtype, start: start,
      contractions: [
        Contraction(channel: channel, delay: 0, ratio: generator.uniform(ratio), firing: .volley(volley))
      ],
      shakings: [
        Shaking(
          cause: .muscle, delay: 0.01, duration: duration + 0.05, strength: generator.uniform(shaking))
      ])
  }

  /// One discharge of one to three units: 5 to 20 ms on the skin, and often nothing to feel.
  static func fasciculation(
    at start: Double, channel: Int, ratio: ClosedRange<Double> = 14...28,
    _ generator: inout SeededGenerator
  ) -> Act {
    let contraction = fasciculation(channel: channel, ratio: ratio, &generator)
    return Act(
      kind: .twitch, subtype: .fasciculation, start: start, contractions: [contraction],
      shakings: [
        Shaking(cause: .muscle, delay: 0.01, duration: 0.1, strength: generator.uniform(0.002...0.02))
      ])
  }

  /// The same units that fire again and again, 0.3 to 3 s apart, `count` times in all.
  ///
  /// The usual rate in motor neurone disease is 40 a minute (Bashford 2019: 10 to 80).
  static func fasciculationTrain(
    at start: Double, count: Int, channel: Int, ratio: ClosedRange<Double> = 14...28,
    _ generator: inout SeededGenerator
  ) -> Act {
    var contraction = fasciculation(channel: channel, ratio: ratio, &generator)
    var act = Act(
      kind: .twitch, subtype: .fasciculation, isTrain: true, start: start, contractions: [])
    for _ in 0..<count {
      act.contractions.append(contraction)
      act.shakings.append(
        Shaking(
          cause: .muscle, delay: contraction.delay + 0.01, duration: 0.1,
          strength: generator.uniform(0.002...0.02)))
      contraction.delay += generator.uniform(0.3...3)
    }
    return act
  }

  private static func fasciculation(
    channel: Int, ratio: ClosedRange<Double>, _ generator: inout SeededGenerator
  ) -> Contraction {
    let units = Int(generator.uniform(1...4))
    return Contraction(
      channel: channel, delay: 0, ratio: generator.uniform(ratio),
      firing: .volley(.init(units: units, spread: units == 1 ? 0 : 0.004)))
  }

  /// A short contraction without a purpose that the accelerometer could tell: too long for a twitch.
  static func briefContraction(
    at start: Double, channel: Int, ratio: ClosedRange<Double> = 14...20,
    _ generator: inout SeededGenerator
  ) -> Act {
    let effort = FiringPattern.Effort(
      duration: generator.uniform(0.8...1.4), rise: generator.uniform(0.1...0.2),
      fall: generator.uniform(0.1...0.2), level: generator.uniform(0.1...0.4))
    return Act(
      kind: .ambiguous, subtype: .brief, motion: .still, start: start,
      contractions: [
        Contraction(channel: channel, delay: 0, ratio: generator.uniform(ratio), firing: .voluntary(effort))
      ],
      shakings: [
        Shaking(cause: .muscle, delay: 0, duration: 1, strength: generator.uniform(0.003...0.006))
      ])
  }

  /// A sneeze: 0.2 to 0.6 s of all the trunk's muscles, and a jolt of 0.3 to 2 g.
  ///
  /// Nobody asks whether a sneeze is a twitch: it is not scored.
  static func sneeze(
    at start: Double, channels: Range<Int>, ratio: ClosedRange<Double> = 14...24,
    _ generator: inout SeededGenerator
  ) -> Act {
    let duration = generator.uniform(0.2...0.55)
    let level = generator.uniform(0.3...0.5)
    let contractions = channels.map { channel in
      Contraction(
        channel: channel, delay: generator.uniform(0...0.02), ratio: generator.uniform(ratio),
        firing: .voluntary(
          .init(duration: duration, rise: 0.2 * duration, fall: 0.3 * duration, level: level)))
    }
    return Act(
      kind: .ambiguous, subtype: .sneeze, motion: .move, start: start, contractions: contractions,
      shakings: [
        // The strength is an RMS; the peaks of a jolt are twice that.
        Shaking(
          cause: .movement, delay: 0, duration: generator.uniform(0.2...0.5),
          strength: generator.uniform(0.15...1))
      ])
  }
}
