internal import Glibc
internal import Signals

/// What motion says at one moment.
struct MotionState: BitwiseCopyable, Sendable {
  /// The greatest mean departure from standing still of any accelerometer.
  var acceleration: StandardGravity = 0
  /// Whether the body moves, or has just moved.
  var isMoving = false
  /// When the body last moved.
  var lastMotion: Seconds = -1e9
  /// When the movement under way began, where there is one.
  var movingSince: Seconds?
  /// The direction of gravity at the first accelerometer.
  var gravity = SIMD3<Float>.zero
}

/// All motion sensors of a recording, judged together.
struct MotionContext: Sendable {
  private let accelerationLimit: StandardGravity
  private let turnLimit: DegreesPerSecond
  private let hold: Seconds
  /// By how much motion must stand out of an even shaking, and how far that raises a limit at the most.
  private static let (clearance, most) = (1.5, 3.0)
  private var lastMotion: Seconds = -1e9
  private var movingSince: Seconds?

  init(parameters: DetectionParameters) {
    accelerationLimit = parameters.motionAcceleration
    turnLimit = parameters.motionTurn
    hold = parameters.motionHold
  }

  /// What is known at `time`, which never goes back; nil where no sensor knows anything.
  mutating func state(at time: Seconds, trackers: [MotionTracker]) -> MotionState? {
    var state: MotionState?
    for tracker in trackers {
      guard let frame = tracker.frame(at: time) else { continue }
      var next = state ?? MotionState()
      let limit = tracker.kind == .gyroscope ? turnLimit.value : accelerationLimit.value
      if Double(frame.motion) > max(limit, min(Self.clearance * Double(frame.ground), Self.most * limit)) {
        lastMotion = time
      }
      if tracker.kind == .accelerometer {
        if next.gravity == .zero { next.gravity = frame.gravity }
        next.acceleration = max(next.acceleration, StandardGravity(Double(frame.motion)))
      }
      state = next
    }
    let isMoving = time - lastMotion <= hold
    movingSince = isMoving ? movingSince ?? time - MotionTracker.lag : nil
    state?.isMoving = isMoving
    state?.movingSince = movingSince
    state?.lastMotion = lastMotion - MotionTracker.lag
    return state
  }

  /// The angle between two directions of gravity; of a sensor with one axis, the tilt that explains its change.
  static func turn(from before: SIMD3<Float>, to after: SIMD3<Float>) -> Degrees {
    let axes = (0..<3).count { before[$0] != 0 || after[$0] != 0 }
    if axes < 2 {
      return Degrees(Double(asin(min(1, (after - before).sum().magnitude))) * 180 / Double.pi)
    }
    let lengths = ((before * before).sum() * (after * after).sum()).squareRoot()
    guard lengths > 0 else { return 0 }
    let cosine = min(1, max(-1, (before * after).sum() / lengths))
    return Degrees(Double(acos(cosine)) * 180 / Double.pi)
  }
}
