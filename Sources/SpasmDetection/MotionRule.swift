internal import Signals

/// Whether motion explains an activity.
///
/// A voluntary contraction ends with its movement, or holds the posture that the movement led to. A spasm goes
/// on after the movement has stopped, although the posture is the one from before.
enum MotionRule {
  /// What motion says.
  enum Verdict: Hashable, Sendable {
    /// No motion, or activity that has outlasted it.
    case unexplained
    /// Motion so recent that only what follows can tell.
    case pending
    /// The activity began with motion into another posture, which it may hold.
    case explained
  }

  /// How much later than the body the smoothed motion stops.
  static let smoothing: Seconds = 0.1

  /// The verdict on `activity`, which was active until `time`.
  static func verdict(
    on activity: Activity, activeUntil time: Seconds, persistence: Seconds, parameters: DetectionParameters
  ) -> Verdict {
    guard activity.motionKnown, let lastMotion = activity.lastMotion else { return .unexplained }
    guard time - lastMotion >= persistence else { return .pending }
    guard let turn = activity.postureChange, turn > parameters.postureTolerance else {
      return .unexplained
    }
    return .explained
  }
}
