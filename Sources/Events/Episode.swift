public import Signals

/// One ended activity, with what decided its kind.
public struct Episode: Hashable, Sendable {
  /// What an activity was.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Shorter than half a second: fasciculation, myoclonic jerk.
    case twitch
    /// Too long for a twitch and too short for a spasm.
    case brief
    /// Sustained, involuntary-looking activity.
    case spasm
    /// Activity that motion explains.
    case movement
    /// Not muscle.
    case artefact
  }

  /// A finer name within a kind.
  public enum Subtype: String, Hashable, Sendable {
    /// Sustained without rhythm.
    case tonic
    /// Beating at 3 to 8 Hz.
    case clonic
    /// One of several twitches in quick succession.
    case cluster
    /// Sustained and motionless: it may have been held on purpose.
    case unexplained
    /// The electrode's noise changed at once.
    case noiseStep = "noise_step"
    /// Weak and lasting, as of a muscle that holds a posture: no stronger than the swells of its rest, or than a
    /// thirtieth of what it has shown.
    case tone
    /// A click of the electrode, a snap of the cable or a heartbeat: power below muscle's.
    case click
    /// Mains hum came on.
    case hum
    /// The electrode came off or was touched.
    case electrode
    /// A candidate leg movement of one leg, by a published scoring rule.
    case legMovement = "leg_movement"
    /// A candidate leg movement of both legs, by a published scoring rule.
    case bilateralLegMovement = "bilateral_leg_movement"

    /// Whether it names a leg movement that a published scoring rule counts.
    public var isLegMovement: Bool { self == .legMovement || self == .bilateralLegMovement }
  }

  /// Its number, from 1, in the order in which episodes are settled.
  public var id: Int
  /// What it was.
  public var kind: Kind
  /// A finer name, where there is one.
  public var subtype: Subtype?
  /// When it began.
  public var onset: Seconds
  /// When it ended.
  public var offset: Seconds
  /// How likely it was involuntary, from 0 to 1.
  public var involuntary: Double
  /// The bout it belongs to.
  public var bout: Int?
  /// How strong it was.
  public var severity: Severity
  /// What decided its kind.
  public var evidence: Evidence

  /// An episode.
  public init(
    id: Int, kind: Kind, subtype: Subtype?, onset: Seconds, offset: Seconds, involuntary: Double, bout: Int?,
    severity: Severity, evidence: Evidence
  ) {
    self.id = id
    self.kind = kind
    self.subtype = subtype
    self.onset = onset
    self.offset = offset
    self.involuntary = involuntary
    self.bout = bout
    self.severity = severity
    self.evidence = evidence
  }

  /// How long it lasted.
  public var duration: Seconds { offset - onset }
}

/// How strong an activity was; the signal's strength, never the pain's.
public struct Severity: Hashable, Sendable {
  /// RMS over the level of rest: a plain ratio.
  public var timesRest: Double
  /// RMS beyond rest, integrated over the duration: microvolt seconds, or count seconds.
  public var integrated: Double
  /// RMS beyond rest, as a share of that of the strongest voluntary contraction (MVC), where one was measured.
  public var ofMaximum: Double?

  /// A strength.
  public init(timesRest: Double, integrated: Double, ofMaximum: Double? = nil) {
    self.timesRest = timesRest
    self.integrated = integrated
    self.ofMaximum = ofMaximum
  }
}

/// What decided an episode's kind.
///
/// Amplitudes are in microvolts, or in counts where the unit is unknown.
public struct Evidence: Hashable, Sendable {
  /// RMS of rest when the activity began.
  public var restRMS: Double
  /// RMS over the activity.
  public var rms: Double
  /// The highest RMS of any 200 ms.
  public var peak: Double
  /// Power of the activity over the power of rest.
  public var ratio: Decibels
  /// The ratio that had to be passed for it to begin.
  public var threshold: Decibels
  /// The greatest departure from standing still, where motion is measured.
  public var motion: StandardGravity?
  /// How far the posture turned from before to after, where motion is measured.
  public var posture: Degrees?
  /// The share of the stream's other channels that became active at the same moment; nil where there are none.
  public var company: Double?
  /// How uneven it was: the standard deviation of its level, in decibels; nil where it was too short to tell.
  public var unevenness: Decibels?
  /// The share of the activity in which the signal was sound.
  public var quality: Double
  /// The share of the activity that was hidden under heartbeats.
  public var blanked: Double

  /// Evidence.
  public init(
    restRMS: Double, rms: Double, peak: Double, ratio: Decibels, threshold: Decibels,
    motion: StandardGravity?, posture: Degrees?, company: Double? = nil, unevenness: Decibels? = nil,
    quality: Double, blanked: Double
  ) {
    self.restRMS = restRMS
    self.rms = rms
    self.peak = peak
    self.ratio = ratio
    self.threshold = threshold
    self.motion = motion
    self.posture = posture
    self.company = company
    self.unevenness = unevenness
    self.quality = quality
    self.blanked = blanked
  }
}
