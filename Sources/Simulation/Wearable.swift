internal import Glibc
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
  /// Volts at which the converter clips.
  static let emgRange = emgStep * Double(rails.upperBound)
  /// Standard gravities per digital step: with 16 bits the range is ±8 g.
  static let motionStep = 1.0 / 4096
  /// Degrees per second and digital step: with 16 bits the range is ±500 degrees a second.
  static let turningStep = 1.0 / 64
  /// The converters' digital range.
  static let rails: ClosedRange<Int32> = -32768...32767

  /// `limb` or `trunk`.
  var site: String
  var electrodes: [Electrode]
  /// How far the breath turns the accelerometer to either side, in degrees.
  var breathingSway = 0.0

  /// Beats a minute; 50 to 110 in a person at rest.
  var heartRate = 70.0
  /// Amplitude of a muscle on the electrode next to its own; the one after that sees a third of it, and so on.
  ///
  /// A tenth to a seventh between electrodes 20 to 30 mm apart. How much it is depends on fat and geometry, and
  /// Farina 2004 warns that no filter tells it from muscle.
  var crossTalk = 0.0
  var rest = RestCharacter()
  /// Whether it also measures the rate of turn.
  var hasGyroscope = false

  var muscleRate = exactly(1000)
  let motionRate = exactly(100)

  /// How much of a muscle a channel sees that is not the one above it.
  struct Share: Sendable {
    var channel: Int
    /// Amplitude over that on the muscle's own channel.
    var gain: Double
  }

  /// Whether any electrode picks up the heart.
  var hearsHeart: Bool { electrodes.contains { $0.rWave > 0 } }

  /// The other channels that see the muscle below `channel`.
  func shares(of channel: Int) -> [Share] {
    guard crossTalk > 0 else { return [] }
    return electrodes.indices.filter { $0 != channel }.map {
      Share(channel: $0, gain: crossTalk * pow(3, 1 - Double(abs($0 - channel))))
    }
  }

  /// The signals of the contractions of `act`, each ready to begin, over rest at the given levels.
  func activities(of act: Act, levels: RestLevels, seed: Seed) -> [MuscleActivity] {
    let drift = rest.driftGain(at: max(0, act.start))
    return act.contractions.indices.map {
      let channel = act.contractions[$0].channel
      return MuscleActivity(
        $0, of: act, rest: electrodes[channel].rest * levels[channel] * drift, rate: muscleRate, seed: seed)
    }
  }

  /// The disturbances of `act`, each ready to begin.
  func disturbances(of act: Act, seed: Seed) -> [ActiveDisturbance] {
    act.disturbances.enumerated().compactMap { number, disturbance in
      if case .level = disturbance.kind { return nil }
      return ActiveDisturbance(
        disturbance, from: act.start, rest: electrodes[disturbance.channel].rest, rate: muscleRate,
        seed: seed.part(.act(act.number)).part(.disturbance(number)))
    }
  }

  /// Its streams: muscle, then acceleration, then the rate of turn.
  var streams: [StreamDescription] {
    var streams = [
      StreamDescription(
        kind: .emg, rate: muscleRate, unit: .volt,
        channels: electrodes.map {
          ChannelDescription(
            label: $0.label, site: $0.site, side: $0.side, muscle: $0.muscle, gain: Self.emgStep,
            rails: Self.rails)
        }),
      StreamDescription(
        kind: .accelerometer, rate: motionRate, unit: .standardGravity,
        channels: axes("ACC", step: Self.motionStep)),
    ]
    if hasGyroscope {
      streams.append(
        StreamDescription(
          kind: .gyroscope, rate: motionRate, unit: .degreesPerSecond,
          channels: axes("GYR", step: Self.turningStep)))
    }
    return streams
  }

  private func axes(_ name: String, step: Double) -> [ChannelDescription] {
    ["X", "Y", "Z"].map { ChannelDescription(label: name + $0, gain: step, rails: Self.rails) }
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
