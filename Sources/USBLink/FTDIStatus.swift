/// The two bytes that an FTDI chip puts before whatever a packet carries: modem lines, then the state of the serial line.
enum FTDIStatus {
  static let length = 2
  /// Overrun, parity, framing and break: something was lost or is wrong.
  static let errors: UInt8 = 0x02 | 0x04 | 0x08 | 0x10

  /// Adds what the packets of one transfer carry to `out`; gives how many told of an error on the line.
  ///
  /// A transfer is packets of `packet` bytes, of which the last may be shorter; each has its own status.
  static func strip(_ transfer: UnsafeRawBufferPointer, packet: Int, into out: inout [UInt8]) -> Int {
    var errors = 0
    for start in stride(from: 0, to: transfer.count, by: max(packet, length)) {
      let chunk = transfer[start..<min(start + packet, transfer.count)]
      guard chunk.count >= length else { continue }
      if chunk[start + 1] & Self.errors != 0 { errors += 1 }
      out += chunk.dropFirst(length)
    }
    return errors
  }
}
