internal import Glibc
internal import Signals

/// A unit in a cramp, as Minetto 2009 recorded them in the foot: fast at first, then slower, and always uneven.
///
/// Rates of 14.5 ± 5.1 discharges a second, intervals with a coefficient of variation of 44.6 ± 9.7 %, 4.1 % of
/// them doublets, activity for 23.6 ± 16.2 s at a time.
struct CrampTrain: Sendable {
  /// Discharges a second at the start and after a long time, and the seconds in which two thirds of the way is made.
  private static let rates = (first: 24.0, last: 12.0, settling: 20.0)
  /// Spread of the logarithm of intervals; with common drive and doublets, their variation is that of the source.
  private static let unevenness = 0.31
  private static let doublets = (share: 0.041, interval: 0.004...0.01)
  /// Mean seconds for which a unit is active, and for which it then rests.
  private static let turns = (active: 23.6, silent: 10.0)

  private var time: Double
  private let end: Double
  /// When it falls silent for a while.
  private var pause: Double
  /// Its rate over that of the mean unit.
  private let quickness: Double
  private let drive: SlowWaves
  private var generator: SeededGenerator

  /// A unit that fires from `start` to `end`, seconds of its cramp, under the common `drive`.
  ///
  /// Units take turns, but for one that is `constant`.
  init(
    from start: Double, to end: Double, constant: Bool, drive: SlowWaves, _ generator: SeededGenerator
  ) {
    self.generator = generator
    self.end = end
    self.drive = drive
    time = start
    quickness = self.generator.uniform(0.75...1.25)
    pause = constant ? .infinity : start + self.generator.exponential(Self.turns.active)
  }

  mutating func next() -> Double {
    if time > pause {
      time = pause + generator.exponential(Self.turns.silent)
      pause = time + generator.exponential(Self.turns.active)
    }
    guard time <= end else { return .infinity }
    defer { time += interval() }
    return time
  }

  private mutating func interval() -> Double {
    if generator.uniform(0...1) < Self.doublets.share { return generator.uniform(Self.doublets.interval) }
    let settled = exp(-time / Self.rates.settling)
    let rate = Self.rates.last + (Self.rates.first - Self.rates.last) * settled
    // Doublets bring intervals that are nearly none: the others are longer, so that the rate stays.
    let mean = 1 / (rate * quickness * (1 + drive.value(at: time)) * (1 - Self.doublets.share))
    let chance = exp(Self.unevenness * generator.gaussian() - Self.unevenness * Self.unevenness / 2)
    return max(SpikeTrain.shortestInterval, mean * chance)
  }

  /// The expected rate of a unit over the seconds `from` to `to` of its cramp, its silences counted.
  static func meanRate(from: Double, to: Double) -> Double {
    let active = turns.active / (turns.active + turns.silent)
    let forgetting = 1 / turns.active + 1 / turns.silent
    func mean(_ decay: Double) -> Double {
      decay == 0 ? 1 : (exp(-decay * from) - exp(-decay * to)) / (decay * (to - from))
    }
    // Both factors fall exponentially to a constant.
    let (settling, surplus) = (1 / rates.settling, rates.first - rates.last)
    return rates.last * (active + (1 - active) * mean(forgetting))
      + surplus * (active * mean(settling) + (1 - active) * mean(settling + forgetting))
  }
}
