internal import Signals

/// A unit under will: it fires while excitation is above its threshold, the faster the further above.
struct VoluntaryTrain: Sendable {
  private let effort: FiringPattern.Effort
  private let unit: MotorUnitPool.Unit
  private let tremor: SlowWaves
  private var generator: SeededGenerator
  private var time = -Double.infinity
  /// The effort that is under way, from 0.
  private var number = 0

  /// The train of `unit` in `effort`, whose unsteadiness is `tremor`.
  init(
    _ unit: MotorUnitPool.Unit, in effort: FiringPattern.Effort, tremor: SlowWaves,
    _ generator: SeededGenerator
  ) {
    self.effort = effort
    self.unit = unit
    self.tremor = tremor
    self.generator = generator
  }

  mutating func next() -> Double {
    let plateau = effort.excitation
    guard plateau > unit.threshold else { return .infinity }
    // On a straight ramp, the threshold is passed at its share of the plateau.
    let passing = unit.threshold / plateau
    while number < effort.count {
      let start = Double(number) * effort.period
      let (from, to) = (start + passing * effort.rise, start + effort.duration - passing * effort.fall)
      // Recruited units begin where they are in their cycle: all at once would be a twitch.
      time = time < from ? from + generator.uniform(0...0.03) : time + interval(at: time - start)
      if time <= to { return time }
      number += 1
      time = -.infinity
    }
    return .infinity
  }

  /// A chance interval at `time` seconds into an effort.
  private mutating func interval(at time: Double) -> Double {
    let ramp = min(1, time / effort.rise, (effort.duration - time) / effort.fall)
    let excitation = effort.excitation * ramp * (1 + tremor.value(at: time))
    return generator.steadyInterval(1 / max(MotorUnitPool.lowestRate, unit.rate(at: excitation)))
  }
}

extension FiringPattern.Effort {
  /// Excitation of the plateau, in thresholds of the first unit.
  var excitation: Double { level * MotorUnitPool.greatestExcitation }
}
