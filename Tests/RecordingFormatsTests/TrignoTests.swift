import Fixtures
import Signals
import Testing

@testable import RecordingFormats

struct TrignoTests {
  @Test func `a header line tells label, rate, points and unit`() throws {
    let channel = try #require(
      TrignoText.Channel(
        line: "Label: Mini sensor 10: GYRO.X 10 Sampling frequency: 1.481481e+002 Number of points: 9546 "
          + "start: 0.000000e+000 Unit: \u{B0}/s Domain Unit: s"))
    #expect(channel.label == "Mini sensor 10: GYRO.X 10")
    #expect(channel.rate == SampleRate(4000, per: 27))
    #expect(channel.points == 9546)
    #expect(channel.unit == "\u{B0}/s")
  }

  @Test func `a header line without a rate is refused`() throws {
    let text = "Label: A Sampling frequency: none Number of points: 3\nX[s],\"A\"\n0,1\n"
    #expect(try TextFile(text).complaint() == "line 1: the channel's sampling frequency cannot be read")
  }

  @Test func `too few columns for the channels are refused`() throws {
    let line = "Label: A Sampling frequency: 1.0e+003 Number of points: 3 start: 0 Unit: V Domain Unit: s"
    #expect(
      try TextFile("\(line)\n\(line)\n\nX[s],\"A\"\n0,1\n").complaint()
        == "line 4: 2 columns cannot hold 2 channels with a time each")
  }

  @Test func `a header without rows is refused`() throws {
    let line = "Label: A Sampling frequency: 1.0e+003 Number of points: 3 start: 0 Unit: V Domain Unit: s"
    #expect(
      try TextFile("\(line)\n").complaint()
        == "line 1: no heading 'X[s],…' with rows below it follows the channels")
  }

  @Test(arguments: [(5, 50), (50, 5), (1, 1000), (333, 7)])
  func `streams of any rates keep the contract together`(muscle: Int, motion: Int) throws {
    let seconds = 3
    let lines = [("EMG 1", muscle, "V"), ("ACC.X 1", motion, "g")].map { label, rate, unit in
      "Label: \(label) Sampling frequency: \(rate) Number of points: \(rate * seconds) start: 0 "
        + "Unit: \(unit) Domain Unit: s"
    }
    let rows = (0..<(max(muscle, motion) * seconds)).map { row in
      [muscle, motion].map { row < $0 * seconds ? "0,\(row % 7).5" : "," }.joined(separator: ",")
    }
    let text = try TextFile((lines + ["", "X[s],EMG 1,X[s],ACC.X 1"] + rows).joined(separator: "\n")).read()
    #expect(text.reading.frames == [Int64(muscle * seconds), Int64(motion * seconds)])
    #expect(text.damage.isEmpty)
  }
}
