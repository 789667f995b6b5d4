internal import Events
internal import Signals

/// An activity under way: what is known of it so far.
struct Activity: Sendable {
  /// Where it began, to the hop and to the sample.
  var onsetHop: Int64
  var onset: Seconds
  /// Power of rest when it began.
  let rest: Double
  /// The ratio that it passed to begin.
  let threshold: Double
  /// The colour of rest when it began.
  let restColour: Double?
  /// Its latest hop that was active.
  var lastActive: Int64
  /// Whether the signal was lost just before it.
  let followsLoss: Bool

  // The account of its hops.
  private(set) var active = 0
  private(set) var judged = 0
  private(set) var unsound = 0
  private(set) var blanked = 0
  private(set) var power = 0.0
  private(set) var peak = 0.0

  // How steady it is: the power of consecutive medium windows.
  private var windows = 0
  private var windowSum = 0.0
  private var windowSquares = 0.0

  // Motion about it.
  private(set) var motionKnown = false
  private(set) var lastMotion: Seconds?
  private(set) var motionPeak: StandardGravity = 0
  /// Gravity before it and before the movement that led to it.
  let gravityBefore: SIMD3<Float>
  private(set) var gravityNow = SIMD3<Float>.zero

  /// How the live call stands.
  var call = Call.open

  /// The states of the live call.
  enum Call: Hashable, Sendable {
    /// Not made.
    case open
    /// Made; `said` is when it was last said.
    case made(said: Seconds)
  }

  init(
    onsetHop: Int64, onset: Seconds, rest: Double, threshold: Double, restColour: Double?,
    followsLoss: Bool, motion: (last: Seconds?, gravityBefore: SIMD3<Float>)
  ) {
    self.onsetHop = onsetHop
    self.onset = onset
    self.rest = rest
    self.threshold = threshold
    self.restColour = restColour
    self.followsLoss = followsLoss
    lastActive = onsetHop
    lastMotion = motion.last
    gravityBefore = motion.gravityBefore
  }

  /// Books one hop of it.
  mutating func book(_ hop: HopRecord, number: Int64, isActive: Bool) {
    if hop.flaws.contains(.blanked) { blanked += 1 }
    if !hop.flaws.isDisjoint(with: .unsound) { unsound += 1 }
    guard hop.counts else { return }
    judged += 1
    guard isActive else { return }
    active += 1
    power += Double(hop.power)
    lastActive = number
  }

  /// Books the power of a medium window, once a window.
  mutating func book(window power: Double) {
    windows += 1
    windowSum += power
    windowSquares += power * power
  }

  mutating func bookPeak(_ power: Double) { peak = max(peak, power) }

  mutating func book(_ motion: MotionState, at time: Seconds) {
    motionKnown = true
    if motion.isMoving { lastMotion = time }
    motionPeak = max(motionPeak, motion.acceleration)
    gravityNow = motion.gravity
  }

  /// The share of its judged hops that were active.
  var activeShare: Double { judged > 0 ? Double(active) / Double(judged) : 0 }

  /// Its mean power while active.
  var meanPower: Double { active > 0 ? power / Double(active) : rest }

  /// The relative variance of its windows' power, and of how many.
  var steadiness: (relativeVariance: Double, windows: Int)? {
    guard windows >= 2, windowSum > 0 else { return nil }
    let mean = windowSum / Double(windows)
    let variance = (windowSquares / Double(windows) - mean * mean) * Double(windows) / Double(windows - 1)
    return (max(0, variance) / (mean * mean), windows)
  }

  /// How far the posture has turned since before it.
  var postureChange: Degrees? {
    motionKnown ? MotionContext.turn(from: gravityBefore, to: gravityNow) : nil
  }
}
