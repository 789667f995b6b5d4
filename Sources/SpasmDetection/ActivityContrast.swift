internal import Events
internal import Signals

// What an activity is held against beside rest: itself, the swells of its rest, and its muscle's strength.

extension ChannelDetector {
  /// Whether the power has fallen so far below that of the last seconds that the muscle has let go, whatever tone it
  /// leaves: muscle that tires fades slowly.
  func hasRelaxed(from activity: Activity, at number: Int64) -> Bool {
    let recent = min(number - activity.onsetHop + 1, Int64(counts.recent))
    guard !parameters.without.contains(.relaxation), let fast = track.power(last: number, count: counts.fast),
      let before = track.power(last: number, count: Int(recent))
    else { return false }
    return fast * thresholds.relaxation < before
  }

  /// Whether the signal has risen so far above the activity that something else has begun, or clicked.
  func surges(over activity: Activity, at number: Int64) -> Bool {
    // The first moments of an activity are its own rise.
    guard activity.onsetHop + Int64(counts.loss) < number, !parameters.without.contains(.relaxation),
      let fast = track.power(last: number, count: counts.fast)
    else { return false }
    return fast > thresholds.relaxation * activity.meanPower
  }

  /// Whether a lasting activity is no more than tone.
  func isTone(_ activity: Activity) -> Bool {
    let isSwell = activity.steadyRatio < wander.leastMean && !parameters.without.contains(.wander)
    let isWeak =
      activity.usualPower < strength.tone(over: activity.rest) && !parameters.without.contains(.strength)
    return isSwell || isWeak
  }

  /// Ends an activity where another one rises out of it, and begins that.
  mutating func part(
    _ activity: Activity, at number: Int64, scene: Scene, samples: borrowing RingBuffer<SIMD8<Float>>,
    into queue: inout EventQueue
  ) {
    let search = Int64(3 * counts.surge)
    let range = track.open(number + 1 - search..<number + 1)
    let rise = ChangePoint.onset(in: range, of: track, rest: activity.meanPower) ?? number
    var before = activity
    before.account.cut(before: rise)
    end(before, number: rise - 1, scene: scene, into: &queue)
    begin(at: number, threshold: thresholds.fastOn, scene: scene, samples: samples, into: &queue)
  }
}
