/// What is wanted of a peer: characteristics, each an endpoint of the link by its place in the list.
public struct GATTProfile: Hashable, Sendable {
  /// Which device it is, for errors.
  public var name: String
  /// The service that the device advertises, where it does.
  public var advertised: BluetoothUUID?
  public var endpoints: [Endpoint]

  /// A characteristic, and what it is used for.
  public struct Endpoint: Hashable, Sendable {
    public var service: BluetoothUUID
    public var characteristic: BluetoothUUID
    public var use: Use
    /// Whether a device without it is one all the same.
    public var isOptional: Bool

    public init(
      _ characteristic: BluetoothUUID, of service: BluetoothUUID, _ use: Use, isOptional: Bool = false
    ) {
      (self.service, self.characteristic, self.use, self.isOptional) = (
        service, characteristic, use, isOptional
      )
    }
  }

  /// What a characteristic is used for.
  public struct Use: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Read once, when the link is made: its value comes as the endpoint's first packet.
    public static let read = Use(rawValue: 1)
    /// Told by the device, by notifications or indications.
    public static let told = Use(rawValue: 2)
    /// Written, and answered; without an answer where the device knows no other way.
    public static let written = Use(rawValue: 4)
    /// Written without an answer; with one where the device knows no other way.
    public static let commanded = Use(rawValue: 8)
  }

  public init(name: String, advertised: BluetoothUUID? = nil, endpoints: [Endpoint]) {
    (self.name, self.advertised, self.endpoints) = (name, advertised, endpoints)
  }
}

extension GATTProfile.Endpoint {
  /// What every device may tell of itself: its battery, and who made it.
  public static let standard: [Self] =
    [Self(.batteryLevel, of: .battery, [.read, .told], isOptional: true)]
    + [
      BluetoothUUID.manufacturerName, .modelNumber, .serialNumber, .firmwareRevision, .hardwareRevision,
    ].map { Self($0, of: .deviceInformation, .read, isOptional: true) }
}
