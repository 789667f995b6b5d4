internal import Signals

/// Acts that are no muscle's, and movements that disturb the electrodes. Sizes of artefacts are common experience,
/// not measured figures, unless a source is named.
extension Act {
  private static func surroundings(at start: Double, _ disturbances: [Disturbance]) -> Act {
    Act(kind: .surroundings, start: start, contractions: [], disturbances: disturbances)
  }

  /// Hum for `duration` seconds on `channels`, each at a strength of its own: 1 to 8 times rest, as in the benchmark.
  ///
  /// It comes and goes within `swell` seconds.
  static func hum(
    at start: Double, lasting duration: Double, channels: Range<Int>, frequency: Double = 50,
    strength: ClosedRange<Double> = 1...8, swell: Double = 0, _ generator: inout SeededGenerator
  ) -> Act {
    surroundings(
      at: start,
      channels.map {
        let hum = Disturbance.Kind.mains(
          frequency: frequency, strength: generator.uniform(strength), swell: swell)
        return Disturbance(kind: hum, channel: $0, delay: 0, duration: duration)
      })
  }

  /// An electrode that comes off for 0.5 to 5 s, with its amplifier at a rail, and sits with another noise then:
  /// half to three times its own.
  static func reseat(
    at start: Double, channel: Int, factor: ClosedRange<Double> = 0.5...3,
    _ generator: inout SeededGenerator
  ) -> Act {
    let off = generator.uniform(0.5...5)
    return surroundings(
      at: start,
      [
        Disturbance(kind: .rail, channel: channel, delay: 0, duration: off),
        Disturbance(
          kind: .level(factor: generator.uniform(factor)), channel: channel, delay: off, duration: 0),
        // The gel settles: a wander that dies away.
        Disturbance(
          kind: .pop(height: generator.uniform(100e-6...500e-6), decay: 0.2), channel: channel, delay: off,
          duration: 2),
      ])
  }

  /// A step of the noise without any sign of why, to `factor` times the electrode's own.
  static func silentStep(at start: Double, channel: Int, factor: Double) -> Act {
    surroundings(
      at: start, [Disturbance(kind: .level(factor: factor), channel: channel, delay: 0, duration: 0)])
  }

  /// A lead that is off for `duration` seconds: a rail, and then as before.
  static func leadOff(at start: Double, lasting duration: Double, channel: Int) -> Act {
    surroundings(at: start, [Disturbance(kind: .rail, channel: channel, delay: 0, duration: duration)])
  }

  /// A link that gives the same number for 0.2 to 5 s.
  static func dropout(at start: Double, channel: Int, _ generator: inout SeededGenerator) -> Act {
    surroundings(
      at: start,
      [Disturbance(kind: .flat, channel: channel, delay: 0, duration: generator.uniform(0.2...5))])
  }

  /// A cable that is knocked: a jump of 0.1 to 1 mV that is gone after 10 to 50 ms.
  static func pop(at start: Double, channel: Int, _ generator: inout SeededGenerator) -> Act {
    surroundings(at: start, [snap(after: 0, channel: channel, decay: 0.01...0.05, &generator)])
  }

  private static func snap(
    after delay: Double, channel: Int, decay: ClosedRange<Double>, _ generator: inout SeededGenerator
  ) -> Disturbance {
    let decay = generator.uniform(decay)
    let sign = generator.uniform(0...1) < 0.5 ? -1.0 : 1
    return Disturbance(
      kind: .pop(height: sign * generator.uniform(100e-6...1000e-6), decay: decay), channel: channel,
      delay: delay, duration: 12 * decay)
  }

  /// The act, with electrodes on `channels` that its movement pulls at: a wander below 5 Hz of 100 to 500 µV, and
  /// on three in ten of them a cable that snaps, with a time constant of 25 ms.
  func pulling(at channels: Range<Int>, _ generator: inout SeededGenerator) -> Act {
    var act = self
    for shaking in shakings where shaking.cause == .movement {
      for channel in channels {
        act.disturbances.append(
          Disturbance(
            kind: .sway(height: generator.uniform(100e-6...500e-6)), channel: channel, delay: shaking.delay,
            duration: shaking.duration))
        guard generator.uniform(0...1) < 0.3 else { continue }
        let delay = shaking.delay + shaking.duration * generator.uniform(0.1...0.9)
        act.disturbances.append(
          Self.snap(after: delay, channel: channel, decay: 0.025...0.025, &generator))
      }
    }
    return act
  }

  /// A movement of the body part that muscles elsewhere make, and that no electrode sees: another person, a bed.
  static func passiveMovement(at start: Double, _ generator: inout SeededGenerator) -> Act {
    let duration = generator.uniform(0.5...3)
    return Act(
      kind: .surroundings, start: start, contractions: [],
      turns: [Turn(delay: 0, duration: duration, angle: generator.uniform(-30...30))],
      shakings: [
        Shaking(cause: .movement, delay: 0, duration: duration, strength: generator.uniform(0.05...0.2))
      ])
  }

  /// The low tone of a muscle that supports a posture, which comes and goes within seconds and without any motion.
  ///
  /// Sitting, a lower back works at a fifth of its strength without anybody's noticing (Ringheim 2019).
  static func tonicPosture(
    at start: Double, lasting duration: Double, channel: Int, ratio: ClosedRange<Double> = -3...4,
    _ generator: inout SeededGenerator
  ) -> Act {
    let ramp = min(duration / 3, generator.uniform(2...10))
    let effort = FiringPattern.Effort(
      duration: duration, rise: ramp, fall: ramp, level: generator.uniform(0.03...0.08))
    return Act(
      kind: .surroundings, subtype: .tonic, start: start,
      contractions: [
        Contraction(channel: channel, delay: 0, ratio: generator.uniform(ratio), firing: .voluntary(effort))
      ])
  }

  /// One to three units that fire 6 to 12 times a second for a while, as in a muscle that does not quite let go.
  static func restlessUnits(
    at start: Double, lasting duration: Double, channel: Int, ratio: ClosedRange<Double> = -6...3,
    _ generator: inout SeededGenerator
  ) -> Act {
    var act = Act.unitSpasm(at: start, lasting: duration, channel: channel, ratio: ratio, &generator)
    act.kind = .surroundings
    return act
  }
}
