import Fixtures
import Signals
import Testing

@testable import RecordingFormats

struct OpenBCITests {
  private let header = ["%OpenBCI Raw EXG Data", "%Number of channels = 2", "%Sample Rate = 125 Hz"]
  private let heading = "Sample Index, EXG Channel 0, EXG Channel 1, Timestamp, Timestamp (Formatted)"

  private func text(_ indices: [Int], heading: String? = nil) throws -> TextFile {
    let rows = indices.enumerated().map { row, index in
      "\(index), \(Double(row * 37 % 101) / 4), 0.0, 17428251\(10 + row % 80).5, 2025-03-24 14:05:09.250"
    }
    return try TextFile((header + [heading ?? self.heading] + rows).joined(separator: "\n"), name: "o.txt")
  }

  @Test func `a Daisy counts by twos`() throws {
    let kept = (0..<600).filter { !(200..<203).contains($0) }
    let text = try text(kept.map { $0 * 2 % 256 }).read()
    #expect(text.reading.gaps.map(\.from) == [200])
    #expect(text.reading.gaps.map(\.to) == [203])
    #expect(text.reading.frames == [597])
  }

  @Test func `a Ganglion repeats each count, from 0 to 99 and again`() throws {
    // Two samples a packet; packet 130 is lost.
    let packets = (0..<300).filter { $0 != 130 }
    let text = try text(packets.flatMap { [$0 % 100, $0 % 100] }).read()
    #expect(text.reading.gaps.map(\.from) == [260])
    #expect(text.reading.gaps.map(\.to) == [262])
  }

  @Test func `an index that does not count is no clock, and a guess says so`() throws {
    let text = try text((0..<100).map { $0 * 17 % 31 % 7 }).read()
    #expect(text.reading.gaps.isEmpty)
    #expect(
      text.description.guesses.contains(
        "the sample index does not count steadily, so that losses cannot be told"))
  }

  @Test func `a header without samples, or without a word about columns, is refused`() throws {
    #expect(
      try TextFile((header + [heading]).joined(separator: "\n"), name: "o.txt").complaint()
        == "line 4: no samples follow the header")
    #expect(
      try TextFile("%OpenBCI Raw EEG Data\n%Sample Rate = 250.0 Hz\n0, 1.0, 2.0\n", name: "o.txt").complaint()
        == "header: neither a heading nor '%Number of channels' tells what the columns are")
  }

  @Test func `the caller names the channels that are muscles`() throws {
    let text = try text(Array(0..<100)).read { $0.emg = ["exg channel 0"] }
    #expect(text.streams.map { $0.channels.map(\.label) } == [["EXG Channel 0"]])
    #expect(text.description.ignored == ["EXG Channel 1: not named by --emg"])
  }
}
