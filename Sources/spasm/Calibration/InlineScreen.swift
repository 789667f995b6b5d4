import Foundation
import TerminalUI

/// Lines on standard error that are drawn over themselves, below whatever stands there.
struct InlineScreen {
  private var drawn = 0
  private var last: ContinuousClock.Instant?
  private var size = (width: 0, height: 0)
  private static let pause = Duration.milliseconds(100)

  /// Draws lines for the terminal's width over those before, unless that was done just now.
  mutating func draw(_ lines: (Int) -> [Line]) {
    let now = ContinuousClock.now
    if let last, now - last < Self.pause { return }
    last = now
    let terminal = Terminal(STDERR_FILENO)
    let isResized = drawn > 0 && size != (terminal.width, terminal.height)
    size = (terminal.width, terminal.height)
    // Lines that were broken anew cannot be counted: the screen is cleared.
    let up = isResized ? "\u{1B}[2J\u{1B}[H" : up
    // One row is the cursor's, below.
    let lines = lines(terminal.width - 1).prefix(max(terminal.height - 1, 1))
    put(up + lines.map { $0.text(terminal.style) + "\u{1B}[K\n" }.joined() + "\u{1B}[J")
    drawn = lines.count
  }

  /// Takes the lines away.
  mutating func leave() {
    guard drawn > 0 else { return }
    put(up + "\u{1B}[J")
    drawn = 0
  }

  private var up: String { drawn > 0 ? "\r\u{1B}[\(drawn)A" : "\r" }

  private func put(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
