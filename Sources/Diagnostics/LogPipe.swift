public import Glibc
internal import Synchronization

/// A descriptor for whoever must not wait: a line goes in whole within a moment, or is let go and counted.
///
/// Whether there is room is asked first, since a descriptor that is made non-blocking is so for everybody who shares it. A terminal is
/// opened once more, for this alone, so that one with room for a part of a line does not hold up either.
public final class LogPipe: Sendable {
  private struct State {
    var letGo = 0
    var isFull = false
  }

  private let descriptor: Int32
  private let isOwn: Bool
  private let patience: Int32
  private let state = Mutex(State())
  /// What a pipe that says it has room takes at once (`PIPE_BUF`).
  static let longestLine = 4096

  /// A pipe into `descriptor`; a reader that is slow gets so many milliseconds, once.
  public init(_ descriptor: Int32 = STDERR_FILENO, patience: Int32 = 100) {
    let own = isatty(descriptor) == 1 ? Self.terminal(of: descriptor) : -1
    self.descriptor = own >= 0 ? own : descriptor
    self.patience = patience
    isOwn = own >= 0
  }

  deinit { if isOwn { close(descriptor) } }

  /// The terminal of a descriptor, opened anew; negative where that cannot be.
  private static func terminal(of descriptor: Int32) -> Int32 {
    open("/proc/self/fd/\(descriptor)", O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
  }

  /// Writes what is worth nothing later, such as a bell or a line that is redrawn; lets it go where there is no room now.
  public func draw(_ bytes: [UInt8]) {
    state.withLock { _ in
      guard hasRoom(within: 0) else { return }
      _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, min($0.count, Self.longestLine)) }
    }
  }

  /// Writes `line`, cut to 4096 bytes, with a line feed; before it, how many were let go since the last.
  ///
  /// - Returns: false where it was let go.
  @discardableResult
  public func put(_ line: [UInt8]) -> Bool {
    state.withLock { state in
      // A reader that was waited for once in vain is not waited for again.
      guard hasRoom(within: state.isFull ? 0 : patience) else {
        state.letGo += 1
        state.isFull = true
        return false
      }
      state.isFull = false
      if state.letGo > 0 {
        let isTold = write(Array("spasm: warning: \(state.letGo) lines were let go, nobody read them".utf8))
        state.letGo = 0
        guard isTold, hasRoom(within: 0) else {
          state.letGo = 1
          return false
        }
      }
      return write(line)
    }
  }

  private func hasRoom(within milliseconds: Int32) -> Bool {
    var about = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&about, 1, milliseconds) == 1 && about.revents & Int16(POLLOUT) != 0
  }

  private func write(_ line: [UInt8]) -> Bool {
    let bytes = line.prefix(Self.longestLine - 1) + [UInt8(ascii: "\n")]
    // There is nobody left to tell when it fails.
    return bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) } == bytes.count
  }
}
