internal import Signals

/// The device of a scenario: where its electrodes sit, and how it turns what they see into numbers.
struct Wearable: Sendable {
  /// One bipolar electrode.
  struct Electrode: Sendable {
    var label: String
    var site: String
    var side: BodySide
    var muscle: String
    /// RMS at rest, in volts.
    var rest: Double
    /// Height of the heart's R wave, in volts.
    var rWave = 0.0
  }

  /// Volts per digital step: with 16 bits the range is ±1.6 mV, and a step far below the noise.
  static let emgStep = 0.05e-6
  /// Standard gravities per digital step: with 16 bits the range is ±8 g.
  static let motionStep = 1.0 / 4096
  /// The converters' digital range.
  static let rails: ClosedRange<Int32> = -32768...32767

  /// `limb` or `trunk`.
  var site: String
  var electrodes: [Electrode]
  /// How far the breath turns the accelerometer to either side, in degrees.
  var breathingSway = 0.0

  let muscleRate = exactly(1000)
  let motionRate = exactly(100)

  /// Whether any electrode picks up the heart.
  var hearsHeart: Bool { electrodes.contains { $0.rWave > 0 } }

  /// The signals of the contractions of `act`, each ready to begin.
  func activities(of act: Act, seed: Seed) -> [MuscleActivity] {
    act.contractions.indices.map {
      MuscleActivity(
        $0, of: act, rest: electrodes[act.contractions[$0].channel].rest, rate: muscleRate, seed: seed)
    }
  }

  /// Its streams: muscle, then motion.
  var streams: [StreamDescription] {
    let axes = ["ACCX", "ACCY", "ACCZ"].map {
      ChannelDescription(label: $0, gain: Self.motionStep, rails: Self.rails)
    }
    return [
      StreamDescription(
        kind: .emg, rate: muscleRate, unit: .volt,
        channels: electrodes.map {
          ChannelDescription(
            label: $0.label, site: $0.site, side: $0.side, muscle: $0.muscle, gain: Self.emgStep,
            rails: Self.rails)
        }),
      StreamDescription(kind: .accelerometer, rate: motionRate, unit: .standardGravity, channels: axes),
    ]
  }

  /// The digital value of a physical one, clipped at the rails as a converter clips.
  static func quantise(_ value: Double, step: Double) -> Int32 {
    let steps = (value / step).rounded()
    return Int32(min(max(steps, Double(rails.lowerBound)), Double(rails.upperBound)))
  }
}

/// A whole number of samples a second.
private func exactly(_ hertz: Int) -> SampleRate {
  guard let rate = SampleRate(hertz) else { preconditionFailure("a wearable's rate is a positive number") }
  return rate
}
