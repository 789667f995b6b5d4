internal import Glibc

/// Lets one thread wait for another: rung once or many times, it is heard once.
final class Bell: Sendable {
  /// Readable when it has been rung.
  let descriptor: Int32
  private let other: Int32

  /// A bell; nil where the process may open no more files.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    (descriptor, other) = (ends[0], ends[1])
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
  }

  deinit {
    close(descriptor)
    close(other)
  }

  /// A pipe that is full has been rung.
  func ring() {
    var byte: UInt8 = 0
    _ = write(other, &byte, 1)
  }

  /// Waits until it is rung, up to `milliseconds`.
  func wait(_ milliseconds: Int32) {
    var slot = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    if poll(&slot, 1, milliseconds) > 0 { hush() }
  }

  /// Forgets that it was rung.
  func hush() {
    var bytes = [UInt8](repeating: 0, count: 256)
    while read(descriptor, &bytes, bytes.count) == bytes.count {}
  }
}
