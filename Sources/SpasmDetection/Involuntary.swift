internal import Events
internal import Glibc
internal import Signals

/// How likely an activity was involuntary, by the signs that it gave: a logistic model with a weight a sign.
///
/// Each weight is the logarithm of the odds that its sign is worth.
struct Involuntary: Sendable {
  /// The log-odds so far.
  private(set) var logOdds: Double

  /// Weighs the signs of an ended activity.
  init(_ activity: Activity, kind: Episode.Kind, subtype: Episode.Subtype?) {
    switch kind {
    case .artefact:
      logOdds = -.infinity
      return
    case .movement:
      logOdds = Self.movement
    case .twitch:
      logOdds = Self.twitch
    case .brief, .spasm:
      logOdds = Self.sustained
    }
    if subtype == .clonic { logOdds += Self.rhythm }
    if activity.motionKnown, kind != .movement {
      logOdds += activity.lastMotion == nil ? Self.stillness : Self.outlasting
    }
    if let company = activity.company { logOdds += Self.company * company }
    if let deviation = activity.unevenness.deviation {
      logOdds += Self.unevenness * (deviation - Self.usualUnevenness)
    }
  }

  /// From 0 to 1.
  var probability: Double { 1 / (1 + exp(-logOdds)) }

  private static let sustained = 0.0
  private static let twitch = 2.2
  private static let movement = -2.2
  private static let rhythm = 2.2
  private static let stillness = 0.0
  private static let outlasting = 1.4
  private static let company = -1.5
  private static let unevenness = 0.3
  private static let usualUnevenness = 1.5
}
