public import Signals

/// What a calibration found.
///
/// Amplitudes are RMS in microvolts, or in counts where the unit is unknown.
public struct CalibrationResult: Hashable, Sendable {
  /// How it ended.
  public var ending: CalibrationEnding
  /// Steps that were left out.
  public var skipped: Set<CalibrationStep>
  /// What it found on each EMG channel, in the source's order.
  public var channels: [Channel]

  /// What was found.
  public init(ending: CalibrationEnding, skipped: Set<CalibrationStep>, channels: [Channel]) {
    self.ending = ending
    self.skipped = skipped
    self.channels = channels
  }

  /// A level in a range of postures of ten degrees.
  public struct PosturePoint: Hashable, Sendable {
    /// The lower end of the range, counted from the first posture.
    public var angle: Degrees
    /// RMS in it.
    public var rms: Double

    /// A level.
    public init(angle: Degrees, rms: Double) {
      self.angle = angle
      self.rms = rms
    }
  }

  /// What was found on one channel.
  public struct Channel: Hashable, Sendable {
    /// Its label.
    public var label: String
    /// Whether amplitudes are in microvolts.
    public var isInMicrovolts: Bool
    /// RMS at rest.
    public var rest: Double?
    /// How far the louder tenth of rest stands out of it.
    public var restSpread: Decibels?
    /// The strongest half second of each gentle contraction.
    public var gentleTries: [Double] = []
    /// The strongest half second of each contraction that was to be as strong as can be.
    public var maximalTries: [Double] = []
    /// What the muscle does in each posture, the first posture first.
    public var posture: [PosturePoint] = []
    /// What is wrong with the electrode at the end.
    public var findings: [ElectrodeFinding] = []
    /// The share of the measured time in which the signal could be judged.
    public var soundness: Fraction = 0

    /// A channel of which nothing is known.
    public init(label: String, isInMicrovolts: Bool) {
      self.label = label
      self.isInMicrovolts = isInMicrovolts
    }

    /// The mean of the gentle contractions; nil where none stood out of rest.
    public var submaximum: Double? {
      let seen = gentleTries.filter(standsOut)
      return seen.isEmpty ? nil : seen.reduce(0, +) / Double(seen.count)
    }

    /// The strongest contraction (MVC); nil where none stood out of rest.
    public var maximum: Double? { maximalTries.filter(standsOut).max() }

    /// Whether a contraction is twice as strong as rest; what is weaker is nothing to measure spasms by.
    private func standsOut(_ rms: Double) -> Bool { rest.map { rms > 2 * $0 } ?? true }
  }
}
