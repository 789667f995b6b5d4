internal import Signals

/// Acts that last, and that nobody wanted. Each draws its details from the chapter's generator.
extension Act {
  /// A cramp of one muscle: sustained, uneven, and in a body part that keeps still or has just moved.
  ///
  /// `motion` is `plain`, or `during` for one that begins in the middle of a movement of 0.5 to 2 s, or `after`
  /// for one that begins within a second after one. `start` is the beginning of that movement, there and back,
  /// which is made by muscles that no electrode sees. The cramp creeps on to each channel of `spreadingTo` in turn at 1 to 3 cm/s,
  /// over `spacing` centimetres between neighbours, and is weaker there by 2 to 6 dB a step.
  static func spasm(
    at start: Double, lasting duration: Double, channel: Int, motion: Motion = .plain,
    spreadingTo neighbours: [Int] = [], spacing: Double = 3, ratio: ClosedRange<Double> = 14...22,
    _ generator: inout SeededGenerator
  ) -> Act {
    var act = Act(kind: .spasm, subtype: .cramp, motion: motion, start: start, contractions: [])
    let begin = act.movement(motion, &generator)
    let cramp = FiringPattern.Cramp(
      duration: duration, share: generator.uniform(0.2...0.7),
      // A short cramp has no time to swell slowly.
      joining: min(generator.uniform(0.3...2), duration / 15))
    act.contractions.append(
      Contraction(channel: channel, delay: begin, ratio: generator.uniform(ratio), firing: .cramp(cramp)))
    act.spread(to: neighbours, spacing: spacing, &generator)
    act.shakings += [
      Shaking(cause: .muscle, delay: begin, duration: 0.3, strength: generator.uniform(0.008...0.015)),
      Shaking(
        cause: .muscle, delay: begin, duration: duration, strength: generator.uniform(0.003...0.009)),
    ]
    return act
  }

  /// Adds the movement that a spasm is bound to, and gives the time at which the spasm begins.
  private mutating func movement(_ motion: Motion, _ generator: inout SeededGenerator) -> Double {
    guard motion == .during || motion == .after else { return 0 }
    let duration = generator.uniform(0.5...2)
    let angle = generator.uniform(5...40)
    // There and back: muscle that goes on in a new posture could as well be what holds it.
    turns += [
      Turn(delay: 0, duration: duration / 2, angle: angle),
      Turn(delay: duration / 2, duration: duration / 2, angle: -angle),
    ]
    shakings.append(
      Shaking(cause: .movement, delay: 0, duration: duration, strength: generator.uniform(0.1...0.2)))
    return motion == .during
      ? duration * generator.uniform(0.2...0.8) : duration + generator.uniform(0.05...1)
  }

  private mutating func spread(
    to neighbours: [Int], spacing: Double, _ generator: inout SeededGenerator
  ) {
    guard let first = contractions.last, case .cramp(var cramp) = first.firing else { return }
    let speed = generator.uniform(1...3)
    var patch = first
    for neighbour in neighbours {
      patch.channel = neighbour
      patch.delay += spacing / speed
      patch.ratio -= generator.uniform(2...6)
      cramp.duration -= spacing / speed
      // What would last less than a spasm does has not got there.
      guard cramp.duration >= 3 else { return }
      patch.firing = .cramp(cramp)
      contractions.append(patch)
    }
  }

  /// Beats of a stretched muscle, 5 to 8 a second unless told otherwise, that shake the limb.
  static func clonus(
    at start: Double, lasting duration: Double, channel: Int, frequency: ClosedRange<Double> = 5...8,
    ratio: ClosedRange<Double> = 14...22, _ generator: inout SeededGenerator
  ) -> Act {
    let clonus = FiringPattern.Clonus(duration: duration, frequency: generator.uniform(frequency))
    return Act(
      kind: .spasm, subtype: .clonus, motion: .plain, start: start,
      contractions: [
        Contraction(channel: channel, delay: 0, ratio: generator.uniform(ratio), firing: .clonus(clonus))
      ],
      shakings: [
        Shaking(cause: .muscle, delay: 0, duration: duration, strength: generator.uniform(0.03...0.1))
      ])
  }

  /// One to three units that fire 6 to 12 times a second for 5 to 600 s: faint, and felt by few.
  static func unitSpasm(
    at start: Double, lasting duration: Double, channel: Int, ratio: ClosedRange<Double> = 6...12,
    _ generator: inout SeededGenerator
  ) -> Act {
    let units = FiringPattern.SingleUnits(
      units: Int(generator.uniform(1...4)), duration: duration, rate: generator.uniform(6...12))
    return Act(
      kind: .spasm, subtype: .unit, motion: .plain, start: start,
      contractions: [
        Contraction(
          channel: channel, delay: 0, ratio: generator.uniform(ratio), firing: .singleUnits(units))
      ])
  }
}
