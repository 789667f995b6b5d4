/// What a peer offers: its services with their characteristics, as it tells them.
public struct GATTTable: Hashable, Sendable {
  public internal(set) var services: [Service] = []

  /// Characteristics that serve one end.
  public struct Service: Hashable, Sendable {
    public var type: BluetoothUUID
    public var handles: ATTPacket.HandleRange
    public internal(set) var characteristics: [Characteristic] = []
  }

  /// A value of a service.
  public struct Characteristic: Hashable, Sendable {
    public var type: BluetoothUUID
    /// The handle of its value.
    public var handle: UInt16
    /// The last handle that belongs to it.
    public var last: UInt16
    public var properties: Properties
    public internal(set) var descriptors: [ATTPacket.Information] = []

    /// Where a client says that it wants to be told the value.
    public var configuration: UInt16? { descriptors.first { $0.type == .clientConfiguration }?.handle }
  }

  /// What may be done with a characteristic (Core, Vol 3 Part G 3.3.1.1).
  public struct Properties: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let read = Properties(rawValue: 0x02)
    public static let writeWithoutResponse = Properties(rawValue: 0x04)
    public static let write = Properties(rawValue: 0x08)
    public static let notify = Properties(rawValue: 0x10)
    public static let indicate = Properties(rawValue: 0x20)
  }

  /// The first characteristic of a kind; of any service, where none is named.
  public func characteristic(_ type: BluetoothUUID, in service: BluetoothUUID? = nil) -> Characteristic? {
    for candidate in services where service == nil || candidate.type == service {
      if let found = candidate.characteristics.first(where: { $0.type == type }) { return found }
    }
    return nil
  }
}
