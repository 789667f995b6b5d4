import Foundation
import Signals
import Simulation
import Testing

/// How long after the sample that decides an event its line is there, in real time: ten minutes with SPASM_EVIDENCE, a quarter of a
/// minute else.
@Suite(.serialized) struct LatencyTests {
  private static let isEvidence = ProcessInfo.processInfo.environment["SPASM_EVIDENCE"] != nil
  private let seconds = isEvidence ? 600.0 : 12

  @Test func `a line is there as soon as the sample that decides it has come`() throws {
    let folder = try Folder()
    let scenario = try Scenario.fourChannels.adapted(rate: 2000)
    let truth = SimulatedTruth(scenario, seed: 1, duration: 120)
    let spasm = try #require(truth.events.first { $0.kind == "spasm" })
    let source = TwiceSource(SimulatedSource(scenario, seed: 1))
    let device = try SteadyWearable(
      source, at: folder.file("device"),
      // The first spasm comes early, when rest has just been learnt.
      from: Self.isEvidence ? 0 : spasm.start.value - 6)
    device.start()
    let process = Process()
    process.executableURL = URL(filePath: Command.path)
    process.arguments = [
      "live", "unix:\(folder.file("device"))", "--record", "--to", folder.path, "--json", "--duration",
      String(seconds),
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let meter = ProcessWatch(process.processIdentifier)
    let lines = LineStamps.read(pipe.fileHandleForReading.fileDescriptor) { meter.look() }
    process.waitUntilExit()
    device.stop()
    #expect(process.terminationStatus == 0)
    let sent = try device.sent()
    let delays = lines.compactMap(sent.delay).sorted()
    let own = lines.compactMap { $0.kind == "onset" ? $0.at - $0.onset : nil }.sorted()
    #expect(delays.count > (Self.isEvidence ? 100 : 3))
    func milliseconds(_ values: [Double], _ share: Double) -> String {
      guard !values.isEmpty else { return "none" }
      return String(format: "%.1f", 1e3 * values[min(values.count - 1, Int(Double(values.count) * share))])
    }
    print(
      """
      \(Int(seconds)) s of 8 x 2 kHz live and recorded, \(delays.count) lines of onset, spasm and episode: from the sending of the \
      sample that decides to the line p50 \(milliseconds(delays, 0.5)), p99 \(milliseconds(delays, 0.99)), worst \
      \(milliseconds(delays, 1)) ms; the detection's own delay to an onset p50 \(milliseconds(own, 0.5)) ms; \(meter)
      """)
    let p99 = delays.isEmpty ? .infinity : delays[min(delays.count - 1, Int(Double(delays.count) * 0.99))]
    // Other tests take the processor from this one; alone, at full size, the goal holds.
    #expect(p99 < (Self.isEvidence ? 0.02 : 1))
  }
}

/// Lines of JSON, with the moment at which each was there.
enum LineStamps {
  struct Line {
    var arrived: Double
    var kind: String
    var at: Double
    var onset: Double
  }

  /// Reads to the end; `turn` is called now and then.
  static func read(_ descriptor: Int32, turn: () -> Void) -> [Line] {
    var (lines, rest, buffer) = ([Line](), [UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while case let count = Foundation.read(descriptor, &buffer, buffer.count), count > 0 {
      let now = HostClock.now
      rest += buffer.prefix(count)
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        if let line = parse(rest[..<end], at: now) { lines.append(line) }
        rest.removeSubrange(...end)
      }
      turn()
    }
    return lines
  }

  private static func parse(_ bytes: ArraySlice<UInt8>, at now: Double) -> Line? {
    guard let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
      let kind = object["type"] as? String, let at = object["at_s"] as? Double
    else { return nil }
    return Line(arrived: now, kind: kind, at: at, onset: object["onset_s"] as? Double ?? at)
  }
}

/// What a process takes of the machine, by /proc.
private final class ProcessWatch: CustomStringConvertible {
  private let id: Int32
  private let begin = HostClock.now
  private var latest: (at: Double, processor: Double, resident: Int)?

  init(_ id: Int32) { self.id = id }

  func look() {
    // The name may hold spaces, but ends with a bracket.
    guard let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
      let memory = try? String(contentsOfFile: "/proc/\(id)/statm", encoding: .utf8)
    else { return }
    let fields = stat.split(separator: ")").last.map { $0.split(separator: " ") } ?? []
    let pages = memory.split(separator: " ")
    guard fields.count > 13, pages.count > 1, let user = Double(fields[11]), let system = Double(fields[12]),
      let resident = Int(pages[1]), resident > 0
    else { return }
    latest = (
      HostClock.now, (user + system) / Double(sysconf(Int32(_SC_CLK_TCK))),
      resident * Int(sysconf(Int32(_SC_PAGESIZE)))
    )
  }

  var description: String {
    guard let latest else { return "its processor time and memory could not be read" }
    let share = String(format: "%.2f", 100 * latest.processor / (latest.at - begin))
    return "\(share) % of a core, \(latest.resident >> 10) KB resident"
  }
}
