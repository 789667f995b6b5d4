internal import Events
internal import Glibc
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
  /// Whether the signal was lost just before it, and so long that an electrode may have been re-seated.
  let followsLoss: Bool
  let isReseated: Bool

  /// What has been booked of it.
  var account: ActivityAccount
  /// The same as it stood a while ago, and a while before that.
  var earlierAccounts: (first: ActivityAccount, second: ActivityAccount)

  /// How strongly it has beaten as clonus does, added up over so many moments.
  private var beats: (strength: Double, moments: Int) = (0, 0)
  /// The share of the other channels that became active with it; nil where there are none.
  private(set) var company: Double?

  /// Mains hum in it.
  var line = LineTrace()
  /// Whether hum was ever most of its signal.
  private(set) var sawLine = false

  /// Hops in a row, more or less, that were quiet.
  var silence = 0
  /// Hops in a row in which its muscle had let go.
  var relaxed = 0
  /// Hops in a row that were far stronger than it.
  var surge = 0

  // Motion about it.
  private(set) var motionKnown = false
  private var isMoving = false
  private(set) var lastMotion: Seconds?
  private(set) var motionPeak: StandardGravity = 0
  /// Whether it began well inside a movement, which its own twitching cannot have made.
  private(set) var isWithinMovement = false
  /// Gravity that its posture is held against: before a movement that went on at its onset, or else what a movement
  /// that was over had left behind once that had settled.
  private var gravityBefore: SIMD3<Float>
  private var isPostureKnown = false
  private var gravityNow = SIMD3<Float>.zero

  /// How the live call stands.
  var call = Call.open

  /// The states of the live call.
  enum Call: Hashable, Sendable {
    /// Not made.
    case open
    /// Made; `said` is when it was last said. What was called by its rhythm alone may yet turn out to be movement.
    case made(said: Seconds, byRhythm: Bool)
  }

  init(
    onsetHop: Int64, onset: Seconds, rest: Double, threshold: Double, followsLoss: Bool, isReseated: Bool,
    gravityBefore: SIMD3<Float>
  ) {
    self.onsetHop = onsetHop
    self.onset = onset
    self.rest = rest
    self.threshold = threshold
    self.followsLoss = followsLoss
    self.isReseated = isReseated
    account = ActivityAccount(onset: onsetHop)
    earlierAccounts = (account, account)
    self.gravityBefore = gravityBefore
  }

  /// A movement that began so long before an onset was not made by the activity.
  private static let movedBefore: Seconds = 0.3
  /// Motion this long before an onset may have to do with it.
  private static let motionBefore: Seconds = 1.5
  /// How long after a movement the smoothed gravity still turns.
  private static let settling: Seconds = 0.6

  /// Books one hop of it; `isEarly` while a mains line that is seen must have been there at the onset.
  mutating func book(_ hop: HopRecord, number: Int64, isActive: Bool, isEarly: Bool) {
    line.follow(hop, isEarly: isEarly)
    if line.hops > 0 { sawLine = true }
    // Movement shakes cables: what it adds has a colour of its own.
    account.book(hop, number: number, isActive: isActive, isMoving: isMoving)
  }

  /// Books how strongly it has beaten in the last two seconds.
  mutating func book(rhythm strength: Double) {
    beats.strength += strength
    beats.moments += 1
  }

  /// How strongly it has beaten as clonus does, in the mean; nil of what was shorter than two seconds.
  var rhythm: Double? { beats.moments > 0 ? beats.strength / Double(beats.moments) : nil }

  /// The same once it has been measured twice.
  var steadyRhythm: Double? { beats.moments > 1 ? rhythm : nil }

  /// Books the share of other channels that have become active with it, as far as is known.
  mutating func book(company share: Double) { company = max(company ?? 0, share) }

  mutating func book(_ motion: MotionState, at time: Seconds) {
    if !motionKnown, let began = motion.movingSince { isWithinMovement = onset - began > Self.movedBefore }
    motionKnown = true
    isMoving = motion.isMoving
    if onset - motion.lastMotion < Self.motionBefore { lastMotion = motion.lastMotion }
    motionPeak = max(motionPeak, motion.acceleration)
    gravityNow = motion.gravity
    guard !isPostureKnown else { return }
    if motion.lastMotion - MotionRule.smoothing > onset {
      isPostureKnown = true
    } else if time - motion.lastMotion >= Self.settling {
      isPostureKnown = true
      gravityBefore = motion.gravity
    }
  }

  /// Its latest hop that was active.
  var lastActive: Int64 { account.lastActive }

  /// Its mean power while active, over that of rest.
  var ratio: Double { meanPower / rest }

  /// The same without what a few strong moments add, as a twitch in it: the mean of its levels in decibels.
  var steadyRatio: Double {
    guard let level = account.unevenness.centre else { return ratio }
    return min(ratio, Self.slack * power(of: Decibels(level)) / rest)
  }

  /// By how much the mean power of a contraction lies over the mean of its levels: 1 dB.
  private static let slack = 1.26

  /// Its mean power while active.
  var meanPower: Double { account.meanPower ?? rest }

  /// Its power while active as a rule, which a burst in it does not raise: the geometric mean.
  var usualPower: Double { account.usualPower ?? rest }

  /// How far the posture has turned by movement that the activity may have made.
  ///
  /// A movement that was over before the onset is none of the activity's: then only what came later counts.
  var postureChange: Degrees? {
    motionKnown ? MotionContext.turn(from: gravityBefore, to: gravityNow) : nil
  }
}
