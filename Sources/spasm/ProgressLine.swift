import Foundation
import Signals
import TerminalUI

/// The line on standard error that runs while a replay goes on.
///
/// On a terminal one line is redrawn, ten times a second; elsewhere a line follows the other at every tenth of
/// the recording.
final class ProgressLine {
  private let name: String
  private let duration: Seconds?
  private let terminal = Terminal.error
  private let start = ContinuousClock.now
  private var drawn: ContinuousClock.Instant?
  private var tenths = 0
  private static let pause = Duration.milliseconds(100)

  /// A line about the replay of `name`.
  init(name: String, duration: Seconds?) {
    self.name = name
    self.duration = duration
  }

  /// Tells how far the replay has come, unless it was told just now.
  func update(_ position: Seconds) {
    let bar = { [self] in
      let elapsed = ContinuousClock.now - start
      let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
      return ProgressBar(
        name: name, position: position, duration: duration,
        speed: seconds > 0.2 ? position.value / seconds : nil)
    }
    if terminal.isInteractive {
      redraw { bar().line(width: terminal.width, style: terminal.style) }
    } else if let duration, duration > 0, Int(position / duration * 10) > tenths {
      tenths = Int(position / duration * 10)
      put(bar().line(width: terminal.width) + "\n")
    }
  }

  /// Draws a line over the one before, unless that was drawn just now; does nothing without a terminal.
  func redraw(_ line: () -> String) {
    guard terminal.isInteractive else { return }
    let now = ContinuousClock.now
    if let drawn, now - drawn < Self.pause { return }
    drawn = now
    put("\r\(line())\u{1B}[K")
  }

  /// Takes the line away, so that something else can be written there.
  func clear() {
    guard terminal.isInteractive, drawn != nil else { return }
    put("\r\u{1B}[K")
    drawn = nil
  }

  private func put(_ text: String) { Failure.draw(Array(text.utf8)) }
}
