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
  /// Its latest hop that was active.
  var lastActive: Int64
  /// Whether the signal was lost just before it, and so long that an electrode may have been re-seated.
  let followsLoss: Bool
  let isReseated: Bool

  // The account of its hops.
  private(set) var active = 0
  private(set) var judged = 0
  private(set) var unsound = 0
  private(set) var blanked = 0
  private(set) var power = 0.0
  private(set) var peak = 0.0

  /// What its colour follows from.
  private(set) var colour = ColourSum()

  /// Hops in a row in which most of the signal was a steady mains line.
  private(set) var humming = 0

  // Motion about it.
  private(set) var motionKnown = false
  private var isMoving = false
  private(set) var lastMotion: Seconds?
  private(set) var motionPeak: StandardGravity = 0
  /// Gravity before it and before a movement about its onset.
  let gravityBefore: SIMD3<Float>
  /// Gravity when it was noticed.
  private var gravityAtOnset: SIMD3<Float>?
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
    onsetHop: Int64, onset: Seconds, rest: Double, threshold: Double, followsLoss: Bool, isReseated: Bool,
    gravityBefore: SIMD3<Float>
  ) {
    self.onsetHop = onsetHop
    self.onset = onset
    self.rest = rest
    self.threshold = threshold
    self.followsLoss = followsLoss
    self.isReseated = isReseated
    lastActive = onsetHop
    self.gravityBefore = gravityBefore
  }

  private static let mostly: Float = 0.5
  /// Motion this long before an onset may have to do with it.
  private static let motionBefore: Seconds = 1.5

  /// Books one hop of it.
  mutating func book(_ hop: HopRecord, number: Int64, isActive: Bool) {
    if hop.flaws.contains(.blanked) { blanked += 1 }
    if !hop.flaws.isDisjoint(with: .unsound) { unsound += 1 }
    humming = hop.line > Self.mostly ? humming + 1 : 0
    guard hop.counts else { return }
    judged += 1
    guard isActive else { return }
    active += 1
    power += Double(hop.power)
    // Movement shakes cables: what it adds has a colour of its own.
    if !isMoving { colour.add(hop) }
    lastActive = number
  }

  mutating func bookPeak(_ power: Double) { peak = max(peak, power) }

  mutating func book(_ motion: MotionState) {
    motionKnown = true
    isMoving = motion.isMoving
    if onset - motion.lastMotion < Self.motionBefore { lastMotion = motion.lastMotion }
    motionPeak = max(motionPeak, motion.acceleration)
    gravityNow = motion.gravity
    if gravityAtOnset == nil { gravityAtOnset = motion.gravity }
  }

  /// The share of its judged hops that were active.
  var activeShare: Double { judged > 0 ? Double(active) / Double(judged) : 0 }

  /// Its mean power while active, over that of rest.
  var ratio: Double { meanPower / rest }

  /// Its mean power while active.
  var meanPower: Double { active > 0 ? power / Double(active) : rest }

  /// How far the posture has turned by movement that the activity may have made.
  ///
  /// A movement that was over before the onset is none of the activity's: then only what came later counts.
  /// `lag` is how long after its end a movement is still seen.
  func postureChange(lag: Seconds) -> Degrees? {
    guard motionKnown else { return nil }
    let wasOver = (lastMotion ?? onset) - lag <= onset
    return MotionContext.turn(from: wasOver ? gravityAtOnset ?? gravityBefore : gravityBefore, to: gravityNow)
  }
}
