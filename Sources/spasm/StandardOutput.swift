import Foundation

/// Standard output, written in large pieces.
///
/// Writing never throws, so that it can be done from inside the detection; the first failure is kept, ends all
/// further writing, and is thrown by the next ``flush()`` or ``check()``.
final class StandardOutput {
  /// Why standard output does not take what it is given.
  struct Failure: Error {
    /// The system's error number.
    var code: Int32
    /// Whether the reader has left, which is no trouble: `spasm … | head`.
    var isReaderGone: Bool { code == EPIPE }
    /// One line that tells the reason.
    var message: String { "standard output: \(String(cString: strerror(code)))" }
  }

  private var buffer: [UInt8] = []
  private var failure: Failure?
  private static let pieceSize = 1 << 16

  /// An empty buffer before standard output.
  init() { buffer.reserveCapacity(2 * Self.pieceSize) }

  /// Whether there is something to pass on.
  var holdsText: Bool { !buffer.isEmpty }

  /// Adds bytes, and passes them on when there are many.
  func write(_ bytes: [UInt8]) {
    buffer += bytes
    if buffer.count >= Self.pieceSize { drain() }
  }

  /// Adds text.
  func write(_ text: String) { write(Array(text.utf8)) }

  /// Passes on everything.
  func flush() throws(Failure) {
    drain()
    try check()
  }

  /// Throws the failure there has been.
  func check() throws(Failure) {
    if let failure { throw failure }
  }

  private func drain() {
    if failure == nil, case let code = writeWhole(buffer, to: STDOUT_FILENO), code != 0 {
      failure = Failure(code: code)
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
