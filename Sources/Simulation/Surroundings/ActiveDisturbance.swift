internal import Glibc
internal import Signals

/// A disturbance that is under way.
struct ActiveDisturbance: Sendable {
  /// What it does to the electrode's signal.
  enum Effect {
    /// Adds volts.
    case adds(Double)
    /// Puts volts in the signal's place.
    case replaces(Double)
  }

  /// The third harmonic over the fundamental.
  ///
  /// Rectifiers and saturated transformers draw odd harmonics; a third to a fifth is an assumption.
  static let thirdHarmonic = 0.25
  /// Corners of the wander's filters, in hertz: movement artefact lies below 5 Hz for the most part.
  private static let sway = (high: 0.3, low: [1.5, 2, 3])

  let channel: Int
  let firstIndex: Int64
  private let end: Double
  private let start: Double
  private let disturbance: Disturbance
  private let rest: Double
  private let phase: Double
  private let detuning: Double
  private let hasHarmonic: Bool
  private var noise: ShapedNoise?

  /// `disturbance` of an act that starts at `start`, on an electrode of `rest` volts by nature.
  init(_ disturbance: Disturbance, from start: Double, rest: Double, rate: SampleRate, seed: Seed) {
    self.disturbance = disturbance
    self.rest = rest
    self.start = start + disturbance.delay
    end = self.start + disturbance.duration
    channel = disturbance.channel
    firstIndex = rate.index(nearest: Seconds(self.start))
    var generator = seed.generator(.muscle)
    phase = generator.uniform(0...(2 * .pi))
    // The grid keeps its frequency to a twentieth of a hertz nearly always.
    detuning = generator.uniform(-0.05...0.05)
    if case .mains(let frequency, _, _) = disturbance.kind {
      hasHarmonic = 3 * frequency < 0.42 * rate.hertz
    } else {
      hasHarmonic = false
    }
    if case .sway = disturbance.kind {
      noise = ShapedNoise(high: [Self.sway.high], low: Self.sway.low, rate: rate.hertz, generator: generator)
    }
  }

  /// Whether it is over by `time`, in seconds.
  func isOver(by time: Double) -> Bool { time >= end }

  /// What it does at `time` seconds; times must rise by a sample from call to call.
  mutating func effect(at time: Double) -> Effect {
    switch disturbance.kind {
    case .mains(let frequency, let strength, let swell):
      let angle = 2 * .pi * (frequency + detuning) * (time - start) + phase
      let harmonic = hasHarmonic ? Self.thirdHarmonic * sin(3 * angle) : 0
      let share = swell > 0 ? min(1, (time - start) / swell, (end - time) / swell) : 1
      return .adds(rest * strength * share * 2.0.squareRoot() * (sin(angle) + harmonic))
    case .level: return .adds(0)
    case .rail: return .replaces(.infinity)
    case .flat: return .replaces(0)
    case .pop(let height, let decay): return .adds(height * exp((start - time) / decay))
    case .sway(let height):
      let swell = sin(.pi * min(1, max(0, (time - start) / disturbance.duration)))
      return .adds(height * swell * (noise?.next() ?? 0))
    }
  }
}
