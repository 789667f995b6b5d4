import EpisodeRecorder
import Fixtures
import Foundation
import Monitoring
import Signals
import SpasmDetection
import Synchronization
import Testing

/// A day of eight channels at 2 kHz and motion, as fast as it can be recorded; a hundredth of it unless SPASM_EVIDENCE is set.
@Suite struct DayTests {
  private static let isEvidence = ProcessInfo.processInfo.environment["SPASM_EVIDENCE"] != nil

  /// The memory of this process that is in use, in bytes.
  private func memory() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
    return (Int(status[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
  }

  private func processorSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

  @Test func `it is recorded in constant memory, and every byte is written once`() throws {
    let seconds: Int64 = Self.isEvidence ? 86_400 : 864
    let root = try TemporaryFolder()
    let source = try DaySource(seconds: seconds)
    let started = try #require(WallTime(iso8601: "2026-11-25T22:00:00+01:00"))
    let clock = ContinuousClock()
    let begin = clock.now
    var settings = SessionRecorder.Settings(
      source: "a day", device: "seeded noise", started: started, preset: "limb", parameters: [:],
      software: "SpasmKit tests", clock: { (clock.now - begin) / .seconds(1) })
    let written = Counter()
    let sound = FileCalls()
    settings.calls.write = { descriptor, bytes, offset in
      written.add(bytes.count)
      return sound.write(descriptor, bytes, offset)
    }
    let recorder = try SessionRecorder(in: root.path, streams: source.description.streams, settings: settings)
    var replay = Replay(source, name: "a day", preset: Preset.all[0])
    replay.sink = recorder
    var (early, latest) = (0, 0)
    replay.beforeBlock = { time in
      if early == 0, time.value >= Double(seconds) / 10 { early = (try? memory()) ?? 0 }
      if Int(time.value) % 100 == 0 { latest = max(latest, (try? memory()) ?? 0) }
    }
    let processor = processorSeconds()
    try replay.run { recorder.take($0) }
    try recorder.close()
    let (cost, elapsed) = (processorSeconds() - processor, (clock.now - begin) / .seconds(1))
    let folder = recorder.folder
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let bytes = try names.reduce(0) { sum, name in
      sum + (try FileManager.default.attributesOfItem(atPath: folder.file(name))[.size] as? Int ?? 0)
    }
    let amplification = Double(written.value) / Double(bytes)
    // What is written besides is eight bytes a part, when its number of records is known.
    #expect(amplification < 1.001)
    // An hour's part and its log are nothing that memory keeps; other tests run beside this one.
    if Self.isEvidence { #expect(latest - early < 16 << 20) }
    #expect(try SessionVerification(folder).problems.isEmpty)
    print(
      """
      \(seconds) s of 8 x 2 kHz x 24 bit and 2 x 3 x 200 Hz: \(bytes) bytes in \(folder.parts.count) parts, in \(elapsed) s, \
      \(cost) s of processor time (\(100 * cost / Double(seconds)) % of the time recorded), write amplification \
      \(amplification), memory \(early >> 10) KB at a tenth and at most \(latest >> 10) KB after it
      """)
  }
}

/// A count that is added to from several threads.
private final class Counter: Sendable {
  private let count = Atomic(0)
  var value: Int { count.load(ordering: .relaxed) }
  func add(_ number: Int) { count.add(number, ordering: .relaxed) }
}
