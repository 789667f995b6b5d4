import Testing

@testable import TerminalUI

@Suite struct KeyTests {
  static let sequences: [(bytes: [UInt8], keys: [Key])] = [
    (Array("m v".utf8), [.character("m"), .character(" "), .character("v")]),
    (Array("\u{1B}[A\u{1B}[B\u{1B}OC\u{1B}[1;5D\u{1B}OM".utf8), [.up, .down, .right, .left, .enter]),
    (Array("\u{1B}[3~\u{1B}[5~\u{1B}[6~\u{1B}[H\u{1B}[4~".utf8), [.delete, .pageUp, .pageDown, .home, .end]),
    (Array("ü筋🦵".utf8), [.character("ü"), .character("筋"), .character("🦵")]),
    (
      [0x0D, 0x0A, 0x09, 0x7F, 0x08, 0x03, 0x0C],
      [.enter, .enter, .tab, .backspace, .backspace, .control("c"), .control("l")]
    ),
    // Alt and a letter, escape twice, a mouse's report, a sequence of the unknown.
    (
      Array("\u{1B}x\u{1B}\u{1B}[A\u{1B}[<0;3;4M\u{1B}[?1;2cq".utf8),
      [.unknown, .escape, .up, .unknown, .unknown, .character("q")]
    ),
    // Broken letters, and one that a terminal would obey.
    (
      [0xC3, 0x28, 0xFF, 0x80, 0xE2, 0x80, 0xAE, 0xED, 0xA0, 0x80, 0x61],
      [
        .unknown, .character("("), .unknown, .unknown, .unknown, .unknown, .character("a"),
      ]
    ),
    (
      Array("\u{1B}[".utf8) + Array(repeating: UInt8(ascii: "1"), count: 31) + [0x61],
      [.unknown, .character("1"), .character("a")]
    ),
  ]

  @Test(arguments: sequences.indices) func `keys do not depend on how their bytes come`(number: Int) {
    let (bytes, keys) = Self.sequences[number]
    for first in 0...bytes.count {
      for second in first...bytes.count {
        var parser = KeyParser()
        let parts = [bytes[..<first], bytes[first..<second], bytes[second...]]
        #expect(parts.flatMap { parser.take($0) } == keys)
        #expect(!parser.isWaiting)
      }
    }
    var parser = KeyParser()
    #expect(bytes.flatMap { parser.take([$0]) } == keys)
  }

  @Test(arguments: ["\u{1B}", "\u{1B}[", "\u{1B}O", "\u{1B}[1;5"])
  func `what begins a sequence is the escape key when nothing follows`(text: String) {
    var parser = KeyParser()
    #expect(parser.take(Array(text.utf8)) == [] && parser.isWaiting)
    #expect(parser.timeOut() == [.escape] && !parser.isWaiting)
    #expect(parser.timeOut() == [])
    #expect(parser.take([UInt8(ascii: "q")]) == [.character("q")])
  }

  @Test func `a letter that was cut off is no key`() {
    var parser = KeyParser()
    #expect(parser.take([0xE7, 0xAD]) == [])
    #expect(parser.timeOut() == [.unknown])
  }
}
