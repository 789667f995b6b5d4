/// One thing that happens in a simulated recording: muscles that contract, and the motion that goes with it.
///
/// Times inside an act are seconds from its start.
struct Act: Sendable {
  /// What it is, in the benchmark's words.
  enum Kind: String, Sendable {
    case twitch, ambiguous, voluntary, spasm, hold
    /// What belongs to rest: tone and disturbances. It is told as an artefact, and is no event.
    case surroundings
  }

  /// What it is, more closely.
  enum Subtype: String, Sendable {
    case fasciculation, myoclonus, jerk, afterDischarge = "after-discharge"
    case brief, sneeze
    case cramp, clonus, unit
    case movement, posture, walking, tonic
  }

  /// How it stands to motion, in the benchmark's words: a spasm apart from, within or after a movement, and a
  /// contraction that moves, that holds a new posture, or that keeps still.
  enum Motion: String, Sendable {
    case plain, during, after
    case move, posture, still
  }

  /// One muscle's part.
  struct Contraction: Sendable {
    /// The EMG channel above the muscle.
    var channel: Int
    /// When it begins.
    var delay: Double
    /// RMS of its plateau over the RMS of rest of its channel, in decibels; of a burst, the RMS from end to end.
    var ratio: Double
    /// How its motor units fire.
    var firing: FiringPattern
  }

  /// A turn of the body part that carries the sensor, from rest to rest.
  struct Turn: Sendable {
    var delay: Double
    var duration: Double
    /// Degrees; forward is positive.
    var angle: Double
  }

  /// A shaking of the sensor, which swells and fades as the half wave of a sine does.
  struct Shaking: Sendable {
    enum Cause { case movement, muscle }
    var cause: Cause
    var delay: Double
    var duration: Double
    /// RMS at its strongest, in standard gravity.
    var strength: Double
  }

  var kind: Kind
  var subtype: Subtype?
  var motion: Motion?
  /// Whether its contractions are a train, each of them an event like its neighbours.
  var isTrain = false
  /// Seconds from the recording's start.
  var start: Double
  var contractions: [Contraction]
  var turns: [Turn] = []
  var shakings: [Shaking] = []
  var disturbances: [Disturbance] = []
  /// Its number in the script, from 0.
  var number = 0

  /// When the last of it is over, in seconds from the recording's start.
  var end: Double {
    let ends =
      contractions.map { $0.delay + $0.firing.duration } + turns.map { $0.delay + $0.duration }
      + shakings.map { $0.delay + $0.duration } + disturbances.map { $0.delay + $0.duration }
    return start + (ends.max() ?? 0)
  }
}
