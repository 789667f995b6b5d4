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
    guard survey.count > 1 else { return nil }
    let mean = (survey.last - survey.first) / Double(survey.count - 1)
    guard mean > 0, mean.isFinite else { return nil }
    let unit = told ?? Self.plausible(first: survey.first, step: survey.step ?? mean)
    // Times at which samples arrived, and not at which they were taken, give no more than a mean.
    let rate = survey.isEven ? survey.rate(unit: unit) : SampleRate(hertz: 1 / (mean * unit), tolerance: 1e-3)
    guard let rate else { return nil }
    self.column = column
    self.survey = survey
    self.unit = unit
    self.rate = rate
    isUnitGuessed = told == nil
  }

  /// The first unit that makes the rate one of a recording, from 20 Hz to 20 kHz; seconds where none does.
  private static func plausible(first: Double, step: Double) -> Double {
    // Today's UNIX time tells its unit by its size.
    for (unit, range) in [(1.0, 1e9..<1e10), (1e-3, 1e12..<1e13), (1e-6, 1e15..<1e16), (1e-9, 1e18..<1e19)]
    where range.contains(first) { return unit }
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
