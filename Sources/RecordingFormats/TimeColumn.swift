internal import Signals

/// A column of delimited text that carries the time, and what it says of the rate.
struct TimeColumn {
  var column: Int
  var survey: TimeSurvey
  /// Seconds in the column's unit.
  var unit: Double
  /// The column's unit was concluded from plausible rates.
  var isUnitGuessed: Bool
  /// The rate that it tells.
  var rate: SampleRate

  /// The column `column`, whose heading tells the unit `told` where it does; nil where time does not advance.
  init?(column: Int, survey: TimeSurvey, told: Double?) {
    guard survey.count > 1, let step = survey.step else { return nil }
    let unit = told ?? Self.plausible(survey: survey, step: step)
    guard let rate = survey.isEven ? survey.rate(unit: unit) : Self.meanRate(survey, unit: unit) else {
      return nil
    }
    self.column = column
    self.survey = survey
    self.unit = unit
    self.rate = rate
    isUnitGuessed = told == nil
  }

  /// Times that samples arrived at, not that they were taken at, give no more than a mean.
  private static func meanRate(_ survey: TimeSurvey, unit: Double) -> SampleRate? {
    let span = (survey.last - survey.first) * unit
    guard span > 0, span.isFinite else { return nil }
    return SampleRate(hertz: Double(survey.count - 1) / span, tolerance: 1e-3)
  }

  /// The first unit that makes the rate one of a recording, from 20 Hz to 20 kHz; seconds where none does.
  private static func plausible(survey: TimeSurvey, step: Double) -> Double {
    // Today's UNIX time tells its unit by its size.
    for (unit, range) in [(1.0, 1e9..<1e10), (1e-3, 1e12..<1e13), (1e-6, 1e15..<1e16), (1e-9, 1e18..<1e19)]
    where range.contains(survey.first) { return unit }
    return [1, 1e-3, 1e-6, 1e-9].first { (20...20_000).contains(1 / (step * $0)) } ?? 1
  }

  /// The unit in words.
  var unitName: String {
    switch unit {
    case 1: "seconds"
    case 1e-3: "milliseconds"
    case 1e-6: "microseconds"
    default: "nanoseconds"
    }
  }

  /// The clock of rows at `rate`: by this column where it is even and agrees, else by their number.
  func clock(at rate: SampleRate) -> RowClock {
    guard survey.isEven, let step = survey.step,
      (rate.hertz * step * unit - 1).magnitude < 0.02,
      (survey.last - survey.first) / step < 1e12
    else { return .rows }
    return .time(column: column, survey, step: step)
  }
}
