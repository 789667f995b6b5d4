internal import Glibc
internal import Signals

/// Whether an activity is the electrode's noise at a new level and no muscle.
///
/// Muscle fluctuates and has a colour of its own; an electrode that was shifted gives the old noise, louder: as
/// steady as noise of this bandwidth must be, and of the colour that rest had.
enum NoiseStepRule {
  /// How much more than Gaussian noise's the relative spread of a step may be.
  private static let spread = 1.6

  /// Whether what is known of `activity` fits a step in noise.
  ///
  /// `freedom` is the degrees of freedom of one medium window; `colour` that of the activity.
  static func fits(
    _ activity: Activity, colour: Double?, freedom: Double, tolerance: Decibels
  ) -> Bool {
    guard let colour, let restColour = activity.restColour, let steadiness = activity.steadiness,
      steadiness.windows >= 7
    else { return false }
    let expected = 2 / freedom
    let isSteady = steadiness.relativeVariance.squareRoot() < spread * expected.squareRoot()
    let shift = (10 * log10(colour / restColour)).magnitude
    return isSteady && shift < tolerance.value
  }
}
