public import Links
public import Signals

/// A device in software, in virtual time: bytes and time go in, parts that are sent at once come out.
public protocol VirtualPeripheral: AnyObject {
  /// Lets time go on to `now`.
  func advance(to now: Seconds, send: ([UInt8]) -> Void)
  /// Takes what the host has sent.
  func receive(_ bytes: [UInt8], at now: Seconds, send: ([UInt8]) -> Void)
  /// Begins anew, as after its battery was changed.
  func reset(at now: Seconds)
}

extension VirtualWearable: VirtualPeripheral {}

/// Where a virtual device is plugged in: a link to it, in virtual time, with what goes wrong with links.
///
/// Whoever waits on the link lets the clock go on, and with it the device and the world. Used by one thread.
public final class VirtualPort<Peripheral: VirtualPeripheral> {
  /// What is plugged in.
  public let wearable: Peripheral
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
  private static var step: Double { 0.005 }
  /// What a host's system keeps for a program that does not read; what comes beyond is lost.
  private static var most: Int { 1 << 16 }

  /// A port over whose link these faults happen, by seed.
  public init(_ wearable: Peripheral, faults: LinkFaults, seed: UInt64, clock: VirtualClock) {
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

  /// A link to the device; those that were made before are dead.
  ///
  /// - Throws: ``LinkError``, unavailable without a cable.
  public func connect() throws(LinkError) -> VirtualLink<Peripheral> {
    play()
    guard isPlugged else { throw LinkError(.unavailable, name: Self.name, reason: "is not there") }
    connection += 1
    arrived.removeAll(keepingCapacity: true)
    return VirtualLink(self, connection)
  }

  /// What the link does to what is sent over it, from now on.
  public func setFaults(_ faults: LinkFaults) { (down.faults, up.faults) = (faults, faults) }

  /// Resets what is plugged in.
  public func reset() {
    play()
    wearable.reset(at: Seconds(played))
  }

  static var name: String { "virtual port" }

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

/// A link to a device in a world that is played.
public final class VirtualLink<Peripheral: VirtualPeripheral>: DeviceLink {
  private let port: VirtualPort<Peripheral>
  private let connection: Int

  /// So long is waited at one go.
  private static var pause: Seconds { 0.005 }

  fileprivate init(_ port: VirtualPort<Peripheral>, _ connection: Int) {
    self.port = port
    self.connection = connection
  }

  public func read(waiting milliseconds: Int32) throws(LinkError) -> [UInt8] {
    let deadline = port.clock.elapsed + Seconds(Double(milliseconds) * 1e-3)
    while true {
      port.play()
      if port.isDead(connection) {
        throw LinkError(.unavailable, name: VirtualPort<Peripheral>.name, reason: "has gone")
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
      throw LinkError(.unavailable, name: VirtualPort<Peripheral>.name, reason: "has gone")
    }
    port.send(bytes)
    return true
  }
}
