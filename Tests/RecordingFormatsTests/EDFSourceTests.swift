import Fixtures
import Glibc
import RecordingFormats
import Signals
import Testing

@Suite("EDF data records")
struct EDFSourceTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ bytes: [UInt8]) throws -> any BlockSource {
    try openRecording(path: folder.write(bytes, to: "a.edf"))
  }

  @Test func `bytes are little-endian and signed`() throws {
    var file = EDFBytes.counting(records: 1)
    // 1, -1, 32767, -32768
    file.signals[0].records = [[0x01, 0x00, 0xFF, 0xFF, 0xFF, 0x7F, 0x00, 0x80]]
    #expect(try expectKeepsTheContract(of: open(file.bytes)).samples == [[1, -1, 32_767, -32_768]])
    file.version = [0xFF] + Array("BIOSEMI".utf8)
    file.reserved = "24BIT"
    // 1, -1, 8388607, -8388608
    file.signals[0].records = [
      [0x01, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0x00, 0x00, 0x80]
    ]
    #expect(try expectKeepsTheContract(of: open(file.bytes)).samples == [[1, -1, 8_388_607, -8_388_608]])
  }

  @Test func `records of many seconds come a second at a time`() throws {
    var file = EDFBytes.counting(records: 2, samples: 700)
    var motion = EDFBytes.counting(records: 2, samples: 33).signals[0]
    motion.label = "ACCX"
    motion.dimension = Array("g".utf8)
    file.signals.append(motion)
    file.duration = "7.3"
    let reading = try expectKeepsTheContract(of: open(file.bytes))
    #expect(reading.samples == [Array(0..<1400), Array(0..<66)])
    #expect(reading.blocks >= 2 * 2 * 8)
  }

  @Test func `a record of an hour is read in bounded pieces`() throws {
    var file = EDFBytes.counting(records: 1, samples: 720_000)
    file.duration = "3600"
    let reading = try expectKeepsTheContract(of: open(file.bytes))
    #expect(reading.frames == [720_000] && reading.blocks == 3600)
  }

  @Test func `a cut file is delivered as far as it goes`() throws {
    let whole = EDFBytes.counting(records: 5).bytes
    // 512 bytes of header, 8 a record: two and a half records are left.
    let source = try open(Array(whole.prefix(512 + 21)))
    #expect(source.damage == ["announces 5 data records and ends within record 3"])
    #expect(source.description.announcedFrames == [20])
    #expect(try expectKeepsTheContract(of: source).samples == [Array(0..<10)])
    let atEdge = try open(Array(whole.prefix(512 + 16)))
    #expect(atEdge.damage == ["announces 5 data records and ends after record 2"])
    #expect(try expectKeepsTheContract(of: atEdge).samples == [Array(0..<8)])
  }

  @Test func `every prefix with a whole record opens`() throws {
    var file = EDFBytes.counting(records: 3)
    var second = file.signals[0]
    second.label = "EMG BF"
    file.signals.append(second)
    let whole = file.bytes
    for count in 768 + 16...whole.count {
      let reading = try expectKeepsTheContract(of: open(Array(whole.prefix(count))))
      let (records, rest) = (count - 768).quotientAndRemainder(dividingBy: 16)
      // Of a cut record both channels of a frame must be there; the second begins after eight bytes.
      #expect(reading.frames == [Int64(records * 4 + max(0, rest - 8) / 2)])
    }
  }

  @Test func `bytes beyond the announced records are told and not read`() throws {
    var file = EDFBytes.counting(records: 5)
    file.recordCount = "3"
    let source = try open(file.bytes)
    #expect(source.damage == ["announces 3 data records; 16 bytes follow them, unused"])
    #expect(try expectKeepsTheContract(of: source).samples == [Array(0..<12)])
  }

  @Test func `while it is recorded the length tells`() throws {
    var file = EDFBytes.counting(records: 5)
    file.recordCount = "-1"
    let source = try open(file.bytes)
    #expect(source.damage.isEmpty && source.description.announcedFrames == [20])
    #expect(try expectKeepsTheContract(of: source).samples == [Array(0..<20)])
    let cut = try open(file.bytes.dropLast(5))
    #expect(cut.damage == ["ends within record 5"])
    #expect(try expectKeepsTheContract(of: cut).samples == [Array(0..<17)])
  }

  @Test func `annotations come before the blocks of their record, from the first sample on`() throws {
    var file = EDFBytes.counting(records: 3)
    file.annotate(
      [
        "+0.25||_+1.25~0.5|cramp|calf|_", "+1.25||second|_", "+2.25||_+0.25|µ later|_-1|before|_",
      ], reserved: "EDF+C")
    let source = try open(file.bytes)
    #expect(source.description.format == "EDF+C")
    var order: [String] = []
    var block = Block()
    loop: while true {
      switch try source.next(into: &block) {
      case .annotation(let annotation): order.append(annotation.text)
      case .block: order.append("block")
      case .news, .idle, .end: break loop
      }
    }
    #expect(order == ["cramp", "calf", "block", "second", "block", "µ later", "before", "block"])
    let reading = try expectKeepsTheContract(of: open(file.bytes))
    #expect(reading.annotations.map(\.onset.value) == [1, 1, 1, 0, -1.25])
    #expect(reading.annotations.map(\.duration) == [0.5, 0.5, nil, nil, nil])
    #expect(reading.gaps.isEmpty)
  }

  @Test func `broken annotation lists are told and harm nothing`() throws {
    var file = EDFBytes.counting(records: 3)
    file.annotate(["+0||_nonsense|_+1|x_", "||_+|a|_+1~|b|_+1~-2|c|_", "+2||_+2|good|_"], reserved: "EDF+C")
    let source = try open(file.bytes)
    let reading = try expectKeepsTheContract(of: source)
    #expect(reading.annotations.map(\.text) == ["good"])
    #expect(reading.samples == [Array(0..<12)])
    #expect(source.damage == ["record 1 and 1 more: an annotation cannot be understood"])
  }

  @Test func `the times of a discontinuous file become gaps`() throws {
    var file = EDFBytes.counting(records: 4)
    file.annotate(["+100||_", "+101||_", "+104.5||_", "+105.5||_"], reserved: "EDF+D")
    let source = try open(file.bytes)
    let reading = try expectKeepsTheContract(of: source)
    #expect(source.damage.isEmpty)
    #expect(reading.samples == [Array(0..<16)])
    #expect(reading.gaps.count == 1)
    #expect(reading.gaps.first.map { [$0.from, $0.to] } == [8, 18])
    #expect(reading.gaps.first?.cause == .discontinuity)
  }

  @Test func `times that cannot be true are told, and the records follow each other`() throws {
    for (time, what) in [
      ("+0.5", "begins before the record before it ends"), ("-7", "begins before the record before it ends"),
      ("+9e17", "begins more than ten years after the one before it"), ("+x", "has no time"),
    ] {
      var file = EDFBytes.counting(records: 3)
      file.annotate(["+0||_", "\(time)||_", "+2||_"], reserved: "EDF+D")
      let source = try open(file.bytes)
      let reading = try expectKeepsTheContract(of: source)
      #expect(reading.gaps.isEmpty && reading.samples == [Array(0..<12)])
      #expect(source.damage.contains { $0.hasPrefix("record 2: \(what)") })
    }
  }

  @Test func `a file of annotations alone delivers them`() throws {
    var file = EDFBytes(signals: [])
    file.annotate(["+0||_+3|note|_", "+0||_"], reserved: "EDF+C")
    file.duration = "0"
    file.recordCount = "2"
    let source = try open(file.bytes)
    let reading = try expectKeepsTheContract(of: source)
    #expect(source.description.streams.isEmpty && reading.blocks == 0)
    #expect(reading.annotations == [Annotation(onset: 3, text: "note")])
  }

  @Test func `a folder, a pipe, an empty and an absent file are refused`() throws {
    #expect(throws: RecordingError.self) { try openRecording(path: folder.path) }
    #expect(throws: RecordingError.self) { try open([]) }
    #expect(throws: RecordingError.self) { try openRecording(path: "/dev/null") }
    let absent = #expect(throws: RecordingError.self) { try openRecording(path: folder.path("none.edf")) }
    #expect(absent?.kind == .absent)
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    #expect(throws: RecordingError.self) { try openRecording(path: folder.path("pipe")) }
  }
}
