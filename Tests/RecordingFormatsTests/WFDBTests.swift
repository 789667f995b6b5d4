import Fixtures
import Foundation
import RecordingFormats
import Signals
import Testing

@Suite("WFDB")
struct WFDBTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(
    _ header: String, _ data: [String: [UInt8]], _ options: ReadingOptions = ReadingOptions()
  ) throws -> any BlockSource {
    for (name, bytes) in data { try folder.write(bytes, to: name) }
    return try openRecording(path: folder.write(Array(header.utf8), to: "r.hea"), options: options)
  }

  private func error(_ header: String, _ data: [UInt8] = [0, 0]) throws -> RecordingError? {
    #expect(throws: RecordingError.self) { try open(header, ["r.dat": data]) }
  }

  @Test func `format 212 packs two samples in three bytes`() throws {
    // 0x3E3 = 995 and 0x3F3 = 1011: low byte, high nibbles (second above), low byte.
    // 0xFFF = -1 and 0x7FF = 2047; 0x800 = missing and 0x801 = -2047.
    let data: [UInt8] = [0xE3, 0x33, 0xF3, 0xFF, 0x7F, 0xFF, 0x00, 0x88, 0x01]
    let source = try open(
      "r 2 360 3\nr.dat 212 200(1024)/mV 11 1024 995 0 0 EMG a\nr.dat 212 200 11 1024 1011 0 0 EMG b\n",
      ["r.dat": data])
    let reading = try expectKeepsTheContract(of: source)
    #expect(reading.samples == [[995, 1011, -1, 2047, Block.missing, -2047]])
    let channel = try #require(source.description.streams.first?.channels.first)
    #expect(abs(channel.physical(1224) - 1e-3) < 1e-15 && abs(channel.physical(1024)) < 1e-15)
    #expect(channel.rails == 0...2047)
  }

  @Test func `format 212 splits frames of three at any nibble`() throws {
    // Samples 1 2 3 | 4 5 6, the last of an odd count in two bytes: 7.
    let data: [UInt8] = [0x01, 0x00, 0x02, 0x03, 0x00, 0x04, 0x05, 0x00, 0x06, 0x07, 0x00]
    let lines = (1...3).map { "r.dat 212 200 12 0 0 0 0 EMG \($0)\n" }.joined()
    // One frame a second, so that chunks begin at odd samples.
    let source = try open("r 3 1 2\n" + lines, ["r.dat": data])
    #expect(try expectKeepsTheContract(of: source).samples == [[1, 2, 3, 4, 5, 6]])
    #expect(
      try expectKeepsTheContract(of: open("r 1 1\nr.dat 212 1 12 0 0 0 0 EMG\n", ["r.dat": data])).samples
        == [[1, 2, 3, 4, 5, 6, 7]])
  }

  @Test func `formats 16, 24 and 80 are little-endian`() throws {
    // 1, -2, missing
    let words: [UInt8] = [0x01, 0x00, 0xFE, 0xFF, 0x00, 0x80]
    let wide: [UInt8] = [0x01, 0x00, 0x00, 0xFE, 0xFF, 0xFF, 0x00, 0x00, 0x80]
    let narrow: [UInt8] = [0x81, 0x7E, 0x00]
    for (format, data) in [("16", words), ("24", wide), ("80", narrow)] {
      let source = try open("r 1 100\nr.dat \(format) 200/uV 0 0 0 0 0 EMG\n", ["r.dat": data])
      #expect(try expectKeepsTheContract(of: source).samples == [[1, -2, Block.missing]])
    }
  }

  @Test func `several files, samples in a frame, an offset, and comments`() throws {
    let header = """
      # a comment
      r 3 100/200(5) 2 22:15:00 02/01/2026
      a.dat 16x2+4 0/uV 16 0 0 0 0 EMG fast
      a.dat 16 100(5)/g 16 0 0 0 0 ACCX
      b.dat 80 100/mV 8 0 0 0 0 EMG slow
      # another
      """
    let source = try open(
      header,
      [
        "a.dat": [9, 9, 9, 9] + [1, 0, 2, 0, 50, 0] + [3, 0, 4, 0, 60, 0],
        "b.dat": [128 + 7, 128 + 8],
      ])
    #expect(source.description.streams.map(\.rate) == [SampleRate(200), SampleRate(100), SampleRate(100)])
    #expect(source.description.announcedFrames == [4, 2, 2])
    #expect(source.description.started == "2026-01-02T22:15:00")
    #expect(abs((source.description.streams[0].channels[0].gain) - 1e-6 / 200) < 1e-15)
    let reading = try expectKeepsTheContract(of: source)
    #expect(reading.samples == [[1, 2, 3, 4], [50, 60], [7, 8]])
    #expect(source.damage.isEmpty)
  }

  @Test func `a frame of many seconds comes a second at a time`() throws {
    let data = [UInt8](0..<60).flatMap { value -> [UInt8] in [value, 0] }
    let source = try open("r 1 0.1\nr.dat 16x20 1 16 0 0 0 0 EMG\n", ["r.dat": data])
    #expect(try expectKeepsTheContract(of: source).samples == [Array(0..<60)])
  }

  @Test func `a cut signal file is delivered as far as it goes`() throws {
    let header = "r 2 10 5\nr.dat 16 1 16 0 0 0 0 EMG 1\nr.dat 16 1 16 0 0 0 0 EMG 2\n"
    let source = try open(header, ["r.dat": [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6]])
    #expect(try expectKeepsTheContract(of: source).samples == [[1, 2, 3, 4]])
    #expect(source.damage == ["r.dat: announces 5 samples a signal and ends after 2"])
    #expect(source.description.announcedFrames == [5])
  }

  @Test func `a header with a fault is refused with its line`() throws {
    let line = "r.dat 16 200 16 0 0 0 0 EMG\n"
    for (header, message) in [
      ("# nothing\n", "no record line"), ("r\n", "no number of signals"), ("r 0\n", "no number of signals"),
      ("r/3 1 360\n" + line, "has segments"), ("r 2 360\n" + line, "announces 2 signals and describes 1"),
      ("r 1 fast\n" + line, "not a positive number"), ("r 1 -5\n" + line, "not a positive number"),
      ("r 1 360 x\n" + line, "number of samples is 'x'"), ("r 1 360\nr.dat\n", "a file and a format"),
      ("r 1 360\nr.dat 310 200 0 0 0 0 0 EMG\n", "the signal format is '310'"),
      ("r 1 360\nr.dat 16x0\n", "not a format"), ("r 1 360\nr.dat 16 nan\n", "not a gain"),
      ("r 1 360\nr.dat 16 200(5\n", "not a gain"), ("r 1 360\n../r.dat 16 200\n", "not beside its header"),
      ("r 2 360\n" + line + "r.dat 212 200 12 0 0 0 0 EMG\n", "has two formats"),
    ] {
      let error = try error(header)
      #expect(error?.kind == .malformed)
      #expect(error?.message.contains(message) == true, "\(error?.message ?? "") lacks \(message)")
    }
    #expect(try error("r 1 360\nabsent.dat 16 200 16 0 0 0 0 EMG\n")?.kind == .absent)
  }

  @Test func `a signal file leads to its header`() throws {
    let source = try openRecording(path: Fixtures.path("words.dat"))
    #expect(try expectKeepsTheContract(of: source).frames == [1200])
  }
}
