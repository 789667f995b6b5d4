import Foundation
import TerminalUI

/// Single keys from standard input, without waiting for a line.
///
/// The terminal is as it was before once this is closed; keys that ask for a signal still do.
final class KeyInput {
  private var before = termios()
  private var isOpen = true
  private var parser = KeyParser()

  /// Takes the terminal; nil where standard input is none.
  init?() {
    guard tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
    var raw = before
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    withUnsafeMutableBytes(of: &raw.c_cc) {
      $0[Int(VMIN)] = 0
      $0[Int(VTIME)] = 0
    }
    guard tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0 else { return nil }
  }

  /// The keys that were pressed since the last time; never waits.
  func read() -> [Key] {
    guard isOpen else { return [] }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = Foundation.read(STDIN_FILENO, &bytes, bytes.count)
    return parser.take(bytes.prefix(max(0, count)))
  }

  /// Gives the terminal back.
  func close() {
    guard isOpen else { return }
    isOpen = false
    tcsetattr(STDIN_FILENO, TCSANOW, &before)
  }

  deinit { close() }
}
