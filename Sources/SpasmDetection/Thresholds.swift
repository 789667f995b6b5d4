internal import Glibc
internal import SignalProcessing
internal import Signals

/// The ratios to rest, in power, that activity must pass to begin and to go on.
///
/// Each is the larger of two: what chance allows steady Gaussian noise of this bandwidth (a lower bound on
/// caution, not a promise, since real rest wanders) and the contrast that means something to a person.
struct Thresholds: Sendable {
  let fastOn: Double
  let mediumOn: Double
  let slowOn: Double
  let fastOff: Double
  let mediumOff: Double

  init(parameters: DetectionParameters, design: BandDesign) {
    func on(_ window: Seconds, _ contrast: Decibels) -> Double {
      let chance = NoiseStatistics.upperQuantile(
        probability: parameters.falseAlarm.value, n: design.freedomPerSecond * window.value,
        m: design.freedomPerSecond * Self.learntFrom.value)
      return max(chance, power(of: contrast))
    }
    func off(_ on: Double) -> Double { pow(on, parameters.offShare.value) }
    fastOn = on(parameters.fastWindow, parameters.fastContrast)
    mediumOn = on(parameters.mediumWindow, parameters.mediumContrast)
    slowOn = on(parameters.slowWindow, parameters.slowContrast)
    fastOff = off(fastOn)
    mediumOff = off(mediumOn)
  }

  /// The quiet signal that a level of rest is reckoned to rest on.
  private static let learntFrom: Seconds = 20
}

/// The power ratio of a number of decibels.
func power(of decibels: Decibels) -> Double { pow(10, decibels.value / 10) }

/// The decibels of a power ratio.
func decibels(_ ratio: Double) -> Decibels { Decibels(10 * log10(max(ratio, 1e-30))) }
