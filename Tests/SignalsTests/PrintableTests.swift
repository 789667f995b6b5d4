import Signals
import Testing

@Suite struct PrintableTests {
  @Test(arguments: [
    ("EMG left", "EMG left"), ("", ""), ("   ", ""), ("  M. erector  ", "M. erector"),
    ("Größe 筋電図 мышца", "Größe 筋電図 мышца"),
    // Terminal sequences lose their escape: red text, a window title, a cursor home in C1.
    ("\u{1B}[31mred\u{1B}[0m", "[31mred[0m"), ("\u{1B}]0;title\u{7}", "]0;title"), ("\u{9B}2Jx", "2Jx"),
    ("a\u{85}b\u{80}c\u{9F}", "abc"), ("a\0b\nc\rd\te\u{7F}", "abcde"),
    // Marks that turn the direction of text, join or hide it.
    ("x\u{202E}gnp.exe\u{202C}", "xgnp.exe"), ("\u{2066}a\u{2069}\u{200E}b\u{200F}\u{61C}c", "abc"),
    ("a\u{200B}b\u{FEFF}c\u{AD}d\u{2060}", "abcd"), ("one\u{2028}two\u{2029}three", "onetwothree"),
    ("\u{E000}p\u{F8FF}\u{FFFF}\u{E0041}", "p"), (" \u{1B} x \u{200B} ", "x"),
  ])
  func `only what can be seen is kept`(text: String, kept: String) {
    #expect(printable(text) == kept)
  }

  @Test func `no control or format character gets through`() {
    for value in UInt32(0)...0x10_FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      switch scalar.properties.generalCategory {
      case .control, .format, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
        if printable(String(scalar)) != "" { Issue.record("U+\(String(value, radix: 16))") }
      default:
        if value != 0x20, printable(String(scalar)) == "" {
          Issue.record("U+\(String(value, radix: 16)) lost")
        }
      }
    }
  }

  @Test func `long text is cut, and what is dropped does not count`() {
    #expect(printable(String(repeating: "x", count: 81)) == String(repeating: "x", count: 80))
    #expect(printable(String(repeating: "\u{1B}x", count: 200)) == String(repeating: "x", count: 80))
    #expect(printable(String(repeating: "é", count: 1_000), limit: 400).unicodeScalars.count == 400)
    #expect(printable("abcdef", limit: 3) == "abc")
    #expect(printable("ab def", limit: 3) == "ab")
    #expect(printable("abc", limit: 0) == "")
  }

  @Test func `what is printable stays as it is`() {
    for text in ["\u{1B}[31m x ", String(repeating: "ab ", count: 60), "  a\u{202E} "] {
      #expect(printable(printable(text)) == printable(text))
    }
  }

  @Test func `labels and remarks are made printable`() {
    #expect(ChannelDescription(label: " \u{1B}[1mM1\n").label == "[1mM1")
    #expect(Annotation(onset: 0, text: "bed\u{7} exit\n").text == "bed exit")
    #expect(Annotation(onset: 0, text: String(repeating: "x", count: 500)).text.count == 400)
  }
}
