/// A serial line behind WCH's CH340 and CH341.
///
/// The protocol is not published; these are the kernel driver's and TinyUSB's facts.
enum CH34xLine {
  /// Eight bits, no parity, one stop bit; receiver and transmitter on.
  private static let line: UInt16 = 0xC3

  static func opening(baud: Int) -> [ControlRequest] {
    [
      ControlRequest(type: 0xC0, request: 0x5F, answer: 2, isOptional: true),
      ControlRequest(type: 0x40, request: 0xA1, value: line << 8 | 0x9C, index: divisor(for: baud)),
      speed(baud),
      ControlRequest(type: 0x40, request: 0x9A, value: 0x0F2C, index: 0x0007),
      // Chips before version 0x30 have no register for the line's format, and this is the only one.
      ControlRequest(type: 0x40, request: 0x9A, value: 0x2518, index: line, isOptional: true),
      ControlRequest(type: 0x40, request: 0x9A, value: 0x2727),
      hostIsThere(true),
    ]
  }

  static func speed(_ baud: Int) -> ControlRequest {
    ControlRequest(type: 0x40, request: 0x9A, value: 0x1312, index: divisor(for: baud))
  }

  /// DTR and RTS, which the chip takes inverted.
  static func hostIsThere(_ isThere: Bool) -> ControlRequest {
    ControlRequest(type: 0x40, request: 0xA4, value: isThere ? 0xFF9F : 0xFFFF)
  }

  /// The divisor and its prescaler, as the chip takes them: 256 less the divisor, then 0x80 (at once) and the prescaler's number.
  static func divisor(for baud: Int) -> UInt16 {
    let baud = max(46, baud)
    // The nearest that the chip can do lies 0.16 % off; this is exact.
    if baud == 921_600 { return 0xF387 }
    let (clock, prescaler): (Int, UInt16) =
      switch baud {
      case 23_530...: (6_000_000, 3)
      case 2942...: (750_000, 2)
      case 368...: (93_750, 1)
      default: (11_719, 0)
      }
    let factor = min(max(2, (clock + baud / 2) / baud), 255)
    return UInt16(256 - factor) << 8 | 0x80 | prescaler
  }
}
