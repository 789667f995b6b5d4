internal import Signals

/// What a device says of itself to everybody: structures of a length, a type and bytes (Core Supplement, Part A).
public struct AdvertisedData: Hashable, Sendable {
  /// As it may be shown; nil where it tells none.
  public private(set) var name: String?
  /// The services that it offers, or some of them.
  public private(set) var services: Set<BluetoothUUID> = []
  /// Who made it, by the number that the Bluetooth SIG gave them.
  public private(set) var company: UInt16?
  private var hasWholeName = false

  private static let mostServices = 64
  private static let longestName = 80

  /// Of one that has said nothing.
  public init() {}

  /// Takes what an advertisement or a scan response holds; what is cut at its end is left.
  public mutating func take(_ bytes: [UInt8]) {
    var place = 0
    // A length of 0 ends it early.
    while place + 1 < bytes.count, bytes[place] > 0 {
      let end = place + 1 + Int(bytes[place])
      guard end <= bytes.count else { return }
      take(bytes[place + 1], Array(bytes[place + 2..<end]))
      place = end
    }
  }

  /// Takes what is known of the same device from elsewhere.
  public mutating func take(_ other: AdvertisedData) {
    if let name = other.name, other.hasWholeName || !hasWholeName {
      (self.name, hasWholeName) = (name, other.hasWholeName)
    }
    for service in other.services { add(service) }
    company = other.company ?? company
  }

  private mutating func take(_ type: UInt8, _ bytes: [UInt8]) {
    switch type {
    case 0x02, 0x03: addServices(bytes, of: 2)
    case 0x04, 0x05: addServices(bytes, of: 4)
    case 0x06, 0x07: addServices(bytes, of: 16)
    case 0x08 where !hasWholeName, 0x09:
      let text = printable(String(decoding: bytes, as: UTF8.self), limit: Self.longestName)
      guard !text.isEmpty else { return }
      (name, hasWholeName) = (text, type == 0x09)
    case 0xFF where bytes.count >= 2: company = UInt16(bytes[0]) | UInt16(bytes[1]) << 8
    default: break
    }
  }

  private mutating func addServices(_ bytes: [UInt8], of size: Int) {
    for place in stride(from: 0, through: bytes.count - size, by: size) {
      if let service = BluetoothUUID(Array(bytes[place..<place + size])) { add(service) }
    }
  }

  private mutating func add(_ service: BluetoothUUID) {
    if services.count < Self.mostServices { services.insert(service) }
  }
}
