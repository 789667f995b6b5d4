internal import Glibc
internal import Signals

/// The electric heartbeat as an electrode on the trunk sees it, with an R wave of 1.
///
/// The rate follows the breath (respiratory sinus arrhythmia), as it does in a person at rest.
struct Heartbeat: Sendable {
  /// One wave of a beat: a Gaussian bump.
  private struct Wave {
    /// Seconds after the R wave.
    var delay: Double
    var height: Double
    /// Standard deviation in seconds.
    var width: Double
  }

  private static let waves = [
    Wave(delay: -0.160, height: 0.08, width: 0.020),  // P
    Wave(delay: -0.026, height: -0.12, width: 0.008),  // Q
    Wave(delay: 0, height: 1, width: 0.010),  // R
    Wave(delay: 0.028, height: -0.25, width: 0.009),  // S
    Wave(delay: 0.250, height: 0.15, width: 0.040),  // T
  ]

  private var beats: HeartbeatTimes
  private var previous = -1.0
  private var next: Double

  /// A heart that beats `rate` times a minute.
  init(rate: Double, seed: Seed) {
    beats = HeartbeatTimes(rate: rate, seed: seed)
    next = beats.next()
  }

  /// The value at `time` seconds; times must not fall from call to call.
  mutating func value(at time: Double) -> Double {
    // The next beat becomes the previous one when it is farther behind than any wave reaches ahead.
    while time > next + 0.5 {
      previous = next
      next = beats.next()
    }
    return Self.beat(time - previous) + Self.beat(time - next)
  }

  private static func beat(_ time: Double) -> Double {
    var value = 0.0
    for wave in waves {
      let distance = (time - wave.delay) / wave.width
      // Six standard deviations out a wave is below 10^-7.
      if distance.magnitude < 6 { value += wave.height * exp(-0.5 * distance * distance) }
    }
    return value
  }
}

/// When the R waves come, in seconds, one after the other.
struct HeartbeatTimes: Sendable {
  /// How far the breath moves the interval, as a share of it.
  private static let arrhythmia = 0.05
  /// How far else it varies: standard deviation, as a share of the interval.
  private static let jitter = 0.01

  private let interval: Double
  private var generator: SeededGenerator
  private var time: Double

  /// `rate` beats a minute on average.
  init(rate: Double, seed: Seed) {
    interval = 60 / rate
    generator = seed.generator(.heartbeat)
    time = generator.uniform(0...0.8)
  }

  mutating func next() -> Double {
    defer {
      let breath = sin(2 * .pi * Breath.frequency * time)
      time += interval * (1 + Self.arrhythmia * breath + Self.jitter * generator.gaussian())
    }
    return time
  }
}

/// The breath, which moves the trunk and paces the heart.
enum Breath {
  /// Breaths a second.
  static let frequency = 0.25
}
