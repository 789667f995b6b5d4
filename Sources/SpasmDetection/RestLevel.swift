internal import SignalProcessing
internal import Signals

/// The level of rest of one channel: learnt at first, then followed through quiet time alone.
///
/// A quantile of the quiet levels of the last minutes: activity never enters it, so a spasm of any length leaves
/// it where it was, and it moves only as fast as rest does. The electrode's own changes come as steps, which the
/// detector recognises and sets.
struct RestLevel: Sendable {
  private var histogram: LevelHistogram
  private let quantile: Double
  private let wanted: Int
  /// The levels from which rest is learnt.
  private var levels: [Double] = []
  /// Half a converter step, squared and averaged: no rest is quieter than the converter's own noise.
  private let leastPower: Double
  private var lowestOfBucket = Double.infinity
  private var bucketLevels = 0
  private let bucketLength: Int
  private var buckets: [Double] = []
  private let bucketLimit: Int

  /// Mean square at rest, in squared digital values; nil until it is learnt.
  private(set) var power: Double?

  /// A level to be learnt; `levels` arrive once a medium window.
  init(parameters: DetectionParameters, window: Seconds, step: Double) {
    histogram = LevelHistogram(memory: parameters.floorMemory / window)
    quantile = parameters.floorQuantile.value
    wanted = max(1, Int((parameters.learn / window).rounded()))
    levels.reserveCapacity(wanted)
    leastPower = step * step / 12
    bucketLength = max(1, Int((Self.bucket / window).rounded()))
    bucketLimit = max(1, Int((parameters.lockUp / Self.bucket).rounded()))
    buckets.reserveCapacity(bucketLimit + 1)
  }

  private static let bucket: Seconds = 30
  /// How far apart, in power, the levels of a stretch lie that was not all rest: 8 dB, and 3 dB for the rest in it.
  private static let mixed = 6.3
  private static let near = 2.0

  /// Takes a level while rest is being learnt; says whether it is learnt now.
  mutating func learn(_ level: Double) -> Bool {
    levels.append(max(level, leastPower))
    guard levels.count >= wanted else { return false }
    levels.sort()
    // Where the levels lie far apart something was going on: the lowest are rest, and what is near them.
    let isMixed = levels[levels.count * 9 / 10] > Self.mixed * levels[levels.count / 10]
    let limit = isMixed ? Self.near * levels[levels.count / 10] : .infinity
    for level in levels where level <= limit { histogram.add(power: level) }
    levels.removeAll(keepingCapacity: true)
    update()
    return power != nil
  }

  /// Takes a quiet level.
  mutating func follow(_ level: Double) {
    histogram.add(power: max(level, leastPower))
    update()
  }

  /// Takes any level, active or not; gives the lowest level of the lock-up time when none lower was met in it.
  ///
  /// No activity lasts that long without a pause, so what lasts is the new rest.
  mutating func watchLockUp(_ level: Double) -> Double? {
    lowestOfBucket = min(lowestOfBucket, level)
    bucketLevels += 1
    guard bucketLevels == bucketLength else { return nil }
    if buckets.count == bucketLimit { buckets.removeFirst() }
    buckets.append(lowestOfBucket)
    lowestOfBucket = .infinity
    bucketLevels = 0
    return buckets.count == bucketLimit ? buckets.min() : nil
  }

  /// Starts over from one level: the electrode's noise has changed.
  mutating func set(_ level: Double) {
    histogram.removeAll()
    // A second of it: enough to hold, little enough to be corrected soon.
    for _ in 0..<5 { histogram.add(power: max(level, leastPower)) }
    forgetBuckets()
    update()
  }

  /// Forgets it, to be learnt again.
  mutating func forget() {
    histogram.removeAll()
    levels.removeAll(keepingCapacity: true)
    power = nil
    forgetBuckets()
  }

  private mutating func forgetBuckets() {
    buckets.removeAll(keepingCapacity: true)
    bucketLevels = 0
    lowestOfBucket = .infinity
  }

  private mutating func update() {
    if let level = histogram.quantile(quantile) { power = max(level, leastPower) }
  }
}
