import EpisodeRecorder
import Events
import Fixtures
import Foundation
import Signals
import SpasmDetection
import Synchronization
import Testing

@testable import Monitoring

/// What a monitor answers.
@Suite struct StatusReportTests {
  static func snapshot(_ change: (inout WearableSnapshot) -> Void = { _ in }) -> MonitorSnapshot {
    var channels = ["Left calf", "Right\u{1b}[31m calf"].map { ChannelSnapshot(label: $0, unit: "uV") }
    channels[0].state = .spasm(since: 90)
    channels[1].state = .rest
    var wearable = WearableSnapshot(
      name: "tty:/dev/ttyACM0", device: "Band", preset: "limb", channels: channels)
    wearable.time = 100
    wearable.recording = .on(path: "/sessions/one")
    wearable.state = DeviceState(battery: 0.5, drift: .nan, jitter: 0.004)
    wearable.ledger.receive(100_000, blank: 0)
    wearable.ledger.miss(5, cause: .lost)
    wearable.counts = [.spasm: 2, .twitch: 7]
    let episode = Episode(
      id: 3, kind: .spasm, subtype: nil, onset: 60, offset: 72, involuntary: 0.9, bout: nil,
      severity: Severity(timesRest: 5, integrated: 1),
      evidence: Evidence(
        restRMS: 1, rms: 5, peak: 9, ratio: 14, threshold: 10, motion: nil, posture: nil, company: nil,
        unevenness: 1, quality: 1, blanked: 0))
    wearable.episodes = [RecentEpisode(channel: 0, episode: episode)]
    change(&wearable)
    return MonitorSnapshot(
      wearables: [wearable], uptime: 101.5,
      remarks: [MonitorSnapshot.Remark(at: 20, text: "it came back", isWarning: false)])
  }

  @Test func `a report is read back as it was written`() throws {
    let report = StatusReport(Self.snapshot(), isStalled: false)
    let json = String(decoding: report.json, as: UTF8.self)
    #expect(
      StatusReport(json: report.json) == report && json.hasSuffix("}\n")
        && json.split(separator: "\n").count == 1)
    #expect(json.contains(#""uptime_s":101.5"#) && json.contains(#""last_spasm":{"ago_s":28"#))
    #expect(json.contains(#""jitter_ms":4"#) && !json.contains("drift_ppm") && !json.contains("\u{1b}"))
    let wearable = try #require(report.wearables.first)
    #expect(
      wearable.channels.map(\.state) == ["spasm", "rest"] && wearable.episodes == ["spasm": 2, "twitch": 7])
    #expect(wearable.received == 100_000 && wearable.lost == 5 && wearable.batteryPercent == 50)
    #expect(report.troubles.isEmpty)
  }

  @Test func `a later version's report is read, and what is none is not`() {
    var json = String(decoding: StatusReport(Self.snapshot(), isStalled: false).json, as: UTF8.self)
    json.replace("{\"is_stalled\"", with: "{\"later\":[1],\"is_stalled\"")
    #expect(StatusReport(json: Array(json.utf8)) != nil)
    for text in ["", "{}", "[]", "nothing", String(json.dropLast(3))] {
      #expect(StatusReport(json: Array(text.utf8)) == nil)
    }
  }

  /// A change of a snapshot, and a word of what is then told as trouble.
  static let troubles: [(@Sendable (inout WearableSnapshot) -> Void, String)] = [
    ({ $0.link = .lost(since: 90, reason: "has gone") }, "link is lost: has gone"),
    ({ $0.link = .ended(reason: "the disk failed") }, "any more: the disk failed"),
    ({ $0.recording = .paused(path: "/x", reason: "no room") }, "not recorded: no room"),
    ({ $0.channels[0].state = .electrodeOff(.flat) }, "Left calf"),
    ({ $0.state.battery = 0.07 }, "battery is at 7 %"), ({ $0.hoursLeft = 0.5 }, "full in 30 minutes"),
  ]

  @Test(arguments: troubles.indices) func `what a person has to mend is trouble`(number: Int) {
    let (change, word) = Self.troubles[number]
    let troubles = StatusReport(Self.snapshot(change), isStalled: false).troubles
    #expect(troubles.count == 1 && troubles.allSatisfy { $0.contains(word) }, "\(troubles)")
  }

  @Test func `what ends as it should, or is being charged, is none`() {
    for change in [
      { $0.link = .ended(reason: nil) }, { $0.state = DeviceState(battery: 0.02, isCharging: true) },
    ]
      as [(inout WearableSnapshot) -> Void]
    {
      #expect(StatusReport(Self.snapshot(change), isStalled: false).troubles.isEmpty)
    }
    #expect(StatusReport(Self.snapshot(), isStalled: true).troubles.count == 1)
  }
}

/// The socket that a running monitor answers on.
@Suite struct StatusServerTests {
  private static let report = StatusReport(StatusReportTests.snapshot(), isStalled: false)

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  /// A socket file that nobody listens on.
  private func leaveSocket(at path: String) {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    close(descriptor)
  }

  @Test func `whoever asks gets one report, as often as is asked`() throws {
    let root = try TemporaryFolder()
    let folder = "\(root.path)/a/spasm"
    let server = try StatusServer(in: folder) { Self.report.json }
    #expect(StatusQuestion.ask(in: folder) == [Self.report])
    #expect(StatusQuestion.ask(in: folder) == [Self.report])
    #expect(try mode(folder) == 0o700 && mode(server.path) == 0o600)
    server.stop()
    #expect(StatusQuestion.ask(in: folder).isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  @Test func `several monitors answer, and what dead ones left is taken away`() throws {
    let root = try TemporaryFolder()
    let folder = "\(root.path)/spasm"
    let first = try StatusServer(in: folder, pid: 11) { Self.report.json }
    leaveSocket(at: "\(folder)/monitor-12.sock")
    _ = FileManager.default.createFile(atPath: "\(folder)/monitor-x.sock", contents: nil)
    let second = try StatusServer(in: folder, pid: 13) { Self.report.json }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(names == ["monitor-11.sock", "monitor-13.sock", "monitor-x.sock"])
    #expect(StatusQuestion.ask(in: folder).count == 2)
    first.stop()
    second.stop()
  }

  @Test func `one that takes no answer does not keep others from theirs`() throws {
    let root = try TemporaryFolder()
    let isLong = Atomic(true)
    let folder = "\(root.path)/spasm"
    let server = try StatusServer(in: folder) {
      // The first answer is more than a socket holds.
      isLong.exchange(false, ordering: .relaxed) ? Array(repeating: 32, count: 8 << 20) : Self.report.json
    }
    let hanging = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(server.path.utf8)) }
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(hanging, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    #expect(isConnected)
    #expect(StatusQuestion.ask(in: folder) == [Self.report])
    close(hanging)
    server.stop()
  }

  @Test func `a folder that others may enter, or that is a link, is refused`() throws {
    let root = try TemporaryFolder()
    let open = "\(root.path)/open"
    try FileManager.default.createDirectory(
      atPath: open, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
    try FileManager.default.createSymbolicLink(atPath: "\(root.path)/link", withDestinationPath: root.path)
    for folder in [open, "\(root.path)/link", "/proc/spasm"] {
      #expect(throws: SessionError.self) { try StatusServer(in: folder) { [] } }
      #expect(StatusQuestion.ask(in: folder).isEmpty)
    }
  }

  @Test func `where the socket is`() throws {
    let root = try TemporaryFolder()
    let library = LibraryFolder(path: "/library")
    let open = "\(root.path)/open"
    try FileManager.default.createDirectory(
      atPath: open, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
    func place(_ told: String?) -> String {
      PrivateFolder.forSockets(environment: told.map { ["XDG_RUNTIME_DIR": $0] } ?? [:], library: library)
    }
    let own = "\(root.path)/own"
    try PrivateFolder.make(own)
    #expect(place(own) == "\(own)/spasm")
    for told in [nil, "run", open, "\(root.path)/absent"] {
      #expect(["/library/run", "/run/user/\(getuid())/spasm"].contains(place(told)))
    }
  }
}
