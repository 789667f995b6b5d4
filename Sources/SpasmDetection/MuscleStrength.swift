internal import Glibc

/// The strongest that a muscle has shown at its electrode, as far as it is known.
///
/// A muscle that holds a posture works with a few per cent of its strength, without a pause and without pain. Over
/// a quiet rest that is still several times the level of rest; so what lasts is also held against what the muscle
/// can do. A single artefact must not make muscle look weak: each stronger peak moves the strength half of the way,
/// in decibels, and by 10 dB at most. Nor must the strongest moment of a lifetime make all else look weak: what an
/// activity shows that is weaker moves it a little, and what stands ten times over rest is never tone.
struct MuscleStrength: Sendable {
  /// Its power, in squared digital values.
  private(set) var power: Double?

  /// How far above rest a muscle is taken to reach before it has shown anything: 10 dB.
  private static let modest = 10.0
  /// How far one peak raises it at most.
  private static let step = 10.0
  /// A thirtieth of the amplitude, 30 dB: about 3 %, where tonic posture lies (5 to 30 of 100 to 1000 uV).
  private static let toneShare = 0.001

  /// How far a weaker peak lowers it, in decibels: after some thirty activities half of an outlier is forgotten.
  private static let forgetting = 0.02
  /// From ten times rest on, 20 dB, a person sees it work.
  private static let plain = 100.0

  /// A strength to be followed, beginning with what is known of it.
  init(power: Double? = nil) { self.power = power }

  /// Takes the peak power of an ended activity above `rest`; one that is too short to show what the muscle can do, as
  /// a twitch is, does not lower it.
  mutating func take(peak: Double, rest: Double, isShort: Bool) {
    let known = power ?? rest * Self.modest
    if peak > known {
      power = min((known * peak).squareRoot(), known * Self.step)
    } else if !isShort, power != nil {
      power = known * pow(max(peak, rest) / known, Self.forgetting)
    }
  }

  /// Forgets it: the electrode sits elsewhere.
  mutating func forget() { power = nil }

  /// The mean power over `rest` below which a lasting activity is tone.
  func tone(over rest: Double) -> Double { min((power ?? 0) * Self.toneShare, rest * Self.plain) }
}
