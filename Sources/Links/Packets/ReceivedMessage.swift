internal import Glibc

/// A packet as the kernel gave it: its bytes, when they came to this machine, and how many before it found no room.
struct ReceivedMessage: Sendable {
  var bytes: [UInt8]
  /// By the calendar's clock, in nanoseconds; nil where the kernel keeps no such times.
  var calendar: Int64?
  /// How many packets the kernel has let go so far; nil where it has let go none, or does not count.
  var dropped: UInt32?
  /// Whether it was longer than what there was room for.
  var isCut = false

  /// Room for the longest packet, and more: a longer one is seen to be.
  private static let room = 1024
  private static let controlRoom = 256

  /// Asks the kernel for times and counts of what it lets go, and for much room.
  static func prepare(_ descriptor: Int32) {
    var yes: Int32 = 1
    var size: Int32 = 1 << 20
    let length = socklen_t(MemoryLayout<Int32>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_TIMESTAMPNS, &yes, length)
    setsockopt(descriptor, SOL_SOCKET, SO_RXQ_OVFL, &yes, length)
    // As much as the machine lets anybody have, which is less than asked for on most.
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, length)
  }

  /// The next packet of a socket that keeps their bounds, without waiting; the error's number where there is none.
  static func receive(_ descriptor: Int32) -> Result<ReceivedMessage, Trouble> {
    var bytes = [UInt8](repeating: 0, count: room)
    // Eight-byte words, for the alignment that control messages have.
    var control = [UInt64](repeating: 0, count: controlRoom / 8)
    var (controlLength, flags) = (0, Int32(0))
    let count = bytes.withUnsafeMutableBytes { bytes in
      control.withUnsafeMutableBytes { control in
        var part = iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)
        return withUnsafeMutablePointer(to: &part) { part in
          var message = msghdr()
          message.msg_iov = part
          message.msg_iovlen = 1
          message.msg_control = control.baseAddress
          message.msg_controllen = control.count
          let count = recvmsg(descriptor, &message, Int32(MSG_DONTWAIT))
          (controlLength, flags) = (Int(message.msg_controllen), message.msg_flags)
          return count
        }
      }
    }
    guard count >= 0 else { return .failure(Trouble(number: errno)) }
    var message = ReceivedMessage(bytes: Array(bytes.prefix(count)))
    message.isCut = flags & Int32(MSG_TRUNC) != 0
    control.withUnsafeBytes { message.read(UnsafeRawBufferPointer(rebasing: $0.prefix(controlLength))) }
    return .success(message)
  }

  /// An error of the system.
  struct Trouble: Error, Hashable { var number: Int32 }

  /// Control messages as cmsg(3) has them: length, level, type, and data, each beginning at a multiple of eight bytes.
  mutating func read(_ control: UnsafeRawBufferPointer) {
    let head = 16
    var place = 0
    while place + head <= control.count {
      let length = control.loadUnaligned(fromByteOffset: place, as: Int.self)
      guard length >= head, length <= control.count - place else { return }
      let level = control.loadUnaligned(fromByteOffset: place + 8, as: Int32.self)
      let type = control.loadUnaligned(fromByteOffset: place + 12, as: Int32.self)
      let data = UnsafeRawBufferPointer(rebasing: control[place + head..<place + length])
      switch (level, type) {
      case (SOL_SOCKET, SO_TIMESTAMPNS) where data.count >= 16:
        let seconds = data.loadUnaligned(as: Int64.self)
        let (whole, isTooMuch) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if !isTooMuch {
          calendar =
            whole.addingReportingOverflow(data.loadUnaligned(fromByteOffset: 8, as: Int64.self)).partialValue
        }
      case (SOL_SOCKET, SO_RXQ_OVFL) where data.count >= 4: dropped = data.loadUnaligned(as: UInt32.self)
      default: break
      }
      place += (length + 7) & ~7
    }
  }
}
