import Foundation
import Signals
import TerminalUI

/// The whole of a terminal, for as long as a page is shown on it: ten frames a second, keys at once.
///
/// The terminal is given back however the program ends. A page may show another one from inside of its own calls.
final class TerminalScreen {
  private let terminal: ScreenTerminal
  private let style: Style
  private var writer: ScreenWriter
  private var cells = ScreenCells(columns: 1, rows: 1)
  private var parser = KeyParser()
  /// Keys that no page has taken yet; those behind one that shows another page are for that one.
  private var keys: [Key] = []
  /// How deep pages lie upon each other.
  private var depth = 0
  /// Whether the terminal is a screen now; a job in the background has none.
  private var isShown = false

  private static let frame: Seconds = 0.1
  /// After a key the picture follows sooner, but not sooner than this after the last.
  private static let soon: Seconds = 0.02
  /// An escape that nothing follows for so long is the escape key.
  private static let escape: Seconds = 0.05

  /// Whether there is a terminal to be a screen, at both ends; otherwise lines have to do.
  static func isUsable(input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO) -> Bool {
    let kind = ProcessInfo.processInfo.environment["TERM"] ?? ""
    return isatty(input) == 1 && isatty(output) == 1 && !kind.isEmpty && kind != "dumb"
  }

  /// A screen on a terminal.
  ///
  /// - Throws: where it is none.
  init(
    input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, style: Style = Terminal.output.style
  ) throws(StandardOutput.Failure) {
    terminal = try ScreenTerminal(input: input, output: output)
    self.style = style
    writer = ScreenWriter(style: style)
  }

  /// Shows a page until the person is done with it or `isEnded` says so.
  ///
  /// - Throws: the terminal has gone; nothing else ends it.
  func show(
    _ page: inout some ScreenPage, until isEnded: () -> Bool = { false }
  ) throws(StandardOutput.Failure) {
    if depth == 0 { ScreenSignals.watch() }
    depth += 1
    defer {
      depth -= 1
      if depth == 0 {
        leave()
        ScreenSignals.forget()
      }
    }
    var (drawn, keyed) = (-Seconds.frameless, -Seconds.frameless)
    while !page.isOver, !isEnded() {
      try followSignals()
      let isOurs = isShown && terminal.isForeground
      let now = Self.now
      let due = min(drawn + Self.frame, max(keyed, drawn + Self.soon))
      if isOurs, terminal.isIdle, now >= due {
        try draw(&page, at: now)
        (drawn, keyed) = (now, .frameless)
      }
      let next = min(drawn + Self.frame, max(keyed, drawn + Self.soon))
      var pause = max(next - Self.now, 0.001)
      if !isOurs || !terminal.isIdle { pause = Self.frame }
      if parser.isWaiting { pause = min(pause, Self.escape) }
      let bytes = try terminal.wait(milliseconds: Int32((pause.value * 1000).rounded(.up)), reads: isOurs)
      keys += bytes.isEmpty && parser.isWaiting ? parser.timeOut() : parser.take(bytes)
      if !keys.isEmpty { keyed = Self.now }
      while !keys.isEmpty, !page.isOver { take(keys.removeFirst(), &page) }
    }
  }

  private func take(_ key: Key, _ page: inout some ScreenPage) {
    if key == .control("l") { writer.forget() }
    page.take(key, at: Self.now)
  }

  private func draw(_ page: inout some ScreenPage, at now: Seconds) throws(StandardOutput.Failure) {
    let (columns, rows) = terminal.size
    if cells.columns != columns || cells.rows != rows {
      cells = ScreenCells(columns: columns, rows: rows)
    } else {
      cells.clear()
    }
    page.draw(on: &cells, at: now)
    let bytes = writer.bytes(for: cells)
    if !bytes.isEmpty { try terminal.put(bytes) }
  }

  private func enter() throws(StandardOutput.Failure) {
    try terminal.enter()
    isShown = true
    writer.forget()
  }

  private func leave() {
    ScreenKeeper.leave()
    isShown = false
  }

  /// Stops when the shell says so, with the terminal as it was, and draws anew when it is ours again.
  private func followSignals() throws(StandardOutput.Failure) {
    if ScreenSignals.takeStop() {
      leave()
      kill(getpid(), SIGSTOP)
    }
    // Who stopped us may have changed the terminal.
    if ScreenSignals.takeContinue() { isShown = false }
    if !isShown, terminal.isForeground { try enter() }
  }

  /// Seconds of a clock that does not go back.
  private static var now: Seconds {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Seconds(Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9)
  }
}

extension Seconds {
  /// Longer than any program runs: a moment that is not there.
  fileprivate static let frameless: Seconds = 1e12
}
