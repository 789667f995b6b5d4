import Foundation

/// A terminal that is read and written without ever waiting for it: it may be stopped, slow or gone.
final class ScreenTerminal {
  private let input: Int32
  private let output: Int32
  /// What the terminal has not taken yet.
  private var pending: [UInt8] = []
  private var done = 0

  /// Opens the terminals behind two descriptors once more, since what is set for these holds for others' too.
  init(input: Int32, output: Int32) throws(StandardOutput.Failure) {
    self.output = try Self.again(output)
    do {
      self.input = try Self.again(input)
    } catch {
      close(self.output)
      throw error
    }
  }

  deinit {
    close(input)
    close(output)
  }

  /// Makes a screen of it.
  func enter() throws(StandardOutput.Failure) {
    guard ScreenKeeper.enter(output) else { throw StandardOutput.Failure(code: errno) }
    (pending, done) = ([], 0)
  }

  /// Columns and rows that there are.
  var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return (80, 24)
    }
    return (min(Int(size.ws_col), Self.most), min(Int(size.ws_row), Self.most))
  }

  /// Larger than any terminal is.
  private static let most = 1000

  /// Whether it is ours: a job in the background must not draw.
  var isForeground: Bool {
    let group = tcgetpgrp(output)
    return group < 0 || group == getpgrp()
  }

  /// Whether it has taken all that it was given.
  var isIdle: Bool { done == pending.count }

  /// Gives it a frame; only when it is idle, since half a frame is none.
  func put(_ frame: [UInt8]) throws(StandardOutput.Failure) {
    (pending, done) = (frame, 0)
    try flush()
  }

  /// Waits until there is something to read, to write, or time is over, and gives the bytes that came.
  func wait(milliseconds: Int32, reads: Bool = true) throws(StandardOutput.Failure) -> [UInt8] {
    var ready = [
      pollfd(fd: reads ? input : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: isIdle ? -1 : output, events: Int16(POLLOUT), revents: 0),
    ]
    // A signal ends the waiting too, which is as well.
    guard poll(&ready, 2, milliseconds) > 0 else { return [] }
    if ready[1].revents != 0 { try flush() }
    guard ready[0].revents != 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = read(input, &bytes, bytes.count)
    if count > 0 { return Array(bytes.prefix(count)) }
    if count < 0, errno == EAGAIN || errno == EINTR { return [] }
    throw StandardOutput.Failure(code: count == 0 ? EIO : errno)
  }

  private func flush() throws(StandardOutput.Failure) {
    while !isIdle {
      let count = pending.withUnsafeBytes { bytes in
        bytes.baseAddress.map { write(output, $0 + done, bytes.count - done) } ?? 0
      }
      if count >= 0 {
        done += count
      } else if errno == EAGAIN {
        return
      } else if errno != EINTR {
        throw StandardOutput.Failure(code: errno)
      }
    }
  }

  private static func again(_ descriptor: Int32) throws(StandardOutput.Failure) -> Int32 {
    var name = [CChar](repeating: 0, count: 256)
    let error = ttyname_r(descriptor, &name, name.count)
    guard error == 0 else { throw StandardOutput.Failure(code: error) }
    let opened = open(name, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard opened >= 0 else { throw StandardOutput.Failure(code: errno) }
    return opened
  }
}
