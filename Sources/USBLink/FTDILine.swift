/// Which of FTDI's chips it is, by `bcdDevice`.
enum FTDIChip: Hashable, Sendable {
  /// FT232B and R, and the FT-X: 3 MHz, with eighths.
  case single
  /// FT2232C: 3 MHz, two ports.
  case dual
  /// FT232H: 12 MHz.
  case fast
  /// FT2232H and FT4232H: 12 MHz, several ports.
  case fastPorts

  init(release: UInt16) {
    self =
      switch release {
      case 0x0500: .dual
      case 0x0700, 0x0800: .fastPorts
      case 0x0900: .fast
      default: .single
      }
  }

  /// How requests name the port behind an interface: 0 where there is only one.
  func port(of interface: UInt16) -> UInt16 {
    switch self {
    case .dual, .fastPorts: interface + 1
    default: 0
    }
  }

  /// The divisor of a rate, as the chip takes it: whole, then a number for the eighths, then whether the clock is the fast one.
  func divisor(for baud: Int) -> UInt32 {
    let isFast = (self == .fast || self == .fastPorts) && baud >= 1200
    let clock = isFast ? 12_000_000 : 3_000_000
    let baud = min(max(184, baud), clock)
    let divisor =
      switch (clock * 8 + baud / 2) / baud {
      // Written in a way of their own: the clock itself, and two thirds of it. There are no others above half of it.
      case ...9: UInt32(0)
      case ...13: UInt32(1)
      case ...16: UInt32(2)
      case let eighths: UInt32(eighths >> 3) | Self.codes[eighths & 7] << 14
      }
    return isFast ? divisor | 0x2_0000 : divisor
  }

  /// What stands for no to seven eighths.
  private static let codes: [UInt32] = [0, 3, 2, 4, 1, 5, 6, 7]

  /// Where a request for a rate puts the high bits of a divisor, and which port it is for.
  func index(_ divisor: UInt32, port: UInt16) -> UInt16 {
    let high = UInt16(divisor >> 16)
    return self == .single ? high : high << 8 | port
  }
}

/// A serial line behind an FTDI chip.
enum FTDILine {
  /// How long the chip collects bytes before it sends what it has, in milliseconds.
  static let latency: UInt16 = 1

  static func opening(baud: Int, chip: FTDIChip, interface: UInt16) -> [ControlRequest] {
    let port = chip.port(of: interface)
    return [
      ControlRequest(type: 0x40, request: 0x00, value: 0, index: port),
      ControlRequest(type: 0x40, request: 0x09, value: latency, index: port, isOptional: true),
      ControlRequest(type: 0x40, request: 0x02, value: 0, index: port),
      speed(baud, chip: chip, interface: interface),
      ControlRequest(type: 0x40, request: 0x04, value: 0x0008, index: port),
      hostIsThere(true, port: port),
    ]
  }

  static func speed(_ baud: Int, chip: FTDIChip, interface: UInt16) -> ControlRequest {
    let divisor = chip.divisor(for: baud)
    return ControlRequest(
      type: 0x40, request: 0x03, value: UInt16(truncatingIfNeeded: divisor),
      index: chip.index(divisor, port: chip.port(of: interface)))
  }

  /// DTR and RTS.
  static func hostIsThere(_ isThere: Bool, port: UInt16) -> ControlRequest {
    ControlRequest(type: 0x40, request: 0x01, value: isThere ? 0x0303 : 0x0300, index: port)
  }
}
