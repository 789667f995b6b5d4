internal import Signals

/// What a channel's detector needs to know beside its own hops to judge one of them.
struct Scene: BitwiseCopyable, Sendable {
  /// When the judgement is made: the end of the newest hop.
  var now: Seconds
  /// The end of the hop that is judged.
  var hopEnd: Seconds
  /// What motion says then.
  var motion: MotionState?
  /// Gravity before the latest movement.
  var gravityBefore: SIMD3<Float>
}
