internal import FirmwareProtocol

/// What switches a scan on and off, in each of the three ways that there are.
public enum ScanFrames {
  /// A command to a controller: its number and its parameters.
  public struct Command: Hashable, Sendable {
    public var opcode: UInt16
    public var parameters: [UInt8]

    /// As it is written to a raw HCI socket.
    public var bytes: [UInt8] {
      var out: [UInt8] = [0x01]
      out.append(number: opcode)
      out.append(UInt8(truncatingIfNeeded: parameters.count))
      return out + parameters
    }
  }

  /// Active, so that names are told; 30 ms in every 60, which leaves time to whoever else uses the radio.
  private static let window: [UInt8] = [0x01, 0x60, 0x00, 0x30, 0x00]

  /// How a controller that knows extended advertising is set up, on its basic PHY.
  public static let extendedSetUp = Command(opcode: 0x2041, parameters: [0x00, 0x00, 0x01] + window)
  public static let extendedOn = Command(opcode: 0x2042, parameters: [1, 0, 0, 0, 0, 0])
  public static let extendedOff = Command(opcode: 0x2042, parameters: [0, 0, 0, 0, 0, 0])
  public static let legacySetUp = Command(opcode: 0x200B, parameters: window + [0x00, 0x00])
  public static let legacyOn = Command(opcode: 0x200C, parameters: [1, 0])
  public static let legacyOff = Command(opcode: 0x200C, parameters: [0, 0])

  /// What a controller answered to a command, from an event's bytes: 0 is success; nil of any other event.
  public static func status(ofEvent bytes: [UInt8], for command: Command) -> UInt8? {
    let number = [UInt8(command.opcode & 0xFF), UInt8(command.opcode >> 8)]
    switch bytes.first {
    // Command Complete: length, how many more it takes, the command, its parameters.
    case 0x0E where bytes.count >= 6 && Array(bytes[3...4]) == number: return bytes[5]
    // Command Status: length, status, how many more, the command.
    case 0x0F where bytes.count >= 6 && Array(bytes[4...5]) == number: return bytes[2]
    default: return nil
    }
  }

  /// What the management socket is told: devices of Low Energy are looked for, by adapter `index`.
  public static func startDiscovery(_ index: UInt16) -> [UInt8] { management(0x0023, index, [0x06]) }
  /// The end of that.
  public static func stopDiscovery(_ index: UInt16) -> [UInt8] { management(0x0024, index, [0x06]) }

  /// What the kernel answered to Start Discovery; nil of any other event.
  public static func discoveryStatus(of bytes: [UInt8], index: UInt16) -> UInt8? {
    bytes.withUnsafeBytes { raw in
      var cursor = ByteCursor(raw)
      guard let event: UInt16 = cursor.number(), event == 1 || event == 2, cursor.number() == index,
        let _: UInt16 = cursor.number(), cursor.number() == UInt16(0x0023)
      else { return nil }
      return cursor.number(UInt8.self)
    }
  }

  /// Whether the kernel says that a discovery has ended, as it does after some ten seconds.
  public static func isDiscoveryEnd(_ bytes: [UInt8], index: UInt16) -> Bool {
    let number = [UInt8(index & 0xFF), UInt8(index >> 8)]
    return bytes.count >= 8 && bytes[0] == 0x13 && bytes[1] == 0 && Array(bytes[2...3]) == number
      && bytes[7] == 0
  }

  private static func management(_ opcode: UInt16, _ index: UInt16, _ parameters: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.append(number: opcode)
    out.append(number: index)
    out.append(number: UInt16(parameters.count))
    return out + parameters
  }
}
