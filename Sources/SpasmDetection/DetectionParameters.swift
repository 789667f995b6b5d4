public import Signals

/// Everything that can be set about the detection, by name and with its unit.
///
/// The defaults are those of the preset `limb`. Sources: the EMG band follows De Luca 2010; the windows and
/// false-alarm rates follow constant-false-alarm-rate theory for band-passed noise; the duration limits are
/// the project's definitions of twitch, brief contraction, spasm and bout.
public struct DetectionParameters: Hashable, Sendable {
  // The muscle's band.
  public var highPass: Hertz = 20
  public var lowPass: Hertz = 450
  public var notchQuality: Fraction = 25

  // The envelope.
  public var hop: Seconds = 0.010
  public var fastWindow: Seconds = 0.050
  public var mediumWindow: Seconds = 0.200
  public var slowWindow: Seconds = 1.0

  // Contrast to rest.
  public var falseAlarm: Fraction = 1e-6
  public var fastContrast: Decibels = 9
  public var mediumContrast: Decibels = 6
  public var slowContrast: Decibels = 4.5
  public var offShare: Fraction = 0.5

  // The level of rest.
  public var learn: Seconds = 3
  public var floorQuantile: Fraction = 0.4
  public var floorMemory: Seconds = 120
  public var lockUp: Seconds = 1800
  public var wanderMemory: Seconds = 600
  public var wanderClearance: Decibels = 3
  public var wanderLimit: Decibels = 7
  public var wanderVisit: Seconds = 2
  public var wanderMean: Decibels = 3
  public var wanderSpread: Decibels = 3.2

  // Durations.
  public var twitchLimit: Seconds = 0.5
  public var spasmLimit: Seconds = 2.0
  public var shortHang: Seconds = 0.15
  public var longHang: Seconds = 0.5
  public var relaxation: Decibels = 25
  public var relaxationHang: Seconds = 0.3
  public var activityShare: Fraction = 0.7
  public var boutGap: Seconds = 60
  public var clusterWindow: Seconds = 10

  // Movement.
  public var motionAcceleration: StandardGravity = 0.05
  public var motionTurn: DegreesPerSecond = 15
  public var motionHold: Seconds = 0.3
  public var motionPersistence: Seconds = 1.5
  public var motionPatience: Seconds = 1.0
  public var postureTolerance: Degrees = 15

  // The electrode.
  public var flat: Seconds = 0.1
  public var rejoin: Seconds = 10
  public var noiseStep: Seconds = 10
  public var colourTolerance: Fraction = 0.4
  public var clickShare: Decibels = -3
  public var colourSeparation: Decibels = 1

  // The heart.
  public var heartbeatExpected: Fraction = 0
  public var heartbeatBlank: Seconds = 0.07

  /// Parts that are left out: for ablation, not for use.
  public var without = DetectionParts()

  /// The defaults.
  public init() {}
}
