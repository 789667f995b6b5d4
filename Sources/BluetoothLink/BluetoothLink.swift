public import Links
public import Signals

/// A link to a wearable on Bluetooth Low Energy, over the kernel's own sockets: no daemon is needed, and no privilege.
///
/// A device is called by its address alone; who looks for addresses is ``BluetoothScan``.
public final class BluetoothLink: PacketLink {
  /// How a device is called.
  public struct Settings: Sendable {
    /// Whether the connection is encrypted; what a device that is not paired cannot do.
    public enum Security: Sendable {
      case none, encrypted, authenticated
    }

    /// The adapter's number; nil for the first that is on.
    public var adapter: Int?
    public var security = Security.none
    /// The longest packet that is asked for.
    public var mtu = ATTBearer.usualMTU
    /// How long a device may take to answer; the kernel itself gives up after 20 s.
    public var patience: Seconds = 15
    /// A clock that never goes back and counts while the machine sleeps.
    public var now: @Sendable () -> Seconds

    public init(now: @escaping @Sendable () -> Seconds) { self.now = now }
  }

  public let address: BluetoothAddress
  /// The profile's endpoints.
  public let endpoints: GATTLink
  private let watch: ConnectionWatch?

  /// Calls a device, and finds what the profile lists.
  ///
  /// - Throws: ``LinkError``: unavailable, forbidden, with what can be done about it.
  public init(
    _ address: BluetoothAddress, _ profile: GATTProfile, _ settings: Settings,
    isStopped: () -> Bool = { false }
  ) throws(LinkError) {
    self.address = address
    let name = "ble:\(address)"
    #if Bluetooth
      let adapter = try BluetoothAdapter.pick(settings.adapter, name: name)
      let watch = ConnectionWatch(adapter)
      let descriptor = try AttributeSocket.connect(
        address, adapter: settings.adapter == nil ? nil : adapter, settings, name: name, isStopped: isStopped)
      watch?.follow(descriptor)
      self.watch = watch
      endpoints = try GATTLink(
        descriptor: descriptor, name: name, profile: profile, mtu: settings.mtu,
        explain: { BluetoothTrouble($0, whileCalling: false).error(name, address: address) },
        now: settings.now,
        isStopped: isStopped)
    #else
      _ = try BluetoothAdapter.pick(settings.adapter, name: name)
      throw BluetoothTrouble.noBluetooth.error(name)
    #endif
  }

  /// How the connection is kept up, as far as this program may read it.
  public var facts: ConnectionFacts {
    var facts = watch?.facts ?? ConnectionFacts()
    facts.mtu = endpoints.mtu
    return facts
  }

  public func receive(
    waiting milliseconds: Int32, _ take: (_ bytes: [UInt8], _ endpoint: UInt8) -> Void
  ) throws(LinkError) {
    try endpoints.receive(waiting: milliseconds, take)
  }

  @discardableResult
  public func send(_ bytes: [UInt8], to endpoint: UInt8) throws(LinkError) -> Bool {
    try endpoints.send(bytes, to: endpoint)
  }
}
