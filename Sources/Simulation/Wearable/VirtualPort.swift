public import Links
internal import Signals

/// Where a virtual wearable is plugged in: a link to it, in virtual time, with what goes wrong with links.
///
/// Whoever waits on the link lets the clock go on, and with it the wearable and the world. Used by one thread.
public final class VirtualPort {
  /// What is plugged in.
  public let wearable: VirtualWearable
  /// The clock that the host reads.
  public let clock: VirtualClock
  /// Whether there is a cable; without one, what is under way is gone, and links that were made are dead.
  public var isPlugged = true { didSet { if !isPlugged { cut() } } }
  /// Nothing arrives while it lasts, and comes late.
  public var isStalled = false

  private var down: FaultyLink
  private var up: FaultyLink
  private var arrived: [UInt8] = []
  private var played = 0.0
  private var connection = 0

  /// So finely time passes.
  private static let step = 0.005
  /// What a host's system keeps for a program that does not read; what comes beyond is lost.
  private static let most = 1 << 16

  /// A port over whose link these faults happen, by seed.
  public init(_ wearable: VirtualWearable, faults: LinkFaults, seed: UInt64, clock: VirtualClock) {
    self.wearable = wearable
    self.clock = clock
    down = FaultyLink(faults, seed: seed)
    up = FaultyLink(faults, seed: seed &+ 1)
  }

  /// What befalls what goes over it, both ways.
  public var faults: LinkFaults {
    get { down.faults }
    set { (down.faults, up.faults) = (newValue, newValue) }
  }

  /// A link to the wearable; those that were made before are dead.
  ///
  /// - Throws: ``LinkError``, unavailable without a cable.
  public func connect() throws(LinkError) -> VirtualLink {
    play()
    guard isPlugged else { throw LinkError(.unavailable, name: Self.name, reason: "is not there") }
    connection += 1
    arrived.removeAll(keepingCapacity: true)
    return VirtualLink(self, connection)
  }

  /// Resets the wearable.
  public func reset() {
    play()
    wearable.reset(at: Seconds(played))
  }

  static let name = "virtual port"

  /// Lets the world go on to where the clock is.
  func play() {
    let now = clock.elapsed.value
    while played < now {
      played = min(played + Self.step, now)
      let time = Seconds(played)
      wearable.advance(to: time) { down.send($0, at: time) }
      up.deliver(at: time) { bytes in wearable.receive(bytes, at: time) { down.send($0, at: time) } }
      guard isPlugged else {
        cut()
        continue
      }
      guard !isStalled else { continue }
      down.deliver(at: time) { if arrived.count + $0.count <= Self.most { arrived += $0 } }
    }
  }

  fileprivate func isDead(_ connection: Int) -> Bool { !isPlugged || connection != self.connection }

  fileprivate func take() -> [UInt8] {
    defer { arrived = [] }
    return arrived
  }

  fileprivate var isEmpty: Bool { arrived.isEmpty }

  fileprivate func send(_ bytes: [UInt8]) { up.send(bytes, at: Seconds(played)) }

  private func cut() {
    up.cut()
    down.cut()
    arrived.removeAll()
  }
}

/// A link to a wearable in a world that is played.
public final class VirtualLink: DeviceLink {
  private let port: VirtualPort
  private let connection: Int

  /// So long is waited at one go.
  private static let pause: Seconds = 0.005

  fileprivate init(_ port: VirtualPort, _ connection: Int) {
    self.port = port
    self.connection = connection
  }

  public func read(waiting milliseconds: Int32) throws(LinkError) -> [UInt8] {
    let deadline = port.clock.elapsed + Seconds(Double(milliseconds) * 1e-3)
    while true {
      port.play()
      if port.isDead(connection) {
        throw LinkError(.unavailable, name: VirtualPort.name, reason: "has gone")
      }
      let rest = deadline - port.clock.elapsed
      guard port.isEmpty, rest > 0 else { return port.take() }
      port.clock.pass(min(rest, Self.pause))
    }
  }

  @discardableResult
  public func write(_ bytes: [UInt8]) throws(LinkError) -> Bool {
    port.play()
    if port.isDead(connection) {
      throw LinkError(.unavailable, name: VirtualPort.name, reason: "has gone")
    }
    port.send(bytes)
    return true
  }
}
