internal import Events
internal import Glibc
internal import Signals

/// How likely an activity was involuntary, by the signs that it gave: a logistic model with a weight a sign.
///
/// Each weight is the logarithm of the odds that its sign is worth. Those of motion follow the counts on the
/// benchmark and on simulated recordings, where what outlasted its movement in the old posture was a spasm 271 times
/// in 271 and what a movement explained was voluntary 5641 times in 5664; they are set nearer to a half than the
/// counts, because both sets are constructions. Stillness is worth little: of what lasted motionless, 376 were spasms
/// and 83 were held. Company and unevenness told spasms from holds hardly at all there (their medians differ by less
/// than a fifth of their spread); they have the small weights that physiology gives them: synergists of one task
/// work together, and units in a cramp fire unevenly (Minetto 2009, doi:10.1152/jn.00444.2009).
struct Involuntary: Sendable {
  /// The log-odds so far.
  private var logOdds: Double

  /// Weighs the signs of an ended activity.
  init(_ activity: Activity, kind: Episode.Kind, subtype: Episode.Subtype?) {
    switch (kind, subtype) {
    case (.artefact, _):
      logOdds = -.infinity
      return
    case (.movement, .tone): logOdds = Self.tone
    case (.movement, _): logOdds = Self.movement
    case (.twitch, _): logOdds = Self.twitch
    case (.brief, _), (.spasm, _):
      logOdds = 0
      if activity.motionKnown { logOdds += activity.lastMotion == nil ? Self.stillness : Self.outlasting }
    }
    if subtype == .clonic { logOdds += Self.rhythm }
    if let company = activity.company { logOdds += Self.company * company }
    if let deviation = activity.account.unevenness.deviation {
      logOdds += min(Self.most, max(0, Self.unevenness * (deviation - Self.usualUnevenness)))
    }
  }

  /// From 0 to 1.
  var probability: Double { 1 / (1 + exp(-logOdds)) }

  private static let twitch = 2.2
  private static let movement = -3.0
  private static let tone = -1.4
  private static let rhythm = 2.2
  private static let stillness = 0.5
  private static let outlasting = 2.2
  private static let company = -0.5
  /// For each decibel beyond the usual, up to a limit: what is torn by artefacts is uneven too.
  ///
  /// Evenness says nothing: the benchmark's spasms are as even as its holds.
  private static let (unevenness, most) = (0.2, 0.5)
  private static let usualUnevenness = 1.7
}
