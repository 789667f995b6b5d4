internal import Glibc
internal import Signals

/// What an accelerometer and a gyroscope on a moving body part measure, frame by frame: gravity, turning, shaking,
/// their own noise.
///
/// Axes: x along the body part (up at rest), y to the left, z forward. A turn is about y.
struct MotionSynthesizer: Sendable {
  /// Distance of the sensor from the joint it turns about, in metres.
  private static let lever = 0.3
  /// Metres per second squared in one standard gravity.
  private static let gravity = 9.80665
  /// RMS of the sensor's own noise on one axis, in standard gravity.
  static let sensorNoise = 0.0025
  /// RMS of the gyroscope's own noise on one axis, in degrees a second.
  static let gyroscopeNoise = 0.1
  /// Degrees a second that come with one standard gravity of shaking: 0.1 g at 3 Hz, 0.3 m from the joint, are 10.
  private static let turningOfShaking = 100.0
  /// Bands of shaking, in hertz: limbs are too heavy to shake fast, muscle is not.
  private static let jerkBand = (low: 1.0, high: 6.0)
  private static let vibrationBand = (low: 5.0, high: 20.0)

  private let rate: SampleRate
  /// Amplitude of the sway by the breath, in radians.
  private let sway: Double
  private var script: ScriptCursor
  private var acts: [Act] = []
  /// Where ended turns have left the body part, in radians.
  private var posture = 0.0
  private var index: Int64 = 0
  private var jerks: [ShapedNoise]
  private var vibrations: [ShapedNoise]
  private var noises: [SeededGenerator]
  private var turningNoises: [SeededGenerator]

  init(_ scenario: Scenario, seed: Seed) {
    let rate = scenario.wearable.motionRate
    self.rate = rate
    sway = scenario.wearable.breathingSway * .pi / 180
    script = ScriptCursor(scenario, seed: seed)
    let axes = (0..<3).map { seed.part(.axis($0)) }
    jerks = axes.map {
      ShapedNoise(
        high: [Self.jerkBand.low], low: [Self.jerkBand.high], rate: rate.hertz, generator: $0.generator(.jerk)
      )
    }
    vibrations = axes.map {
      ShapedNoise(
        high: [Self.vibrationBand.low], low: [Self.vibrationBand.high], rate: rate.hertz,
        generator: $0.generator(.vibration))
    }
    noises = axes.map { $0.generator(.white) }
    turningNoises = (3..<6).map { seed.part(.axis($0)).generator(.white) }
  }

  /// The values of one frame, axis by axis.
  struct Frame {
    /// In standard gravity.
    var acceleration: [Double] = []
    /// In degrees a second.
    var turning: [Double] = []
  }

  /// The next frame.
  mutating func next() -> Frame {
    let time = rate.time(of: index).value
    index += 1
    script.take(startingBy: time) { acts.append($0) }
    // Ended acts leave their turns behind in the posture.
    for act in acts where act.end < time { posture += act.turns.reduce(0) { $0 + radians($1.angle) } }
    acts.removeAll { $0.end < time }
    var (angle, speed, change) = (posture, 0.0, 0.0)
    for act in acts {
      for turn in act.turns {
        let motion = minimumJerk(turn, at: time - act.start - turn.delay)
        (angle, speed, change) = (angle + motion.angle, speed + motion.speed, change + motion.change)
      }
    }
    let breath = 2 * .pi * Breath.frequency
    angle += sway * sin(breath * time)
    speed += sway * breath * cos(breath * time)
    change -= sway * breath * breath * sin(breath * time)
    let tangential = change * Self.lever / Self.gravity
    let centripetal = speed * speed * Self.lever / Self.gravity
    let jerk = shaking(.movement, at: time)
    let vibration = shaking(.muscle, at: time)
    let turns = [0, speed * 180 / .pi, 0]
    var frame = Frame()
    for (axis, value) in [cos(angle) - centripetal, 0, sin(angle) + tangential].enumerated() {
      let (thrown, shaken) = (jerk * jerks[axis].next(), vibration * vibrations[axis].next())
      frame.acceleration.append(value + thrown + shaken + Self.sensorNoise * noises[axis].gaussian())
      frame.turning.append(
        turns[axis] + Self.turningOfShaking * thrown + Self.gyroscopeNoise * turningNoises[axis].gaussian())
    }
    return frame
  }

  /// RMS of all shaking of one cause, in standard gravity.
  private func shaking(_ cause: Act.Shaking.Cause, at time: Double) -> Double {
    var power = 0.0
    for act in acts {
      for shaking in act.shakings where shaking.cause == cause {
        let phase = (time - act.start - shaking.delay) / shaking.duration
        guard phase > 0, phase < 1 else { continue }
        let strength = shaking.strength * sin(.pi * phase)
        power += strength * strength
      }
    }
    return power.squareRoot()
  }
}

/// Angle, speed and acceleration `time` seconds into a turn, in radians: the smoothest way from rest to rest,
/// which is how people move (Flash and Hogan 1985).
private func minimumJerk(_ turn: Act.Turn, at time: Double) -> (angle: Double, speed: Double, change: Double)
{
  let whole = radians(turn.angle)
  let x = min(max(time / turn.duration, 0), 1)
  let angle = whole * x * x * x * (10 - 15 * x + 6 * x * x)
  let speed = whole * 30 * x * x * (1 - x) * (1 - x) / turn.duration
  let change = whole * 60 * x * (1 - x) * (1 - 2 * x) / (turn.duration * turn.duration)
  return (angle, speed, change)
}

private func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
