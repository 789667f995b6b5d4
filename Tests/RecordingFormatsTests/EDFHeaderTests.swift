import Fixtures
import RecordingFormats
import Signals
import Testing

@Suite("EDF header")
struct EDFHeaderTests {
  @Test func `a rate that no muscle is recorded at is refused`() throws {
    var bytes = EDFBytes.counting(samples: 1000)
    bytes.duration = "0.01"
    #expect(try TextFile(bytes: bytes.bytes, name: "x.edf").complaint() == nil)
    bytes.duration = "0.00001"
    #expect(
      try TextFile(bytes: bytes.bytes, name: "x.edf").complaint()
        == "EMG RF: 100000000.0 samples a second are more than any muscle or motion is recorded at; 100000 are the most"
    )
  }

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ file: EDFBytes, _ options: ReadingOptions = ReadingOptions()) throws -> any BlockSource
  {
    try openRecording(path: folder.write(file.bytes, to: "a.edf"), options: options)
  }

  private func error(_ bytes: [UInt8]) throws -> RecordingError? {
    let path = try folder.write(bytes, to: "bad.edf")
    return #expect(throws: RecordingError.self) { try openRecording(path: path) }
  }

  /// What is spoilt, and a part of the message that names it.
  static let faults: [(String, @Sendable (inout EDFBytes) -> Void)] = [
    (
      "header, byte 236: the number of data records is 'many', which is not a number",
      { $0.recordCount = "many" }
    ),
    ("header, byte 236: the number of data records is -2", { $0.recordCount = "-2" }),
    ("byte 512: announces no data records", { $0.recordCount = "0" }),
    ("header, byte 244: the duration of a data record is 'x', which is not a number", { $0.duration = "x" }),
    ("header, byte 244: a data record lasts 0.0 s", { $0.duration = "0" }),
    ("header, byte 244: a data record lasts -1.0 s", { $0.duration = "-1" }),
    ("are no sampling rate", { $0.duration = "1e-20" }),
    ("header, byte 252: announces 0 signals", { $0.signalCount = "0" }),
    ("header, byte 252: announces -1 signals", { $0.signalCount = "-1" }),
    (
      "header, byte 184: says the header has 500 bytes; with 1 signals it has 512", { $0.headerBytes = "500" }
    ),
    (
      "header, byte 536: the file ends within its header of 768 bytes",
      {
        $0.signalCount = "2"
        $0.headerBytes = "768"
      }
    ),
    (
      "header of signal 1 (EMG RF), byte 472: the number of samples in a data record is '4.5'",
      { $0.signals[0].samples = "4.5" }
    ),
    ("has 0 samples in a data record", { $0.signals[0].samples = "0" }),
    ("has -4 samples in a data record", { $0.signals[0].samples = "-4" }),
    (
      "no data record is complete: one takes 199999998 bytes and 24 follow",
      { $0.signals[0].samples = "99999999" }
    ),
    ("(EMG RF), byte 360: the physical minimum is 'nan'", { $0.signals[0].physical.0 = "nan" }),
    ("gives no gain", { $0.signals[0].physical = ("5", "5") }),
    ("gives no gain", { $0.signals[0].physical = ("-1e308", "1e308") }),
    ("the digital maximum 5 is not above the minimum 5", { $0.signals[0].digital = ("5", "5") }),
    ("the digital minimum is '1.5', which is not a number", { $0.signals[0].digital.0 = "1.5" }),
  ]

  @Test func `a header with a fault is refused with the place and the reason`() throws {
    for (message, spoil) in Self.faults {
      var file = EDFBytes.counting()
      spoil(&file)
      let error = try error(file.bytes)
      #expect(error?.kind == .malformed)
      #expect(error?.message.contains(message) == true, "\(error?.message ?? "") lacks \(message)")
    }
  }

  @Test func `a truncated header is refused`() throws {
    let bytes = EDFBytes.counting().bytes
    for count in [8, 100, 255, 256, 300, 511, 512, 519] {
      #expect(try error(Array(bytes.prefix(count)))?.kind == .malformed)
    }
  }

  @Test func `the start follows the pivot of 1985 or the year of the plus kind`() throws {
    var file = EDFBytes.counting()
    #expect(try open(file).description.started == "2026-01-02T22:15:00")
    file.date = "31.12.85"
    #expect(try open(file).description.started == "1985-12-31T22:15:00")
    file.date = "31.12.84"
    #expect(try open(file).description.started == "2084-12-31T22:15:00")
    file.recording = "Startdate 02-MAR-2102 X X X"
    #expect(try open(file).description.started == "2102-03-02T22:15:00")
    file.recording = "Startdate X X X X"
    #expect(try open(file).description.started == "2084-12-31T22:15:00")
    file.date = "99.99.99"
    #expect(try open(file).description.started == nil)
  }

  @Test(arguments: [("0.5", 8, 1), ("0.0999", 40_000, 999), ("2", 2, 1), ("1E1", 2, 5), ("3", 4, 3)])
  func `the rate is exact`(duration: String, numerator: Int, denominator: Int) throws {
    var file = EDFBytes.counting()
    file.duration = duration
    let source = try open(file)
    #expect(source.description.streams.map(\.rate) == [SampleRate(numerator, per: denominator)])
    let reading = try expectKeepsTheContract(of: source)
    #expect(reading.samples == [Array(0..<12)])
  }

  @Test func `dimensions come in either encoding and lead to the inside unit`() throws {
    let table: [([UInt8], PhysicalUnit, Double)] = [
      (Array("uV".utf8), .volt, 1e-6), (Array("µV".utf8), .volt, 1e-6), ([0xB5, 0x56], .volt, 1e-6),
      (Array("mV".utf8), .volt, 1e-3), (Array("nV".utf8), .volt, 1e-9), (Array("V".utf8), .volt, 1),
      (Array("count".utf8), .count, 1), ([], .count, 1),
    ]
    for (dimension, unit, factor) in table {
      var file = EDFBytes.counting()
      file.signals[0].dimension = dimension
      let source = try open(file)
      let stream = try #require(source.description.streams.first)
      let channel = try #require(stream.channels.first)
      #expect(stream.unit == unit)
      #expect(abs(channel.physical(-32_768) / (-3200 * factor) - 1) < 1e-12)
      #expect(abs(channel.physical(32_767) / (3200 * factor) - 1) < 1e-12)
      #expect(channel.rails == -32_768...32_767)
      #expect(source.description.guesses.isEmpty == !dimension.isEmpty)
    }
    var turning = EDFBytes.counting()
    turning.signals[0].label = "GYRX"
    turning.signals[0].dimension = [0xB0] + Array("/s".utf8)
    #expect(try open(turning).description.streams.map(\.unit) == [.degreesPerSecond])
  }

  @Test func `other signals are ignored with a reason, unless they are named`() throws {
    var file = EDFBytes.counting()
    var brain = file.signals[0]
    brain.label = "EEG Fpz-Cz"
    // The range of a signal that is not used does not matter.
    brain.physical = ("0", "0")
    file.signals.append(brain)
    let source = try open(file)
    #expect(source.description.streams.map { $0.channels.map(\.label) } == [["EMG RF"]])
    #expect(source.description.ignored == ["EEG Fpz-Cz: not muscle by its name"])
    file.signals[1].physical = ("-1", "1")
    var options = ReadingOptions()
    options.emg = ["eeg fpz-cz"]
    #expect(try open(file, options).description.streams.map { $0.channels.map(\.label) } == [["EEG Fpz-Cz"]])
    options = ReadingOptions()
    options.unit = "parsec"
    let told = options
    #expect(throws: RecordingError.self) { try open(file, told) }
  }

  @Test func `signals of one kind, rate and unit are one stream`() throws {
    var file = EDFBytes.counting()
    for (label, dimension, samples) in [
      ("ACCX", "g", 2), ("EMG BF", "mV", 4), ("ACCY", "m/s2", 2), ("EMG VM", "uV", 8), ("GYRZ", "deg/s", 2),
    ] {
      var signal = EDFBytes.counting(samples: samples).signals[0]
      signal.label = label
      signal.dimension = Array(dimension.utf8)
      file.signals.append(signal)
    }
    let source = try open(file)
    #expect(
      source.description.streams.map { $0.channels.map(\.label) } == [
        ["EMG RF", "EMG BF"], ["ACCX", "ACCY"], ["EMG VM"], ["GYRZ"],
      ])
    let reading = try expectKeepsTheContract(of: source)
    #expect(reading.samples[0] == (0..<12).flatMap { [$0, $0] })
    #expect(reading.samples[2] == Array(0..<24))
  }
}
