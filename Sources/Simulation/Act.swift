/// One thing that happens in a simulated recording: muscles that contract, and the motion that goes with it.
///
/// Times inside an act are seconds from its start.
struct Act: Sendable {
  /// What it is, in the benchmark's words.
  enum Kind: String, Sendable {
    case twitch, ambiguous, voluntary, spasm
  }

  /// One muscle's part.
  struct Contraction: Sendable {
    /// The EMG channel that sees it.
    var channel: Int
    /// When it begins.
    var delay: Double
    /// RMS of its plateau over the RMS of rest, in decibels.
    var ratio: Double
    /// How it swells and fades.
    var envelope: Envelope
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
  /// Seconds from the recording's start.
  var start: Double
  var contractions: [Contraction]
  var turns: [Turn] = []
  var shakings: [Shaking] = []
  /// Its number in the script, from 0.
  var number = 0

  /// When the last of it is over, in seconds from the recording's start.
  var end: Double {
    let ends =
      contractions.map { $0.delay + $0.envelope.duration } + turns.map { $0.delay + $0.duration }
      + shakings.map { $0.delay + $0.duration }
    return start + (ends.max() ?? 0)
  }
}
