import Foundation
import Testing

@testable import Events

@Suite struct JSONTextTests {
  private func text(_ body: (inout JSONText) -> Void) -> String {
    var json = JSONText()
    body(&json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private func parsed(_ text: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
  }

  @Test func `commas stand between values, at every depth`() throws {
    let nested = text { json in
      json.object { outer in
        outer.key("a")
        outer.array { list in
          list.integer(1)
          list.array { _ in }
          list.object { _ in }
          list.object { inner in
            inner.key("b")
            inner.null()
            inner.key("c")
            inner.array { $0.bool(true) }
          }
          list.string("d")
        }
        outer.key("e")
        outer.bool(false)
        outer.key("f")
        outer.object { _ in }
        outer.key("g")
        outer.number(.nan, decimals: 1)
        outer.key("h")
        outer.number(-1.5, decimals: 1)
      }
    }
    #expect(
      nested == #"{"a":[1,[],{},{"b":null,"c":[true]},"d"],"e":false,"f":{},"g":null,"h":-1.5}"#)
    #expect(try parsed(nested) is [String: Any])
  }

  @Test func `text is escaped where JSON asks for it, and where a terminal would obey it`() {
    let cases = [
      ("", #""""#), ("plain", #""plain""#), (#"a"b\c"#, #""a\"b\\c""#),
      ("a\nb\tc\r", #""a\u000ab\u0009c\u000d""#),
      ("\0\u{1F}\u{1B}[2J\u{7F}", #""\u0000\u001f\u001b[2J\u007f""#), ("µV 筋 🦵", #""µV 筋 🦵""#),
      ("a/b", #""a/b""#),
    ]
    for (plain, escaped) in cases { #expect(text { $0.string(plain) } == escaped) }
  }

  @Test func `every character comes back from its text`() throws {
    var everything = ""
    for value in UInt32(0)...0x2FFF {
      if let scalar = Unicode.Scalar(value) { everything.unicodeScalars.append(scalar) }
    }
    everything += "\u{FEFF}\u{FFFD}\u{1F9B5}\u{10FFFD}"
    let back = try #require(try parsed(text { $0.string(everything) }) as? String)
    #expect(back.unicodeScalars.elementsEqual(everything.unicodeScalars))
  }

  @Test func `names are escaped as values are`() {
    #expect(
      text { json in
        json.object {
          $0.key("a\"b"); $0.integer(.min)
        }
      } == #"{"a\"b":-9223372036854775808}"#)
  }

  @Test func `what is not a number is null`() {
    for value in [Double.nan, .signalingNaN, .infinity, -.infinity] {
      #expect(text { $0.number(value, decimals: 3) } == "null")
    }
  }
}
