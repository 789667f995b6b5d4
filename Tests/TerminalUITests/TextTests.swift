import Signals
import Testing

@testable import TerminalUI

@Suite struct TextTests {
  @Test func `a long name of an entry does not touch its text`() {
    var page = Page(width: 40)
    page.entry("acceleration 1", "X, Y, Z")
    page.entry("muscle", "calf")
    #expect(page.text(Style(isColoured: false)) == "  acceleration 1  X, Y, Z\n  muscle        calf\n")
  }

  @Test(arguments: [
    ("EMG1", 4), ("", 0), ("Wade ü", 6), ("e\u{301}", 1), ("筋電図", 6), ("🦵", 2), ("한", 2), ("█·│", 3),
  ]) func `widths are those of a terminal`(text: String, width: Int) {
    #expect(text.displayWidth == width)
  }

  @Test(arguments: 0...12) func `what is cut fits`(width: Int) {
    for text in ["EMG calf left", "筋電図筋電図筋電図", "a", ""] {
      #expect(text.cut(to: width).displayWidth <= width)
      #expect(text.cutInMiddle(to: width).displayWidth <= width)
    }
  }

  @Test func `a label keeps both ends`() {
    #expect("EXG Channel 7".cutInMiddle(to: 9) == "EXG …el 7")
    #expect("EXG Channel 7".cut(to: 9) == "EXG Chan…")
    #expect("EMG1".cutInMiddle(to: 4) == "EMG1")
  }

  @Test(arguments: 1...30) func `wrapped text loses no letter and keeps the width`(width: Int) {
    let text = "a turn of posture explains lastingactivitywithoutabreak 筋電図"
    let lines = text.wrapped(to: max(width, 2))
    #expect(lines.allSatisfy { $0.displayWidth <= max(width, 2) })
    #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
  }

  @Test func `a line drops what a terminal would obey`() {
    var line = Line("a\u{1B}[31mb\u{7}\u{202E}\r\n", .spasm)
    line.pad(to: 8)
    #expect(line.text(Style()) == "a[31mb")
    #expect(line.text(Style(isColoured: true)) == "\u{1B}[1;31ma[31mb\u{1B}[0m")
  }

  @Test(arguments: [
    (0, "0:00:00.0"), (59.96, "0:00:59.9"), (3661.25, "1:01:01.2"), (36000, "10:00:00.0"),
    (-1.5, "-0:00:01.5"),
    (.infinity, "–"),
  ]) func `times of day are clocks`(seconds: Double, text: String) {
    #expect(clockText(Seconds(seconds)) == text)
  }

  @Test(arguments: [
    (0.2, "0.20 s", "0.20 s"), (9.994, "9.99 s", "9.99 s"), (9.996, "10.0 s", "10.0 s"),
    (59.94, "59.9 s", "59.9 s"), (59.97, "1 min 00 s", "1m00s"), (904, "15 min 04 s", "15m04s"),
    (3599.6, "1 h 00 min", "1h00m"), (25500, "7 h 05 min", "7h05m"),
  ]) func `spans are told as people tell them`(seconds: Double, long: String, short: String) {
    #expect(spanText(Seconds(seconds)) == long && shortSpanText(Seconds(seconds)) == short)
  }

  @Test(arguments: [(0, "0 %"), (0.0001, "under 0.1 %"), (0.024, "2.4 %"), (0.24, "24 %"), (1, "100 %")])
  func `a share that is there is never nothing`(share: Double, text: String) {
    #expect(percentText(share) == text)
  }

  @Test(arguments: 0...12) func `a line of several pieces is cut as one`(width: Int) {
    var line = Line("SPASM", .spasm)
    for text in ["  ", "  ", "ab"] { line.append(text, line.width % 2 == 0 ? .plain : .strong) }
    #expect(line.cut(to: width).text(Style()) == "SPASM    ab".cut(to: width).trimmingSuffix { $0 == " " })
  }

  @Test(arguments: [20, 40, 80, 200]) func `a table keeps the width of its page`(width: Int) {
    var table = TextTable([
      .init("number", .right), .init("label", least: 8, .middle), .init("parts", least: 6, .parts),
      .init("words", least: 10, .wrap),
    ])
    table.add(["1", "EXG Channel 7", "+10 dB, still, 80 % sound", "one and another word and one more"])
    table.add(["2", "筋電図", "a cell that reaches to the right edge of the page, wherever that may be"])
    var page = Page(width: width)
    page.table(table)
    for line in page.text(Style()).lines { #expect(String(line).displayWidth <= max(width, 40)) }
  }
}

extension String {
  /// Without the characters at its end that `isTaken` takes.
  fileprivate func trimmingSuffix(while isTaken: (Character) -> Bool) -> String {
    String(reversed().drop(while: isTaken).reversed())
  }
}
