internal import Glibc
public import Signals
internal import Synchronization

/// A link to the endpoints of a profile, over a connected socket that keeps the bounds of packets.
///
/// A thread of its own reads what comes as soon as it comes, so that the kernel, which lets go what it has no room for, always has room,
/// and answers the device whatever the program is doing. What the program does not fetch in time is let go, the oldest first, and counted.
public final class GATTLink: PacketLink {
  /// Bytes of an endpoint, and when they came.
  public struct Packet: Hashable, Sendable {
    public var endpoint: UInt8
    /// By the clock that the link was given.
    public var time: Seconds
    public var bytes: [UInt8]
  }

  /// What was lost, and what made no sense.
  public struct Losses: Hashable, Sendable {
    /// Packets that the kernel had no room for.
    public var kernel = 0
    /// Packets that were not fetched in time.
    public var overrun = 0
    /// Packets of handles that are no endpoint's.
    public var unclaimed = 0
    /// Writes that the device did not take.
    public var refused = 0
    public var counts = ATTBearer.Counts()
  }

  /// Which link it is, for errors.
  public let name: String
  private let reader: GATTReader

  /// How long a device may take to say what it offers.
  static let patience: Seconds = 40

  /// Takes over a connected socket, finds the endpoints and subscribes to them.
  ///
  /// - Parameters:
  ///   - explain: What an error of the socket means.
  ///   - now: A clock that never goes back and counts while the machine sleeps.
  ///   - isStopped: Whether the caller has had enough.
  /// - Throws: ``LinkError``: unavailable where the device goes, does not answer, or is another one.
  public init(
    descriptor: Int32, name: String, profile: GATTProfile, mtu: UInt16 = ATTBearer.usualMTU,
    explain: @escaping @Sendable (Int32) -> LinkError, now: @escaping @Sendable () -> Seconds,
    isStopped: () -> Bool = { false }
  ) throws(LinkError) {
    self.name = name
    reader = try GATTReader(
      descriptor: descriptor, name: name, session: GATTSession(profile, mtu: mtu), explain: explain, now: now)
    let begin = now()
    while !(try reader.isReady()) {
      guard now() - begin < Self.patience, !isStopped() else {
        reader.stop()
        throw LinkError(.unavailable, name: name, reason: "does not tell what it offers")
      }
      reader.wait(100)
    }
  }

  deinit { reader.stop() }

  /// The longest packet that both sides take.
  public var mtu: Int { reader.state.withLock { $0.session.mtu } }
  /// What the device offers.
  public var table: GATTTable { reader.state.withLock { $0.session.table } }
  public var losses: Losses { reader.losses }

  /// Gives what came, in order, waiting up to `milliseconds` for the first of it.
  ///
  /// - Throws: ``LinkError``: unavailable where the device has gone; not before all that it sent was given.
  public func packets(waiting milliseconds: Int32) throws(LinkError) -> [Packet] {
    var packets = try reader.take()
    if packets.isEmpty {
      reader.wait(milliseconds)
      packets = try reader.take()
    }
    return packets
  }

  public func receive(
    waiting milliseconds: Int32, _ take: (_ bytes: [UInt8], _ endpoint: UInt8) -> Void
  ) throws(LinkError) {
    for packet in try packets(waiting: milliseconds) { take(packet.bytes, packet.endpoint) }
  }

  @discardableResult
  public func send(_ bytes: [UInt8], to endpoint: UInt8) throws(LinkError) -> Bool {
    try reader.send(bytes, to: endpoint)
  }
}
