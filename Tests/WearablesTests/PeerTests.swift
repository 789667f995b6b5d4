import FirmwareProtocol
import Foundation
import Links
import Signals
import Testing

@testable import Wearables

/// A device in Python, written from the pages alone (`Firmware-Protocol/peer`): what it and this host make of the pages is
/// the same.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"))) struct PeerTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Firmware-Protocol/peer")

  /// A script of the peer's, under way.
  private static func run(_ script: String, _ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [folder.appending(path: script).path] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    return process
  }

  @Test func `the peer reproduces every vector`() throws {
    let process = try Self.run("test_vectors.py", [])
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  /// What the peer said that it made.
  private struct Made: Decodable {
    var stream: Int
    var index: UInt64
    var rows: [[Int32]]
  }

  /// One value of one stream: stream, index, channel.
  private struct Place: Hashable {
    var stream: Int
    var index: UInt64
    var channel: Int
  }

  @Test func `every sample that the peer made comes as it was, to the host and out of its capture`() throws {
    let work = FileManager.default.temporaryDirectory.appending(path: "peer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: work) }
    let (address, log) = (work.appending(path: "device").path, work.appending(path: "made").path)
    let peer = try Self.run("device.py", ["--listen", "unix:\(address)", "--log", log, "--seed", "5"])
    // It is there when its socket is.
    for _ in 0..<1000 where !FileManager.default.fileExists(atPath: address) { usleep(10_000) }
    let (values, accounts, capture) = try listen(to: address)
    stop(peer)
    var made: [Place: Int32] = [:]
    for line in try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n") {
      let block = try JSONDecoder().decode(Made.self, from: Data(line.utf8))
      for (sample, row) in block.rows.enumerated() {
        for (channel, value) in row.enumerated() {
          made[Place(stream: block.stream, index: block.index + UInt64(sample), channel: channel)] = value
        }
      }
    }
    #expect(values.count > 8000 && values.allSatisfy { made[$0.key] == $0.value })
    for account in accounts {
      #expect(account.received > 0 && account.expected == account.received + account.overrun)
    }
    let file = work.appending(path: "a.cap")
    try Data(capture).write(to: file)
    let played = try CaptureSource(path: file.path)
    let starts = accounts.indices.map { stream in
      values.keys.filter { $0.stream == stream }.map(\.index).min() ?? 0
    }
    var (block, count, wrong) = (Block(), 0, 0)
    while case .block = played.next(into: &block) {
      for (place, value) in block.samples.enumerated() {
        let index = starts[block.stream] + UInt64(block.firstIndex) + UInt64(place / block.channelCount)
        let key = Place(stream: block.stream, index: index, channel: place % block.channelCount)
        if made[key] != value { wrong += 1 }
        count += 1
      }
    }
    #expect(count == values.count && wrong == 0)
  }

  /// Ends the peer: by force where it does not in ten seconds, so that no test waits for ever.
  private func stop(_ peer: Process) {
    peer.terminate()
    for _ in 0..<1000 where peer.isRunning { usleep(10_000) }
    #expect(!peer.isRunning)
    if peer.isRunning { kill(peer.processIdentifier, SIGKILL) }
  }

  /// Listens for three seconds; gives the values that came, the accounts, and all bytes as a capture.
  private func listen(to address: String) throws -> ([Place: Int32], [SampleAccount], [UInt8]) {
    let link = try ByteLink.open(.unix(path: address))
    var host = NativeHost()
    var (values, capture) = ([Place: Int32](), Capture.head(kind: "native"))
    let begin = ContinuousClock().now
    var isStopping = false
    while host.phase != .stopped {
      let elapsed = ContinuousClock().now - begin
      let now = Seconds(elapsed / .seconds(1))
      let nanoseconds = UInt64(max(0, elapsed / .nanoseconds(1)))
      // A machine that is busy may be slow, but not for a minute.
      guard now.value < 60 else { break }
      if !isStopping, now.value >= 3 {
        isStopping = true
        host.stop()
      }
      let came = try link.read(waiting: 5)
      var events: [NativeHost.Event] = []
      if !came.isEmpty {
        capture += Capture.encode(.init(time: nanoseconds, direction: .fromDevice, bytes: came))
        came.withUnsafeBytes { host.receive($0, at: now) { events.append($0) } }
      }
      host.tick(at: now) { events.append($0) }
      for event in events {
        switch event {
        case .send(let bytes):
          capture += Capture.encode(.init(time: nanoseconds, direction: .toDevice, bytes: bytes))
          try link.write(bytes)
        case .samples(let run):
          for (place, value) in run.values.enumerated() {
            let index = run.index + UInt64(place / run.channels)
            values[Place(stream: run.stream, index: index, channel: place % run.channels)] = value
          }
        case .damaged(let error): Issue.record("damaged: \(error)")
        default: break
        }
      }
    }
    #expect(host.phase == .stopped)
    return (values, host.accounts.first ?? [], capture)
  }

  /// A host that asks what it is told to, with a checker that hears both.
  private final class Conversation {
    private let link: ByteLink
    private let begin = ContinuousClock().now
    private var checker = Checker()
    private var deframer = Deframer()
    private var id: UInt8 = 0
    /// What the last HELLO was told.
    private(set) var boot: UInt16 = 0
    private(set) var findings: [Checker.Finding] = []
    var tried: Set<String> { checker.tried }

    init(_ address: String) throws { link = try ByteLink.open(.unix(path: address)) }

    private var now: UInt64 { UInt64(max(0, (ContinuousClock().now - begin) / .nanoseconds(1))) }

    func listen(_ seconds: Double) throws {
      let end = now + UInt64(seconds * 1e9)
      while now < end {
        let came = try link.read(waiting: 5)
        let time = now
        came.withUnsafeBytes { raw in
          checker.take(fromDevice: raw, at: time) { findings.append($0) }
          deframer.take(raw) { result, _ in
            if case .success(.reply(.hello(let greeting), _)) = result { boot = greeting.boot }
          }
        }
      }
    }

    func ask(_ request: Request, listen seconds: Double = 0.15) throws {
      id += 1
      var bytes: [UInt8] = []
      try Frame.request(request, id: id).encoded(checked: true).withUnsafeBytes {
        Stuffing.stuff($0, onto: &bytes)
      }
      bytes.withUnsafeBytes { checker.take(fromHost: $0, at: now) { findings.append($0) } }
      try link.write(bytes)
      try listen(seconds)
    }
  }

  @Test func `the peer breaks no rule whatever it is asked, in long frames and in short ones`() throws {
    let address = FileManager.default.temporaryDirectory.appending(path: "peer-\(UUID().uuidString)").path
    let peer = try Self.run("device.py", ["--listen", "unix:\(address)", "--seed", "3"])
    for _ in 0..<1000 where !FileManager.default.fileExists(atPath: address) { usleep(10_000) }
    let host = try Conversation(address)
    try host.ask(.time)
    for maxFrame in [4096, 24] as [UInt16] {
      try host.ask(.hello(major: 1, minor: 0, maxFrame: maxFrame))
      for stream in 0..<3 { try host.ask(.describe(stream: UInt8(stream))) }
      if maxFrame > 24 {
        try host.ask(.configure(stream: 0, encoding: .packed, rate: 0, channels: 0b1101))
        try host.ask(.configure(stream: 1, encoding: .packed, rate: 1, channels: 7))
      } else {
        // No compressed samples in short frames.
        try host.ask(.start(lease: 1))
        for stream in 0..<2 {
          try host.ask(
            .configure(stream: UInt8(stream), encoding: stream == 0 ? .i24 : .i16, rate: 0, channels: 7))
        }
      }
      try host.ask(.start(lease: 2), listen: 1)
      try host.ask(.keep(lease: 20))
      try host.ask(.identify(seconds: 1), listen: 1.2)
      try host.ask(.range(stream: 0, boot: host.boot, first: 100, count: 2000), listen: 1)
      try host.ask(.stop)
    }
    // Back to long frames: what is stored comes again, and a lease ends by itself.
    try host.ask(.hello(major: 1, minor: 0, maxFrame: 4096))
    try host.ask(.start(lease: 1), listen: 2.3)
    try host.ask(.keep(lease: 1))
    try host.ask(.stop)
    stop(peer)
    #expect(host.findings.isEmpty, "\(host.findings.prefix(3))")
    let held: Set = [
      "R08", "R10", "R12", "R18", "R23", "R24", "R25", "R26", "R27", "R28", "R29",
    ]
    #expect(host.tried.isSuperset(of: held), "\(held.subtracting(host.tried).sorted())")
  }
}
