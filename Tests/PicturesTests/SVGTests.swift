import Foundation
import FoundationXML
import Signals
import Testing

@testable import Pictures

/// The writer of pictures: text that any viewer can read.
@Suite struct SVGTests {
  @Test func `what a file calls itself cannot break out of its text`() throws {
    var svg = SVG(width: 10, height: 10)
    let hostile = "</text><script>alert('1')</script> & \"\u{1B}[31m\u{0}\u{FFFE}"
    svg.text(hostile, 1, 1)
    let document = svg.document(title: hostile)
    let parsed = try Parsed(document)
    #expect(parsed.elements == ["svg", "title", "rect", "text"])
    #expect(parsed.text.contains("</text><script>alert('1')</script> & \"\u{FFFD}[31m\u{FFFD}\u{FFFD}"))
  }

  @Test func `coordinates are written to a tenth`() {
    var svg = SVG(width: 10, height: 10)
    svg.line(1.0 / 3, 0, -2.06, 5, .stroke("#000"))
    #expect(svg.document(title: "").contains("M0.3 0L-2.1 5"))
  }

  @Test func `a page escapes what it lists, and leads to each file`() throws {
    let entry = PictureIndex.Entry(
      file: "a b<1>.svg", recording: "R&D", title: "missed twitch", channel: "\"x\"", start: 65.25,
      length: 0.2)
    let html = PictureIndex(heading: "Mistakes in <here>", entries: [entry]).html
    #expect(html.contains("href=\"a%20b%3C1%3E.svg\"") && html.contains("R&amp;D"))
    #expect(html.contains("&quot;x&quot;") && html.contains("0:01:05.25") && html.contains("&lt;here&gt;"))
    #expect(html.contains("1 mistake: 1 missed twitch") && !html.contains("<script"))
    #expect(PictureIndex(heading: "x", entries: []).html.contains("No mistakes"))
  }
}

/// A document that a parser has gone through.
struct Parsed {
  let elements: [String]
  let text: String

  /// Parses `document`, which has to be well-formed.
  init(_ document: String) throws {
    let parser = XMLParser(data: Data(document.utf8))
    let reader = Reader()
    parser.delegate = reader
    let isWellFormed = parser.parse()
    try #require(isWellFormed, "\(parser.parserError.map(String.init(describing:)) ?? "")")
    elements = reader.elements
    text = reader.text
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [String] = []
    var text = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) { elements.append(name) }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
  }
}
