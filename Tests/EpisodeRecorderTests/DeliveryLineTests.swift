import EpisodeRecorder
import Signals
import Testing

@Suite struct DeliveryLineTests {
  static let lines: [DeliveryLine] = [
    .gap(stream: 1, first: 0, count: 1 << 40, cause: .late),
    .gap(stream: 0, first: 7, count: 1, cause: .truncated),
    .blank(stream: 0, channel: 31, first: 5, count: 2),
    .note(first: 3, Annotation(onset: 1.5, text: "a \"quoted\" \\ remark, ü")),
    .note(first: 0, Annotation(onset: 0, duration: 0.25, text: "")),
    .notStored(firstRecord: 12, count: 3),
  ]

  @Test(arguments: lines) func `a line is read as it was written`(line: DeliveryLine) {
    #expect(line.bytes.last == UInt8(ascii: "\n"))
    #expect(DeliveryLine(line.bytes.dropLast()) == line)
  }

  @Test(arguments: lines) func `a line that was cut off is none`(line: DeliveryLine) {
    for count in 0..<line.bytes.count - 1 { #expect(DeliveryLine(line.bytes.prefix(count)) == nil) }
  }

  @Test(arguments: [
    #"{"type":"gap","stream":-1,"first":0,"count":1,"cause":"lost"}"#,
    #"{"type":"gap","stream":0,"first":9223372036854775807,"count":9,"cause":"lost"}"#,
    #"{"type":"gap","stream":0,"first":0,"count":1,"cause":"magic"}"#,
    #"{"type":"blank","stream":0,"first":0,"count":1}"#, #"{"type":"later"}"#, "[]", "null",
  ])
  func `what no recorder writes is none`(text: String) { #expect(DeliveryLine(text.utf8) == nil) }
}
