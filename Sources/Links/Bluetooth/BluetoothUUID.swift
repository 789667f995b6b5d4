internal import FirmwareProtocol

/// What kind a service, a characteristic or a descriptor is of: 128 bits, of which most standard ones need 16.
public struct BluetoothUUID: Hashable, Sendable, CustomStringConvertible {
  private let high: UInt64
  private let low: UInt64

  // 00000000-0000-1000-8000-00805F9B34FB: what a short one is added to (Core, Vol 3 Part B 2.5.1).
  private static let baseHigh: UInt64 = 0x0000_1000
  private static let baseLow: UInt64 = 0x8000_0080_5F9B_34FB

  /// The 128 bits as they are written, the first 64 and the last.
  public init(_ high: UInt64, _ low: UInt64) { (self.high, self.low) = (high, low) }

  /// A number that the Bluetooth SIG has assigned.
  public init(_ assigned: UInt32) { self.init(UInt64(assigned) << 32 | Self.baseHigh, Self.baseLow) }

  /// Two, four or sixteen bytes, lowest first, as they go over the air.
  public init?(_ bytes: [UInt8]) {
    let uuid: BluetoothUUID? = bytes.withUnsafeBytes { raw in
      var cursor = ByteCursor(raw)
      switch raw.count {
      case 2: return cursor.number(UInt16.self).map { BluetoothUUID(UInt32($0)) }
      case 4: return cursor.number(UInt32.self).map { BluetoothUUID($0) }
      case 16:
        guard let low: UInt64 = cursor.number(), let high: UInt64 = cursor.number() else { return nil }
        return BluetoothUUID(high, low)
      default: return nil
      }
    }
    guard let uuid else { return nil }
    self = uuid
  }

  /// `2A19`, or 32 digits with hyphens after 8, 12, 16 and 20.
  public init?(_ text: String) {
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    guard groups.allSatisfy({ $0.allSatisfy { $0.isHexDigit && $0.isASCII } }) else { return nil }
    let digits = groups.joined()
    switch groups.map(\.count) {
    case [4], [8]:
      guard let assigned = UInt32(digits, radix: 16) else { return nil }
      self.init(assigned)
    case [8, 4, 4, 4, 12]:
      guard let high = UInt64(digits.prefix(16), radix: 16), let low = UInt64(digits.suffix(16), radix: 16)
      else { return nil }
      self.init(high, low)
    default: return nil
    }
  }

  /// The assigned number of 16 bits; nil where it takes more.
  public var short: UInt16? {
    low == Self.baseLow && high & 0xFFFF_FFFF == Self.baseHigh ? UInt16(exactly: high >> 32) : nil
  }

  /// As few bytes as an attribute packet may say it in: 2 or 16, lowest first.
  public var bytes: [UInt8] {
    var out: [UInt8] = []
    if let short {
      out.append(number: short)
    } else {
      out.append(number: low)
      out.append(number: high)
    }
    return out
  }

  public var description: String {
    if let short { return Self.digits(UInt64(short), 4) }
    return [
      Self.digits(high >> 32, 8), Self.digits(high >> 16 & 0xFFFF, 4), Self.digits(high & 0xFFFF, 4),
      Self.digits(low >> 48, 4), Self.digits(low & 0xFFFF_FFFF_FFFF, 12),
    ].joined(separator: "-")
  }

  private static func digits(_ value: UInt64, _ count: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: count - text.count) + text
  }
}

/// Assigned numbers that this room or a wearable goes by.
extension BluetoothUUID {
  /// Declares a service, of the kind that stands for itself.
  public static let primaryService = BluetoothUUID(0x2800)
  /// Declares a service that others include.
  public static let secondaryService = BluetoothUUID(0x2801)
  /// Declares a characteristic.
  public static let characteristic = BluetoothUUID(0x2803)
  /// Where a client says whether it wants notifications (1) or indications (2).
  public static let clientConfiguration = BluetoothUUID(0x2902)
  /// Indicates which handles mean something else now.
  public static let serviceChanged = BluetoothUUID(0x2A05)
  /// The Battery service.
  public static let battery = BluetoothUUID(0x180F)
  /// The battery's charge in percent.
  public static let batteryLevel = BluetoothUUID(0x2A19)
  /// The Device Information service.
  public static let deviceInformation = BluetoothUUID(0x180A)
  /// A device's manufacturer, as text.
  public static let manufacturerName = BluetoothUUID(0x2A29)
  /// A device's model, as text.
  public static let modelNumber = BluetoothUUID(0x2A24)
  /// A device's serial number, as text.
  public static let serialNumber = BluetoothUUID(0x2A25)
  /// A device's firmware, as text.
  public static let firmwareRevision = BluetoothUUID(0x2A26)
  /// A device's hardware, as text.
  public static let hardwareRevision = BluetoothUUID(0x2A27)
}
