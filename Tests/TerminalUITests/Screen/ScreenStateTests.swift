import Signals
import Testing

@testable import TerminalUI

@Suite struct ScreenStateTests {
  /// The actions that keys ask for, one after the other.
  private func actions(
    _ keys: [Key], isRecording: Bool = false, in state: inout ScreenState
  ) -> [ScreenAction] {
    keys.compactMap { state.take($0, isRecording: isRecording) }
  }

  private func letters(_ text: String) -> [Key] { text.map { .character($0) } }

  @Test(arguments: [
    (Character("m"), ScreenAction.mark), (" ", .mark), ("v", .wasMovement), ("c", .calibrate),
    ("s", .silence),
    ("q", .quit),
  ]) func `a key asks for its action, in a picture that stands still too`(
    key: Character, action: ScreenAction
  ) {
    var state = ScreenState()
    #expect(actions([.character(key)], in: &state) == [action])
    #expect(actions([.character("p"), .character(key)], in: &state) == [action])
    #expect(state.mode == .paused && state.isPaused)
  }

  @Test func `a recording is ended by y alone`() {
    for key in [Key.character("n"), .enter, .escape, .character("q"), .up] {
      var state = ScreenState()
      #expect(actions([.character("q")], isRecording: true, in: &state) == [])
      #expect(state.mode == .confirmingQuit)
      #expect(actions([key], isRecording: true, in: &state) == [] && state.mode == .watching)
    }
    var state = ScreenState()
    #expect(actions(letters("qy"), isRecording: true, in: &state) == [.quit])
  }

  @Test(arguments: ["", "p", "?", "n", "q"]) func `ctrl-C quits from everywhere`(before: String) {
    var state = ScreenState()
    _ = actions(letters(before), isRecording: true, in: &state)
    #expect(actions([.control("c")], isRecording: true, in: &state) == [.quit])
  }

  @Test func `a note is typed, edited and kept`() {
    var state = ScreenState()
    let keys =
      letters("nafter lifing") + [
        .left, .left, .left, .character("t"), .end, .character("!"), .backspace, .enter,
      ]
    #expect(actions(keys, in: &state) == [.note("after lifting", pain: nil)])
    #expect(state.mode == .watching)
  }

  @Test func `letters of a note are no commands, and Esc leaves it`() {
    var state = ScreenState()
    #expect(actions(letters("nqmv ?ps"), in: &state) == [])
    guard case .typing(let line) = state.mode else {
      Issue.record("a note is being typed")
      return
    }
    #expect(line.text == "qmv ?ps" && line.cursor == 7)
    #expect(actions([.escape, .character("m")], in: &state) == [.mark])
    #expect(actions(letters("n") + [.enter], in: &state) == [] && state.mode == .watching)
  }

  @Test(arguments: [
    ("7 after lifting", "after lifting", 7), ("10", "", 10), ("0 gone", "gone", 0),
    ("11 steps", "11 steps", nil),
    ("-3 x", "-3 x", nil), ("7th", "7th", nil), ("  a   b ", "a b", nil), ("٣ x", "٣ x", nil),
  ]) func `a number before a note is a pain from 0 to 10`(typed: String, words: String, pain: Int?) {
    var line = NoteLine()
    for character in typed { line.take(.character(character)) }
    #expect(line.parts.words == words && line.parts.pain == pain)
  }

  @Test func `an accent joins its letter, and the cursor stays within`() {
    var line = NoteLine()
    for key in [
      Key.character("e"), .character("\u{301}"), .character("x"), .left, .left, .left, .delete, .right,
      .right,
    ] {
      line.take(key)
    }
    #expect(line.text == "x" && line.cursor == 1)
    for _ in 0..<600 { line.take(.character("a")) }
    #expect(line.text.count == NoteLine.longest)
    line.take(.control("u"))
    #expect(line.text.isEmpty && line.cursor == 0)
  }

  @Test func `the time of the traces goes from 5 to 60 seconds`() {
    var state = ScreenState(window: 17)
    #expect(state.window == 20)
    _ = actions(letters("+"), in: &state)
    #expect(state.window == 60)
    _ = actions(letters("=+"), in: &state)
    #expect(state.window == 60)
    _ = actions(letters("-----"), in: &state)
    #expect(state.window == 5)
  }

  @Test func `an answer stays for two seconds`() {
    var state = ScreenState()
    state.say("marked 12:03:10", at: 100)
    state.advance(to: 101.9)
    #expect(state.answer == "marked 12:03:10")
    state.advance(to: 102)
    #expect(state.answer == nil)
  }

  @Test func `help is left by any key, which does nothing else`() {
    var state = ScreenState()
    #expect(actions(letters("?"), in: &state) == [] && state.mode == .help)
    #expect(actions(letters("m"), in: &state) == [] && state.mode == .watching)
  }

  @Test func `a device is chosen by arrows or by its number`() {
    let items = (1...12).map { "device \($0)" }
    func choice(_ keys: [Key]) -> Int? {
      var chooser = Chooser(title: "Devices", items: items)
      for key in keys where !chooser.isOver { chooser.take(key, at: 0) }
      return chooser.isOver ? chooser.chosen : -1
    }
    #expect(choice([.enter]) == 0)
    #expect(choice([.down, .down, .up, .enter]) == 1)
    #expect(choice([.up, .end, .down, .enter]) == 11)
    #expect(choice(letters("3")) == 2)
    // 1 may become 10, 11 or 12.
    #expect(choice(letters("1")) == -1)
    #expect(choice(letters("1") + [.enter]) == 0)
    #expect(choice(letters("12")) == 11)
    #expect(choice(letters("15")) == 4)
    #expect(choice(letters("0")) == -1)
    #expect(choice([.escape]) == nil && choice([.control("c")]) == nil)
  }
}
