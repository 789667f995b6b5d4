import Dispatch
import Foundation
import Synchronization

/// Standard output for whoever must not wait: text goes into a buffer, and a thread of its own writes it.
///
/// A reader that does not read costs nothing but what it misses: when the buffer is full, text is let go and counted.
final class TextPipe: Sendable {
  private struct State {
    var waiting: [UInt8] = []
    var isWriting = false
    var failure: StandardOutput.Failure?
    var letGo = 0
  }

  private let state = Mutex(State())
  private let filled = DispatchSemaphore(value: 0)
  private let isClosing = Atomic(false)
  private let ended = DispatchSemaphore(value: 0)
  private static let most = 4 << 20

  /// A pipe to standard output, whose thread runs from now on.
  init() {
    let thread = Thread { [self] in
      while writeNext() {}
      ended.signal()
    }
    thread.name = "standard output"
    thread.start()
  }

  /// Adds text, whole or not at all; false where it was let go.
  @discardableResult
  func put(_ bytes: [UInt8]) -> Bool {
    let isTaken = state.withLock { state in
      guard state.failure == nil, state.waiting.count + bytes.count <= Self.most else {
        state.letGo += 1
        return false
      }
      state.waiting += bytes
      return true
    }
    if isTaken { filled.signal() }
    return isTaken
  }

  /// Why nothing more is written, where that is so.
  var failure: StandardOutput.Failure? { state.withLock { $0.failure } }

  /// How many texts were let go since this was asked last.
  func takeLetGo() -> Int {
    state.withLock { state in
      defer { state.letGo = 0 }
      return state.letGo
    }
  }

  /// Writes what waits, within so many seconds; false where the reader did not take it.
  func close(within seconds: Double) -> Bool {
    isClosing.store(true, ordering: .releasing)
    filled.signal()
    return ended.wait(timeout: .now() + seconds) == .success
  }

  private func writeNext() -> Bool {
    filled.wait()
    let (bytes, hasFailed) = state.withLock { state in
      defer { state.waiting.removeAll(keepingCapacity: state.waiting.count < 1 << 16) }
      return (state.waiting, state.failure != nil)
    }
    if !hasFailed, case let code = writeWhole(bytes, to: STDOUT_FILENO), code != 0 {
      state.withLock { $0.failure = StandardOutput.Failure(code: code) }
    }
    return !(bytes.isEmpty && isClosing.load(ordering: .acquiring))
  }
}
