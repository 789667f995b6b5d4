import Fixtures
import Signals
import Testing

@testable import RecordingFormats

/// What is refused, and with which words; and what is read in spite of damage.
struct DelimitedFaultTests {
  /// `count` rows of two columns that are no label.
  private func rows(_ count: Int, from start: Int = 0) -> [String] {
    (start..<(start + count)).map { "\(Double($0 * 37 % 101) / 10),\(Double($0 * 53 % 97) / 10)" }
  }

  private func table(_ lines: [String], end: String = "\n") throws -> TextFile {
    try TextFile((["EMG 1,RF"] + lines).joined(separator: "\n") + end)
  }

  @Test func `a word in a column is refused with its line`() throws {
    var lines = rows(5000)
    lines[4709] = "1.5,abc"
    #expect(try table(lines).complaint(rate: 1000) == "line 4711, column 2 (RF): 'abc' is not a number")
  }

  @Test func `a row with too many cells is refused`() throws {
    let file = try table(rows(10) + ["1,2,3"] + rows(10))
    #expect(file.complaint(rate: 1000) == "line 12: the row has more cells than the 2 columns before it")
  }

  @Test func `separators behind the last cell are no cells`() throws {
    #expect(try table(rows(10) + ["1.5,2.5,,"] + rows(10)).read(rate: 1000).reading.frames == [21])
  }

  @Test func `time that runs backwards is refused with its line`() throws {
    let file = try TextFile("time,EMG\n0.001,1.5\n0.002,2.5\n0.001,3.5\n0.003,1.5\n")
    #expect(file.complaint() == "line 4, column 1 (time): the time runs backwards")
  }

  @Test func `text without numbers is refused`() throws {
    #expect(try TextFile("hello\nworld\n").complaint() == "line 1: no row of numbers among the first lines")
  }

  @Test func `an empty file is refused`() throws {
    #expect(try TextFile("").complaint() == "the file is empty")
  }

  @Test func `a column that is not there is named beside those that are`() throws {
    let complaint = try table(rows(30)).complaint(rate: 1000) { $0.columns = ["Soleus"] }
    #expect(complaint == "there is no column 'Soleus'; the columns are: EMG 1, RF")
  }

  @Test func `a unit that is none of EMG is refused`() throws {
    let complaint = try table(rows(30)).complaint(rate: 1000) { $0.unit = "parsec" }
    #expect(complaint == "the unit 'parsec' is not known; use V, mV, uV or count")
  }

  @Test func `blank cells and words for nothing are missing values`() throws {
    let text = try table(rows(10) + [",1.5", "NaN,inf", "NA,-Inf"] + rows(10)).read(rate: 1000)
    #expect(text.reading.frames == [23])
    #expect(text.missing(0) == 5)
    #expect(text.damage == ["5 cells hold no number, the first in line 12"])
  }

  @Test func `short rows inside the file are counted`() throws {
    let text = try table(rows(10) + ["1.5", "2.5"] + rows(10)).read(rate: 1000)
    #expect(text.reading.frames == [22])
    #expect(text.missing(0) == 2)
    #expect(
      text.damage == [
        "2 cells hold no number, the first in line 12", "2 rows are short of cells, the first in line 12",
      ])
  }

  @Test(arguments: ["1.", "1.5", "-"])
  func `a last row that the file's end cuts is left out`(rest: String) throws {
    let text = try table(rows(10) + [rest], end: "").read(rate: 1000)
    #expect(text.reading.frames == [10])
    #expect(text.damage == ["the file ends inside line 12, which is left out"])
  }

  @Test func `a last row cut in its last number is left out, and a whole one is not`() throws {
    #expect(try table(rows(10) + ["1.5,-"], end: "").read(rate: 1000).reading.frames == [11])
    #expect(try table(rows(10) + ["1.5,2e-"], end: "").read(rate: 1000).reading.frames == [10])
    #expect(try table(rows(11), end: "").read(rate: 1000).reading.frames == [11])
  }

  @Test func `empty lines are passed over and counted, but not those at the end`() throws {
    let text = try table(rows(10) + ["", ""] + rows(10) + ["", "", ""]).read(rate: 1000)
    #expect(text.reading.frames == [20])
    #expect(text.damage == ["2 lines are empty and passed over, the first is line 12"])
  }

  @Test func `every prefix of a recording is refused in words or read`() throws {
    let whole = Array(
      (["time,EMG 1,RF"] + rows(40).enumerated().map { "\(Double($0) / 1000),\($1)" })
        .joined(separator: "\n").utf8)
    for length in 1..<whole.count {
      let file = try TextFile(bytes: Array(whole.prefix(length)))
      do { _ = try file.read() } catch is RecordingError { continue }
    }
  }
}
