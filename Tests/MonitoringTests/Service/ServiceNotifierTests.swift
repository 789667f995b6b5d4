import Foundation
import Signals
import Testing

@testable import Monitoring

/// A socket that plays the part of systemd.
private final class Listening {
  let name: String
  private let descriptor: Int32

  /// Listens at a path, or at a name in the abstract space, which begins with `@`.
  init(_ name: String) throws {
    self.name = name
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var bytes = Array(name.utf8)
    if name.hasPrefix("@") { bytes[0] = 0 }
    var address = withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) } + bytes
    if !name.hasPrefix("@") { address.append(0) }
    let result = address.withUnsafeBytes { raw in
      bind(descriptor, raw.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(raw.count))
    }
    try #require(result == 0)
  }

  deinit {
    close(descriptor)
    unlink(name)
  }

  /// What has come by now.
  func messages() -> [String] {
    var messages: [String] = []
    var bytes = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
      guard count > 0 else { return messages }
      messages.append(String(decoding: bytes.prefix(count), as: UTF8.self))
    }
  }
}

/// systemd hears that a service is ready, alive, and about to end.
@Suite struct ServiceNotifierTests {
  private static func places() -> [String] {
    let name = UUID().uuidString.prefix(8)
    return [NSTemporaryDirectory() + "/notify-\(name)", "@spasm-test-\(name)"]
  }

  @Test(arguments: places()) func `a service says when it is ready, how it fares and that it ends`(
    place: String
  ) throws {
    let systemd = try Listening(place)
    let notifier = try #require(ServiceNotifier(environment: ["NOTIFY_SOCKET": place], now: 0))
    notifier.ready()
    notifier.turn(at: 1, status: "All is well.") { true }
    notifier.turn(at: 2, status: "All is well.") { true }
    notifier.turn(at: 3, status: "the link\n is lost") { true }
    notifier.stopping()
    // Without a watchdog there is none to feed.
    #expect(
      systemd.messages() == ["READY=1", "STATUS=All is well.", "STATUS=the link is lost", "STOPPING=1"])
  }

  @Test func `the watchdog is fed at half of its time, only while work gets on, and not after the end`()
    throws
  {
    let systemd = try Listening(Self.places()[0])
    let environment = ["NOTIFY_SOCKET": systemd.name, "WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"]
    let notifier = try #require(ServiceNotifier(environment: environment, now: 100, pid: 7))
    var fed: [Double] = []
    for tenth in 0..<1000 {
      let now = 100 + Double(tenth) / 10
      // From 50 s to 70 s nothing gets on.
      notifier.turn(at: Seconds(now), status: "") { !(50..<70).contains(now - 100) }
      if systemd.messages().contains("WATCHDOG=1") { fed.append(now - 100) }
    }
    #expect(fed == [0, 15, 30, 45, 70, 85])
    notifier.stopping()
    notifier.turn(at: 1000, status: "") { true }
    #expect(systemd.messages() == ["STOPPING=1"])
  }

  @Test func `a watchdog that is meant for another process is not fed`() throws {
    let systemd = try Listening(Self.places()[0])
    let environment = ["NOTIFY_SOCKET": systemd.name, "WATCHDOG_USEC": "1000000", "WATCHDOG_PID": "8"]
    let notifier = try #require(ServiceNotifier(environment: environment, now: 0, pid: 7))
    notifier.turn(at: 10, status: "") { true }
    #expect(systemd.messages().isEmpty)
  }

  @Test(arguments: [
    [:], ["NOTIFY_SOCKET": ""], ["NOTIFY_SOCKET": "relative"],
    ["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 200)],
  ])
  func `without a socket that can be named there is nobody to tell`(environment: [String: String]) {
    #expect(ServiceNotifier(environment: environment, now: 0) == nil)
  }

  @Test func `a socket that is gone or full holds nothing up`() throws {
    let systemd = try Listening(Self.places()[0])
    let notifier = try #require(ServiceNotifier(environment: ["NOTIFY_SOCKET": systemd.name], now: 0))
    for number in 0..<10_000 { notifier.turn(at: 0, status: "\(number)") { true } }
    #expect(systemd.messages().first == "STATUS=0")
    unlink(systemd.name)
    notifier.ready()
  }
}
