internal import Glibc
public import Signals
internal import Synchronization

/// Tells systemd how a service fares: sd_notify(3), by a datagram of our own.
///
/// The socket is named by `$NOTIFY_SOCKET`; what cannot be sent at once is not sent. Nothing waits.
public final class ServiceNotifier: Sendable {
  private struct State {
    var nextFeed: Seconds
    var status = ""
  }

  private let descriptor: Int32
  private let address: [UInt8]
  /// How often the watchdog wants to be fed: half of the time after which it bites; nil where there is none.
  private let feedInterval: Seconds?
  private let state: Mutex<State>

  /// A notifier, where systemd started this process and wants to hear of it; nil elsewhere.
  public init?(environment: [String: String], now: Seconds, pid: Int32? = nil) {
    guard let name = environment["NOTIFY_SOCKET"], let address = Self.socketAddress(name) else { return nil }
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    self.address = address
    // The watchdog may be meant for another process of the service.
    let isMeant = environment["WATCHDOG_PID"].map { Int32($0) == pid ?? getpid() } ?? true
    let limit = environment["WATCHDOG_USEC"].flatMap { Double($0) }.flatMap { $0 > 0 ? $0 : nil }
    feedInterval = isMeant ? limit.map { Seconds($0 * 1e-6 / 2) } : nil
    state = Mutex(State(nextFeed: now))
  }

  deinit { close(descriptor) }

  /// Says that all has begun.
  public func ready() { send("READY=1") }

  /// Says that it is about to end; the watchdog is not fed any more.
  public func stopping() {
    state.withLock { $0.nextFeed = Seconds(.infinity) }
    send("STOPPING=1")
  }

  /// Called several times a second: feeds the watchdog when it is due and `isWell` says that work gets on, and tells `status`, one
  /// line, when it has changed.
  public func turn(at now: Seconds, status: String, isWell: () -> Bool) {
    let isChanged = state.withLock { state in
      defer { state.status = status }
      return state.status != status
    }
    if isChanged { send("STATUS=\(printable(status, limit: 400))") }
    guard let feedInterval, state.withLock({ now >= $0.nextFeed }), isWell() else { return }
    state.withLock { $0.nextFeed = now + feedInterval }
    send("WATCHDOG=1")
  }

  private func send(_ text: String) {
    let bytes = Array(text.utf8)
    address.withUnsafeBytes { raw in
      let target = raw.assumingMemoryBound(to: sockaddr.self).baseAddress
      _ = bytes.withUnsafeBytes { message in
        sendto(
          descriptor, message.baseAddress, message.count,
          Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT),
          target, socklen_t(raw.count))
      }
    }
  }

  /// The address of a socket by its path, or by its name in the abstract space, which begins with `@`.
  private static func socketAddress(_ name: String) -> [UInt8]? {
    var path = Array(name.utf8)
    guard let first = path.first, [UInt8(ascii: "/"), UInt8(ascii: "@")].contains(first),
      path.count < MemoryLayout<sockaddr_un>.size - MemoryLayout<sa_family_t>.size
    else { return nil }
    // An abstract name begins with a zero and ends with its last byte; a path ends with a zero.
    if first == UInt8(ascii: "@") { path[0] = 0 } else { path.append(0) }
    return withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) } + path
  }
}
