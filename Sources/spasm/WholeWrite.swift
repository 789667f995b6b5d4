import Foundation

/// Writes all of `bytes`, waiting for room where the descriptor is one that does not wait; the system's error number, or 0.
///
/// Whoever shares a terminal or a pipe with the command may have made it so.
func writeWhole(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Int32 {
  let bytes = Array(bytes)
  var done = 0
  while done < bytes.count {
    let put = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done) }
    if put >= 0 {
      done += put
    } else if errno == EAGAIN {
      var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = poll(&room, 1, -1)
    } else if errno != EINTR {
      return errno
    }
  }
  return 0
}
