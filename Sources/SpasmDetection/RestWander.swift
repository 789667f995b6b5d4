internal import Glibc
internal import SignalProcessing
internal import Signals

/// How far the level of rest wanders, and what contrast activity needs above that.
///
/// Real rest is not steady: tonic muscle and single units come and go, and its power drifts by some decibels over
/// seconds to minutes. Thresholds that suit a steady rest then see a spasm in every swell. This keeps the levels
/// of the last minutes relative to rest, swells included, and asks that activity stands clear of nearly all of
/// them. What stands far above rest is no swell and is not counted; of a weak activity only the beginning is.
///
/// Weak spasms that keep coming look like swells, but the rest between them is as steady as ever. So the quiet
/// levels alone, below and above their middle, say how restless a rest is, and over a steady one nothing is raised.
struct RestWander: Sendable {
  /// Levels at rest.
  private var quiet: LevelHistogram
  /// Levels at rest and in swells.
  private var all: LevelHistogram
  private let clearance: Double
  private let usual: Double
  private let limit: Double
  private let visit: Int
  private let meanClearance: Double
  private let steady: Decibels
  private let wanted: Double

  /// The mean power over rest that a lasting activity must have to be more than a swell.
  private(set) var leastMean = 1.0

  /// By how much the thresholds are raised: a power ratio of one or more.
  private(set) var lift = 1.0

  /// A wander to be followed; levels arrive once a `window`, and `usual` is the threshold over steady rest.
  init(parameters: DetectionParameters, window: Seconds, usual: Double) {
    quiet = LevelHistogram(memory: parameters.wanderMemory / window)
    all = quiet
    clearance = power(of: parameters.wanderClearance)
    meanClearance = power(of: parameters.wanderMean)
    limit = power(of: parameters.wanderLimit)
    visit = max(1, Int((parameters.wanderVisit / window).rounded()))
    steady = parameters.wanderSpread
    wanted = Self.learntFrom / window
    self.usual = usual
  }

  private static let nearlyAll = 0.97
  /// The quantiles between which the quiet levels spread: the upper one well below what the thresholds cut off.
  private static let spread = (0.15, 0.9)
  /// Within this much more than a steady spread, caution sets in by and by.
  private static let transition = 0.5
  /// The quiet time that is needed to tell how far it spreads.
  private static let learntFrom: Seconds = 10

  /// Takes a level of rest over its mean, a power ratio.
  mutating func take(rest ratio: Double) {
    quiet.add(power: ratio)
    all.add(power: ratio)
    update()
  }

  /// Takes an activity that has ended: its mean power over rest, and how many windows it lasted.
  mutating func take(swell ratio: Double, windows: Int) {
    guard ratio < limit else { return }
    for _ in 0..<min(windows, visit) { all.add(power: ratio) }
    update()
  }

  private mutating func update() {
    guard quiet.effectiveCount >= wanted, let low = quiet.quantile(Self.spread.0),
      let high = quiet.quantile(Self.spread.1), let swell = all.quantile(Self.nearlyAll)
    else { return }
    let excess = (decibels(high / low) - steady).value / Self.transition
    let restlessness = min(max(excess, 0), 1)
    lift = pow(max(1, swell * clearance / usual), restlessness)
    leastMean = pow(swell * meanClearance, restlessness)
  }
}
