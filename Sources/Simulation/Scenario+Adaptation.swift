internal import Glibc
public import Signals

/// Why a scenario cannot be adapted as it was asked.
public struct AdaptationError: Error, Hashable {
  /// What is wrong, in one line.
  public let message: String
}

extension Scenario {
  /// Samples a second that can be asked for: from an arm band's to a laboratory's.
  public static let rates: ClosedRange<Hertz> = 200...4000
  /// Decibels over rest that can be asked of muscle; above 50 a converter of ±1.6 mV clips nearly all of it.
  public static let ratios: ClosedRange<Decibels> = 0...50
  /// How far rest can be asked to wander.
  public static let wanders: ClosedRange<Decibels> = 0...10

  /// The same story at another sampling rate, with muscle at one ratio to rest, or with rest that wanders otherwise.
  ///
  /// `rate` is a whole number of samples a second. `ratio` is the power of every contraction's plateau (of a burst,
  /// from end to end) over that of rest when the act begins, both from 20 to 450 Hz or 0.45 of the rate; of rest that
  /// wanders, over its middle. Tone that belongs to rest keeps its own. Nine tenths of the time, the power of rest is
  /// within `wander` of its middle.
  ///
  /// Throws when the scenario does not take it, or a number is out of range.
  public func adapted(rate: Hertz? = nil, ratio: Decibels? = nil, wander: Decibels? = nil)
    throws(AdaptationError) -> Scenario
  {
    var scenario = self
    if let rate {
      guard Self.rates.contains(rate), let exact = SampleRate(exactly: rate) else {
        throw AdaptationError(message: "the rate is a whole number of hertz from 200 to 4000")
      }
      // The usual rate needs no word.
      guard exact != scenario.wearable.muscleRate else { return try adapted(ratio: ratio, wander: wander) }
      scenario.wearable.muscleRate = exact
      scenario.adaptations.append("at \(text(rate.value)) Hz")
    }
    if let wander {
      try scenario.check(.wander, wander, in: Self.wanders, "rest can wander")
      scenario.wearable.rest.wander?.extent = wander
      scenario.adaptations.append("wandering \(text(wander.value)) dB")
    }
    if let ratio {
      try scenario.check(.ratio, ratio, in: Self.ratios, "muscle can stand out of rest")
      let yardstick = ActivityMeasure.Yardstick(
        rate: scenario.wearable.muscleRate, rest: scenario.wearable.rest)
      // Acts reckon with all of rest up to 500 Hz.
      scenario.ratio = ratio.value + 10 * log10(yardstick.restShare)
      scenario.adaptations.append("\(text(ratio.value)) dB over rest")
    }
    return scenario
  }

  private func check(
    _ adaptation: Adaptation, _ value: Decibels, in range: ClosedRange<Decibels>, _ what: String
  ) throws(AdaptationError) {
    guard adaptable.contains(adaptation) else {
      let able = Scenario.all.filter { $0.adaptable.contains(adaptation) }.map(\.name)
      throw AdaptationError(
        message: "\(what) in \(able.joined(separator: ", ")), and not in \(name)")
    }
    // Not a number compares as within any range.
    guard value.value.isFinite, range.contains(value) else {
      throw AdaptationError(
        message: "\(what) by \(text(range.lowerBound.value)) to \(text(range.upperBound.value)) dB, "
          + "and not by \(text(value.value))")
    }
  }
}

extension SampleRate {
  /// A rate that is a whole number.
  fileprivate init?(exactly rate: Hertz) {
    guard let whole = Int(exactly: rate.value) else { return nil }
    self.init(whole)
  }
}

/// A number without a decimal that says nothing.
private func text(_ value: Double) -> String {
  Int(exactly: value).map(String.init) ?? "\(value)"
}
