import Foundation
import Signals
import TerminalUI
import Testing

@testable import spasm

/// The driver of a screen, on a pseudo-terminal whose other end is held here.
@Suite(.serialized) struct TerminalScreenTests {
  /// A page that shows a letter and ends with `q`.
  struct Page: ScreenPage {
    var keys: [Key] = []
    var size = (columns: 0, rows: 0)
    var isOver: Bool { keys.contains(.character("q")) }

    mutating func draw(on cells: inout ScreenCells, at now: Seconds) {
      size = (cells.columns, cells.rows)
      cells.put(Line("keys: \(keys.count)"), row: 0)
    }

    mutating func take(_ key: Key, at now: Seconds) { keys.append(key) }
  }

  /// Both ends of a pseudo-terminal.
  final class Pair {
    let master: Int32
    let terminal: Int32
    private var isOpen = true

    init() throws {
      var (master, terminal): (Int32, Int32) = (-1, -1)
      var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
      try #require(openpty(&master, &terminal, nil, nil, &size) == 0)
      (self.master, self.terminal) = (master, terminal)
      _ = fcntl(master, F_SETFL, O_NONBLOCK)
    }

    /// What has been written so far.
    func read() -> String {
      var text: [UInt8] = []
      var bytes = [UInt8](repeating: 0, count: 4096)
      while case let count = Foundation.read(master, &bytes, bytes.count), count > 0 {
        text += bytes.prefix(count)
      }
      return String(decoding: text, as: UTF8.self)
    }

    func type(_ text: String) { _ = write(master, text, text.utf8.count) }

    func hangUp() {
      isOpen = false
      close(master)
    }

    var settings: termios {
      var settings = termios()
      tcgetattr(terminal, &settings)
      return settings
    }

    deinit {
      if isOpen { close(master) }
      close(terminal)
    }
  }

  @Test func `a terminal becomes a screen and is given back as it was`() throws {
    let pair = try Pair()
    let before = pair.settings
    let screen = try TerminalScreen(input: pair.terminal, output: pair.terminal, style: Style())
    var page = Page()
    var wasRaw = false
    var turns = 0
    pair.type("a")
    try screen.show(&page) {
      turns += 1
      guard turns == 2 else { return turns > 1000 }
      wasRaw = pair.settings.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == 0
      pair.type("b\u{1B}[Aq")
      return false
    }
    #expect(page.keys == [.character("a"), .character("b"), .up, .character("q")])
    #expect(wasRaw && page.size == (80, 24))
    let text = pair.read()
    // What was typed before it was a screen is echoed by the terminal itself.
    let ours = text.drop { $0 != "\u{1B}" }
    #expect(text.prefix { $0 != "\u{1B}" } == "a" || text.hasPrefix("\u{1B}"))
    #expect(ours.hasPrefix("\u{1B}[?1049h") && ours.contains("keys: 0"), "\(text.debugDescription)")
    #expect(ours.hasSuffix("\u{1B}[?1049l"), "\(text.debugDescription)")
    let after = pair.settings
    #expect((before.c_lflag, before.c_iflag, before.c_oflag) == (after.c_lflag, after.c_iflag, after.c_oflag))
    // What others write to the terminal still waits for it.
    #expect(fcntl(pair.terminal, F_GETFL) & O_NONBLOCK == 0)
  }

  @Test func `another size is drawn in another size`() throws {
    let pair = try Pair()
    let screen = try TerminalScreen(input: pair.terminal, output: pair.terminal, style: Style())
    var page = Page()
    var turns = 0
    var size = winsize(ws_row: 60, ws_col: 200, ws_xpixel: 0, ws_ypixel: 0)
    try screen.show(&page) {
      turns += 1
      if turns == 2 { _ = ioctl(pair.terminal, UInt(TIOCSWINSZ), &size) }
      if turns > 3 { pair.type("x") }
      return turns > 6
    }
    #expect(page.size == (200, 60))
  }

  @Test func `a terminal that is gone ends the screen with an error`() throws {
    let pair = try Pair()
    let screen = try TerminalScreen(input: pair.terminal, output: pair.terminal, style: Style())
    var page = Page()
    var turns = 0
    #expect(throws: StandardOutput.Failure.self) {
      try screen.show(&page) {
        turns += 1
        if turns == 2 { pair.hangUp() }
        return turns > 1000
      }
    }
    #expect(turns < 1000)
  }

  @Test func `a terminal that takes nothing holds up nobody, and keys still come`() throws {
    let pair = try Pair()
    let screen = try TerminalScreen(input: pair.terminal, output: pair.terminal, style: Style())
    // Nobody reads: the terminal is full after some thousand bytes.
    var page = Flood()
    var turns = 0
    try screen.show(&page) {
      turns += 1
      if turns == 12 { pair.type("q") }
      return turns > 200
    }
    #expect(page.isOver && page.drawn < turns)
  }

  /// A page of which every frame is new.
  struct Flood: ScreenPage {
    var drawn = 0
    var isOver = false

    mutating func draw(on cells: inout ScreenCells, at now: Seconds) {
      drawn += 1
      for row in 0..<cells.rows {
        cells.put(Line(String(repeating: drawn % 2 == 0 ? "a" : "b", count: cells.columns)), row: row)
      }
    }

    mutating func take(_ key: Key, at now: Seconds) { if key == .character("q") { isOver = true } }
  }

  @Test func `a page may show another one`() throws {
    let pair = try Pair()
    let screen = try TerminalScreen(input: pair.terminal, output: pair.terminal, style: Style())
    var page = Outer(screen: screen)
    pair.type("cqq")
    var turns = 0
    try screen.show(&page) {
      turns += 1
      return turns > 100
    }
    #expect(page.inner == [.character("q")] && page.isOver)
    #expect(pair.read().ranges(of: "\u{1B}[?1049l").count == 1)
  }

  /// A page that shows another one when `c` is pressed.
  struct Outer: ScreenPage {
    let screen: TerminalScreen
    var inner: [Key] = []
    var isOver = false

    mutating func draw(on cells: inout ScreenCells, at now: Seconds) {}

    mutating func take(_ key: Key, at now: Seconds) {
      if key == .character("q") { isOver = true }
      guard key == .character("c") else { return }
      var page = Page()
      try? screen.show(&page)
      inner = page.keys
    }
  }

  @Test func `what is no terminal is no screen`() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    #expect(!TerminalScreen.isUsable(input: ends[0], output: ends[1]))
    #expect(throws: StandardOutput.Failure.self) {
      try TerminalScreen(input: ends[0], output: ends[1], style: Style())
    }
  }
}
