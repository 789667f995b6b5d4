internal import Glibc
internal import SignalProcessing
internal import Signals

/// The ratios to rest, in power, that activity must pass to begin and to go on.
///
/// Each is the larger of two: what chance allows steady Gaussian noise of this bandwidth (a lower bound on
/// caution, not a promise, since real rest wanders) and the contrast that means something to a person.
struct Thresholds: Sendable {
  private(set) var fastOn: Double
  private(set) var mediumOn: Double
  private(set) var slowOn: Double
  private(set) var fastOff: Double
  private(set) var mediumOff: Double
  /// The fall below an activity, and the rise above it, that end it.
  let relaxation: Double
  private let offShare: Double

  init(parameters: DetectionParameters, design: BandDesign) {
    func on(_ window: Seconds, _ contrast: Decibels) -> Double {
      let chance = NoiseStatistics.upperQuantile(
        probability: parameters.falseAlarm.value, n: design.freedomPerSecond * window.value,
        m: design.freedomPerSecond * Self.learntFrom.value)
      return max(chance, power(of: contrast))
    }
    relaxation = power(of: parameters.relaxation)
    offShare = parameters.offShare.value
    func off(_ on: Double) -> Double { pow(on, parameters.offShare.value) }
    fastOn = on(parameters.fastWindow, parameters.fastContrast)
    mediumOn = on(parameters.mediumWindow, parameters.mediumContrast)
    slowOn = on(parameters.slowWindow, parameters.slowContrast)
    fastOff = off(fastOn)
    mediumOff = off(mediumOn)
  }

  /// The same, raised by a power ratio: over a rest that wanders.
  func raised(by lift: Double) -> Thresholds {
    guard lift > 1 else { return self }
    var raised = self
    raised.fastOn *= lift
    raised.mediumOn *= lift
    raised.slowOn *= lift
    raised.fastOff = pow(raised.fastOn, offShare)
    raised.mediumOff = pow(raised.mediumOn, offShare)
    return raised
  }

  /// The quiet signal that a level of rest is reckoned to rest on.
  private static let learntFrom: Seconds = 20
}

/// The power ratio of a number of decibels.
func power(of decibels: Decibels) -> Double { pow(10, decibels.value / 10) }

/// The decibels of a power ratio.
func decibels(_ ratio: Double) -> Decibels { Decibels(10 * log10(max(ratio, 1e-30))) }
