internal import Signals

/// A movement of one leg, in samples of its stream.
struct LegMovement: Hashable, Sendable {
  /// The sample at which it began.
  var onset: Int64
  /// The first sample of the rest after it.
  var end: Int64
  /// Whether its onset or its end was hidden by a loss of the signal.
  var isCut: Bool
  /// Amplitude at rest when it began, in microvolts.
  var rest: Double
  /// The sum of its squared amplitudes, over the samples that could be seen.
  var power: Double
  /// Samples of it that could not be seen.
  var unseen: Int64

  var length: Int64 { end - onset }
}

/// Follows the rectified EMG of one leg, sample by sample, and finds its movements by the rule's letter.
///
/// The onset is the first sample that reaches ``LegMovementRules/onset`` over rest. The end is the first sample of
/// ``LegMovementRules/pause`` in which none exceeds ``LegMovementRules/end`` over rest. Rest is that of the onset.
/// A sample that cannot be seen is not at rest; where ``LegMovementRules/pause`` of them come in a row, the movement
/// is cut off after the last sample that was seen to exceed.
///
/// - Complexity: O(1) a sample; memory for one stretch of ``LegMovementRules/body``.
struct LegMovementFinder: Sendable {
  private let rules: LegMovementRules
  private let counts: LegMovementCounts
  private var current: LegMovement?
  /// Samples in a row that were at rest (without a movement: that began none), and that could not be seen.
  private var resting: Int64 = 0
  private var unseen: Int64 = 0
  /// Whether enough was seen before for an onset to be one.
  private var isReady = false
  /// What has come since the latest sample that exceeded, which becomes the movement's should it go on.
  private var powerSince = 0.0
  private var unseenSince: Int64 = 0
  /// Which of the samples of a stretch reach the end's limit, and how many do.
  private var reaching: RingBuffer<Bool>
  private var reached: Int64 = 0
  private var hasBody = false
  /// Whether a stretch had its median high enough, but reaches beyond the last sample that exceeded.
  private var hasBodySince = false

  init(rules: LegMovementRules, counts: LegMovementCounts) {
    self.rules = rules
    self.counts = counts
    reaching = RingBuffer(capacity: max(1, Int(counts.body)), filler: false)
  }

  /// The onset of what is under way and may become a movement.
  var onset: Int64? { current?.onset }

  /// Takes sample `index`: its amplitude over zero and that of rest in microvolts, or nil where it cannot be seen.
  ///
  /// Returns the movement whose end became certain with it.
  mutating func take(_ amplitude: Double?, rest: Double, at index: Int64) -> LegMovement? {
    guard var movement = current else {
      wait(amplitude, rest: rest, at: index)
      return nil
    }
    guard let amplitude else {
      resting = 0
      unseen += 1
      unseenSince += 1
      watchBody(false, at: index, from: movement.onset)
      return unseen >= counts.pause ? cut() : nil
    }
    unseen = 0
    let limit = movement.rest + rules.end.value
    powerSince += amplitude * amplitude
    watchBody(amplitude >= limit, at: index, from: movement.onset)
    guard amplitude <= limit else {
      resting = 0
      movement.end = index + 1
      movement.power += powerSince
      movement.unseen += unseenSince
      current = movement
      hasBody = hasBody || hasBodySince
      (powerSince, unseenSince) = (0, 0)
      return nil
    }
    resting += 1
    guard resting >= counts.pause else { return nil }
    // Later than what exceeded last only where something between could not be seen.
    movement.end = index + 1 - resting
    movement.unseen += unseenSince
    isReady = true
    return finish(movement)
  }

  /// Ends what is under way where nothing more can be seen.
  mutating func cut() -> LegMovement? {
    guard var movement = current else { return nil }
    movement.isCut = true
    isReady = false
    resting = 0
    return finish(movement)
  }

  private mutating func wait(_ amplitude: Double?, rest: Double, at index: Int64) {
    guard let amplitude else {
      unseen += 1
      // What comes next may have begun unseen.
      if unseen >= counts.pause { (isReady, resting) = (false, 0) }
      return
    }
    unseen = 0
    if amplitude >= rest + rules.onset.value { return begin(at: index, amplitude, rest: rest) }
    resting += 1
    if resting >= counts.pause { isReady = true }
  }

  private mutating func begin(at index: Int64, _ amplitude: Double, rest: Double) {
    current = LegMovement(
      onset: index, end: index + 1, isCut: !isReady, rest: rest, power: amplitude * amplitude, unseen: 0)
    (resting, unseen, unseenSince, powerSince) = (0, 0, 0, 0)
    (reached, hasBody, hasBodySince) = (0, counts.body == 0, false)
    watchBody(true, at: index, from: index)
    hasBody = hasBody || hasBodySince
  }

  private mutating func finish(_ movement: LegMovement) -> LegMovement? {
    current = nil
    return hasBody && movement.length >= counts.shortest ? movement : nil
  }

  /// Lays the stretch that ends with sample `index` over the movement.
  ///
  /// More than half of its samples must reach the limit: then its median does by any convention.
  private mutating func watchBody(_ reaches: Bool, at index: Int64, from onset: Int64) {
    guard counts.body > 0, !hasBody else { return }
    if index == onset { reaching.restart(at: index) }
    let leaving = index - counts.body
    if leaving >= onset, reaching[leaving] { reached -= 1 }
    reaching.append(reaches)
    if reaches { reached += 1 }
    if index + 1 - onset >= counts.body, 2 * reached > counts.body { hasBodySince = true }
  }
}
