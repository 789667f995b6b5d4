import Fixtures
import Signals
import Testing

@testable import RecordingFormats

struct TimeColumnTests {
  private func survey(_ times: [String]) -> TimeSurvey {
    var survey = TimeSurvey()
    for (line, text) in times.enumerated() {
      Array(text.utf8).withUnsafeBytes { bytes in
        var cursor = CellCursor(bytes, separator: .byte(44), decimalMark: 46)
        survey.add(cursor.cell(), line: line + 1)
      }
    }
    survey.finish()
    return survey
  }

  /// Times of `count` samples at `rate`, with six significant digits, as `%g` prints them.
  private func sixDigits(_ time: Double) -> String {
    let whole = String(Int(time)).count
    let places = time < 1 ? 6 : max(0, 6 - whole)
    let scale = tenToThe(places)
    let fixed = String(Int((time * scale).rounded()))
    let padded = String(repeating: "0", count: max(0, places + 1 - fixed.count)) + fixed
    return padded.dropLast(places) + "." + padded.suffix(places)
  }

  @Test(arguments: [(4000, 1), (1000, 1), (34000, 27), (4000, 27), (1926, 1), (512, 1)])
  func `the simplest rate within the printed digits is found`(numerator: Int, denominator: Int) throws {
    let rate = try #require(SampleRate(numerator, per: denominator))
    let survey = survey((0..<60_000).map { sixDigits(rate.time(of: $0).value) })
    #expect(survey.isEven)
    #expect(survey.rate(unit: 1) == rate)
  }

  @Test func `milliseconds without a unit are known by their step`() throws {
    let time = try #require(TimeColumn(column: 0, survey: survey((0..<50).map { "\($0 * 5)" }), told: nil))
    #expect(time.unit == 1e-3)
    #expect(time.rate == SampleRate(200))
  }

  @Test func `UNIX time in milliseconds is known by its size`() throws {
    let times = (0..<50).map { "\(1_742_825_109_250 + $0 * 4)" }
    let time = try #require(TimeColumn(column: 0, survey: survey(times), told: nil))
    #expect(time.unit == 1e-3)
    #expect(time.rate == SampleRate(250))
  }

  @Test func `times of arrival give a mean rate and no gaps`() throws {
    // Ten samples come with each packet.
    let survey = survey((0..<1000).map { "\(Double($0 / 10) / 20)" })
    let time = try #require(TimeColumn(column: 0, survey: survey, told: 1))
    #expect(!survey.isEven)
    #expect((time.rate.hertz / 201.8 - 1).magnitude < 0.01)
    guard case .rows = time.clock(at: time.rate) else { Issue.record("gaps are looked for"); return }
  }

  @Test func `one sample lost on a grid of milliseconds is a hole`() throws {
    let times = (0..<500).filter { $0 != 250 }.map { "\($0)" }
    let file = try TextFile(
      "time (ms),EMG\n" + times.map { "\($0),\((Int($0) ?? 0) * 37 % 101)" }.joined(separator: "\n"))
    let text = try file.read()
    #expect(text.reading.gaps.map(\.from) == [250])
    #expect(text.reading.gaps.map(\.to) == [251])
    #expect(text.streams.map(\.rate.hertz) == [1000])
  }

  @Test(arguments: [
    ("1.259259e+003", 34000, 27), ("1.481481e+002", 4000, 27), ("2.000000e+003", 2000, 1),
    ("1000.00", 1000, 1),
    ("250.0 Hz", 250, 1), ("99.98", 4999, 50), ("1.111111e+003", 10000, 9), ("1.925926e+003", 52000, 27),
  ])
  func `a printed rate is the simplest fraction that rounds to it`(
    text: String, numerator: Int, denominator: Int
  ) {
    #expect(SampleRate(printed: text) == SampleRate(numerator, per: denominator))
  }

  @Test(arguments: [
    ("time", nil), ("t", nil), ("X[s]", 1.0), ("Time (ms)", 1e-3), ("timestamp_us", 1e-6), ("Zeit [s]", 1),
    ("ms", 1e-3),
    ("Elapsed time", nil),
  ])
  func `headings name the time and its unit`(heading: String, seconds: Double?) {
    let found = ColumnUnit.time(heading: heading)
    #expect(found.isTime)
    #expect(found.seconds == seconds)
  }

  @Test(arguments: ["x", "EMG (s)", "sites", "test", ""])
  func `other headings name no time`(heading: String) { #expect(!ColumnUnit.time(heading: heading).isTime) }

  @Test func `an X with seconds in brackets is the time`() throws {
    let lines = (0..<50).map { "\(Double($0) / 200),\($0 * 37 % 101).5" }
    let text = try TextFile((["X [s],EMG [uV]"] + lines).joined(separator: "\n")).read()
    #expect(text.streams.map(\.rate.hertz) == [200])
    #expect(text.streams[0].channels.count == 1)
  }
}
