/// A chip or a class of devices that carries a serial line over USB, and how it is set up: 8 bits, no parity, one stop bit, no flow
/// control, a host that is there.
public enum SerialBridge: Hashable, Sendable, CaseIterable {
  /// The class of its own for serial lines, CDC-ACM: boards whose processor speaks USB.
  case acm
  case ftdi
  case ch34x
  case cp210x

  /// What to ask of it before anything is sent, in this order.
  ///
  /// - Parameters:
  ///   - baud: bits a second.
  ///   - interface: the number of the interface that is asked.
  ///   - release: `bcdDevice`, which tells FTDI's chips apart.
  func opening(baud: Int, interface: UInt8, release: UInt16) -> [ControlRequest] {
    let index = UInt16(interface)
    return switch self {
    case .acm: CDCLine.opening(baud: baud, interface: index)
    case .ftdi: FTDILine.opening(baud: baud, chip: FTDIChip(release: release), interface: index)
    case .ch34x: CH34xLine.opening(baud: baud)
    case .cp210x: CP210xLine.opening(baud: baud, interface: index)
    }
  }

  /// What to ask of it to run its line at `baud` bits a second from now on.
  func speed(_ baud: Int, interface: UInt8, release: UInt16) -> ControlRequest {
    let index = UInt16(interface)
    return switch self {
    case .acm: CDCLine.speed(baud, interface: index)
    case .ftdi: FTDILine.speed(baud, chip: FTDIChip(release: release), interface: index)
    case .ch34x: CH34xLine.speed(baud)
    case .cp210x: CP210xLine.speed(baud, interface: index)
    }
  }

  /// What to ask of it at the end: that the host has gone.
  func closing(interface: UInt8, release: UInt16) -> [ControlRequest] {
    let index = UInt16(interface)
    return switch self {
    case .acm: [CDCLine.hostIsThere(false, interface: index)]
    case .ftdi: [FTDILine.hostIsThere(false, port: FTDIChip(release: release).port(of: index))]
    case .ch34x: [CH34xLine.hostIsThere(false)]
    case .cp210x:
      [CP210xLine.hostIsThere(false, interface: index), CP210xLine.enable(false, interface: index)]
    }
  }
}

/// The serial line of the class CDC-ACM (USB PSTN devices 1.2, section 6.3).
enum CDCLine {
  static func opening(baud: Int, interface: UInt16) -> [ControlRequest] {
    [speed(baud, interface: interface), hostIsThere(true, interface: interface)]
  }

  /// Boards without a real line need not know it.
  static func speed(_ baud: Int, interface: UInt16) -> ControlRequest {
    ControlRequest(
      type: 0x21, request: 0x20, index: interface, bytes: littleEndian(baud) + [0, 0, 8], isOptional: true)
  }

  /// DTR and RTS: many boards send nothing without.
  static func hostIsThere(_ isThere: Bool, interface: UInt16) -> ControlRequest {
    ControlRequest(
      type: 0x21, request: 0x22, value: isThere ? 3 : 0, index: interface, isOptional: true)
  }

  /// How many errors notifications of a line's state tell of: overruns, parities, frames and breaks.
  ///
  /// `bytes` are whole notifications, one a packet of the interrupt endpoint.
  static func errors(in bytes: [UInt8]) -> Int {
    // SERIAL_STATE: A1 20 0000, interface, length 2, then the state.
    var (errors, place) = (0, 0)
    while place + 8 <= bytes.count {
      let length = Int(bytes[place + 6]) | Int(bytes[place + 7]) << 8
      let isState = bytes[place] == 0xA1 && bytes[place + 1] == 0x20 && length >= 2
      if isState, place + 8 + length <= bytes.count, bytes[place + 8] & 0b0111_0100 != 0 { errors += 1 }
      place += 8 + length
    }
    return errors
  }
}

/// Silicon Labs' CP210x (their application note 571).
enum CP210xLine {
  static func opening(baud: Int, interface: UInt16) -> [ControlRequest] {
    [
      enable(true, interface: interface),
      speed(baud, interface: interface),
      ControlRequest(type: 0x41, request: 0x03, value: 0x0800, index: interface),
      // SET_FLOW: no handshake; DTR and RTS as they are set.
      ControlRequest(
        type: 0x41, request: 0x13, index: interface,
        bytes: [0x01, 0, 0, 0, 0x40, 0, 0, 0, 0x80, 0, 0, 0, 0x80, 0, 0, 0],
        isOptional: true),
      hostIsThere(true, interface: interface),
    ]
  }

  static func speed(_ baud: Int, interface: UInt16) -> ControlRequest {
    ControlRequest(type: 0x41, request: 0x1E, index: interface, bytes: littleEndian(baud))
  }

  static func enable(_ isEnabled: Bool, interface: UInt16) -> ControlRequest {
    ControlRequest(type: 0x41, request: 0x00, value: isEnabled ? 1 : 0, index: interface)
  }

  /// DTR and RTS together: boards that reset their processor by one of them alone are left as they are.
  static func hostIsThere(_ isThere: Bool, interface: UInt16) -> ControlRequest {
    ControlRequest(type: 0x41, request: 0x07, value: isThere ? 0x0303 : 0x0300, index: interface)
  }
}

/// A rate as the bridges take it: 32 bits, the lowest byte first.
private func littleEndian(_ rate: Int) -> [UInt8] {
  let bits = UInt32(clamping: rate)
  return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
}
