import Fixtures
import Foundation
import RecordingFormats
import Signals
import Testing

/// Whatever happened to a file: it is read or refused, in bounded time and memory, and the contract holds.
@Suite("Spoilt files", .serialized)
struct MutationTests {
  /// A hundredth of the full size by default.
  static let rounds = ProcessInfo.processInfo.environment["SPASM_EVIDENCE"] == "1" ? 2000 : 20
  private static let frameLimit: Int64 = 50_000_000
  private static let secondsLimit = Duration.seconds(5)

  @Test(arguments: try Fixtures.all())
  func `a spoilt file is read or refused`(name: String) throws {
    let folder = try TemporaryFolder()
    let family = try Self.family(of: name)
    var refused = 0
    for round in 0..<Self.rounds {
      var mutator = Mutator(seed: UInt64(round) &* 1_000_003 &+ Self.hash(of: name))
      let victim = family[mutator.number(below: family.count)]
      for member in family {
        let original = try bytes(ofFile: Fixtures.path(member))
        try folder.write(member == victim ? mutator.spoil(original) : original, to: member)
      }
      let started = ContinuousClock.now
      do {
        // Text without a rate is refused before most of its columns matter; every second round tells one.
        var options = ReadingOptions()
        options.rate = round % 2 == 0 ? nil : SampleRate(500)
        let source = try openRecording(path: folder.path(name), options: options)
        let reading = try readCheckingTheContract(of: source, keepingSamples: false, limit: Self.frameLimit)
        #expect(reading.violations.isEmpty, "round \(round)")
        #expect(source.damage.count < 100, "round \(round)")
      } catch let error as RecordingError {
        #expect(!error.reason.isEmpty)
        refused += 1
      }
      let elapsed = ContinuousClock.now - started
      #expect(elapsed < Self.secondsLimit, "round \(round) took \(elapsed)")
    }
    // Not everything may be refused, or nothing was tested but the header.
    #expect(refused < Self.rounds)
    #expect(try Self.peakMemory() < 1 << 30)
  }

  @Test func `headers that promise much take no memory`() throws {
    let folder = try TemporaryFolder()
    var file = EDFBytes.counting(records: 3)
    file.recordCount = "99999999"
    file.duration = "99999999"
    var empty = file.signals[0]
    empty.samples = "99999999"
    for signal in [file.signals[0], empty] {
      file.signals = [file.signals[0], signal]
      let path = try folder.write(file.bytes, to: "big.edf")
      _ = try? readCheckingTheContract(of: openRecording(path: path), keepingSamples: false)
    }
    #expect(try Self.peakMemory() < 1 << 30)
  }

  /// The files that belong together: a WFDB header and its signals; any other file alone.
  private static func family(of name: String) throws -> [String] {
    let stem = name.prefix { $0 != "." }
    guard name.hasSuffix(".hea") || name.hasSuffix(".dat") else { return [name] }
    return try Fixtures.all().filter { $0.prefix { $0 != "." } == stem }
  }

  private static func hash(of name: String) -> UInt64 {
    name.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
  }

  /// The most memory that this process ever had resident, in bytes.
  private static func peakMemory() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(line.split(separator: " ").dropLast().last.flatMap { Int($0) }) << 10
  }
}
