import Fixtures
import Signals
import Testing

@testable import RecordingFormats

struct OpenSignalsTests {
  private func text(_ json: String, rows: [String]) -> String {
    (["# OpenSignals Text File Format", "# " + json, "# EndOfHeader"] + rows).joined(separator: "\n") + "\n"
  }

  private let bitalino = """
    {"20:16:12:21:98:56": {"sensor": ["RAW", "ACC"], "column": ["nSeq", "I1", "I2", "O1", "O2", "A1", "A5"], \
    "time": "14:5:9.0", "date": "2025-03-24", "device": "bitalino_rev", "sampling rate": 1000, \
    "label": ["A1", "A5"], "resolution": [4, 1, 1, 1, 1, 10, 6]}}
    """

  private func bitalinoRows(_ indices: some Sequence<Int>) -> [String] {
    indices.map { "\($0 % 16)\t0\t0\t1\t1\t\(512 + $0 % 7)\t\($0 % 3 + 15)" }
  }

  @Test func `a BITalino has its own front end, and counts to sixteen`() throws {
    let kept = (0..<500).filter { !(100..<105).contains($0) }
    let text = try TextFile(text(bitalino, rows: bitalinoRows(kept)), name: "b.txt").read()
    #expect(text.streams.map(\.kind) == [.emg, .accelerometer])
    #expect(text.streams[0].channels[0].rails == 0...1023)
    #expect(text.streams[1].channels[0].rails == 0...63)
    #expect((text.physical(0)[1] - 3.3 / 1009 / 1024).magnitude < 1e-15)
    #expect(text.reading.gaps.map(\.from) == [100, 100])
    #expect(text.reading.gaps.map(\.to) == [105, 105])
    #expect(
      text.description.guesses == [
        "A1 is of no told sensor (RAW) and is taken as EMG",
        "A5 is scaled by the accelerometer's usual calibration (13 is -1 g, 19 is 1 g)",
      ])
  }

  @Test func `the columns of several devices follow the order of the text`() throws {
    let device = """
      {"sensor": ["EMG"], "column": ["nSeq", "DI", "CH1"], "device": "biosignalsplux", "sampling rate": 500, \
      "label": ["CH1"], "resolution": [16]}
      """
    let json = "{\"zz\": \(device), \"aa\": \(device.replacing("EMG", with: "ECG"))}"
    let rows = (0..<50).map { "\($0)\t0\t\(32768 + $0)\t\($0)\t0\t\(40000 + $0)" }
    let text = try TextFile(text(json, rows: rows), name: "b.txt").read()
    #expect(text.streams.map(\.channels.count) == [1])
    #expect(text.reading.samples[0].first == 32768)
    #expect(text.description.ignored == ["CH1 (ECG): not muscle by its name"])
  }

  @Test func `fractions are values that were converted before`() throws {
    let rows = (0..<50).map { "\($0 % 16)\t0\t0\t1\t1\t\($0 % 7).25\t0.5" }
    let text = try TextFile(text(bitalino, rows: rows), name: "b.txt").read()
    #expect((text.physical(0)[1] - 1.25e-3).magnitude < 1e-12)
    #expect(text.description.guesses.contains("A1 holds fractions and is taken as converted to mV"))
  }

  @Test func `a header without its end is refused`() throws {
    let file = try TextFile("# OpenSignals Text File Format\n# {}\n1\t2\n", name: "b.txt")
    #expect(file.complaint() == "line 3: the header has no '# EndOfHeader'")
  }

  @Test(arguments: ["{}", "{\"a\": 3}", "[1]", "{", "nothing"])
  func `a header that describes no device is refused`(json: String) throws {
    #expect(
      try TextFile(text(json, rows: ["0\t1"]), name: "b.txt").complaint()
        == "line 2: the header's JSON does not describe a device")
  }

  @Test func `a header without a rate asks for it`() throws {
    let file = try TextFile(
      text(bitalino.replacing("\"sampling rate\": 1000, ", with: ""), rows: bitalinoRows(0..<50)),
      name: "b.txt")
    #expect(file.complaint() == "line 2: the header tells no sampling rate; tell it with --rate HZ")
    #expect(try file.read(rate: 100).streams[0].rate.hertz == 100)
  }

  @Test func `a header without samples is refused`() throws {
    #expect(
      try TextFile(text(bitalino, rows: []), name: "b.txt").complaint()
        == "line 3: no samples follow the header")
  }

  @Test func `a word in a channel is refused with its line`() throws {
    let rows = bitalinoRows(0..<5) + ["5\t0\t0\t1\t1\toops\t3"] + bitalinoRows(6..<9)
    #expect(
      try TextFile(text(bitalino, rows: rows), name: "b.txt").complaint()
        == "line 9, column 6 (A1): 'oops' is not a number")
  }
}
