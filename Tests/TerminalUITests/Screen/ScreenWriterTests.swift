import Signals
import Testing

@testable import TerminalUI

@Suite struct ScreenWriterTests {
  private static let texts = [
    "rest", "SPASM 0:00:12", "筋電図 left", "e\u{301}e\u{301}", "⣿⣀⠤", "a筋b", " ", "🦵🦵", "x", "한글",
  ]

  /// Cells with some texts at places that chance chooses.
  private func scribble(on cells: inout ScreenCells, _ random: inout SeededGenerator) {
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      let text = Self.texts.randomElement(using: &random) ?? ""
      let ink = Ink.allCases.randomElement(using: &random) ?? .plain
      let row = Int.random(in: -1...cells.rows, using: &random)
      let column = Int.random(in: 0...cells.columns, using: &random)
      cells.put(
        text, ink, row: row, column: column, end: Int.random(in: 0...cells.columns + 5, using: &random))
    }
  }

  @Test(arguments: 1...40) func `a terminal shows the cells after any frames and sizes`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var cells = ScreenCells(columns: 12, rows: 4)
    var model = TerminalModel(columns: 12, rows: 4)
    var writer = ScreenWriter(style: Style(isColoured: true))
    for _ in 0..<60 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0:
        let columns = Int.random(in: 1...30, using: &random)
        let rows = Int.random(in: 1...8, using: &random)
        guard columns != cells.columns || rows != cells.rows else { continue }
        cells = ScreenCells(columns: columns, rows: rows)
        model.resize(columns: columns, rows: rows)
      case 1: writer.forget()
      case 2: cells.clear()
      default: break
      }
      scribble(on: &cells, &random)
      model.take(writer.bytes(for: cells))
      // Some inks look the same.
      let isSame = zip(model.cells, cells.cells).allSatisfy {
        $0.glyph == $1.glyph && $0.mark == $1.mark && $0.ink.code == $1.ink.code
      }
      #expect(isSame)
      #expect(model.unknown.isEmpty)
    }
  }

  @Test func `what is shown already is not written again`() {
    var cells = ScreenCells(columns: 80, rows: 24)
    var writer = ScreenWriter(style: Style())
    cells.put("0:00:12 rest", row: 3, column: 10, end: 80)
    #expect(!writer.bytes(for: cells).isEmpty)
    #expect(writer.bytes(for: cells).isEmpty)
    cells.put("3", row: 3, column: 16, end: 80)
    #expect(
      String(decoding: writer.bytes(for: cells), as: UTF8.self) == "\u{1B}[?2026h\u{1B}[4;17H3\u{1B}[?2026l")
  }

  @Test func `without colour nothing is dressed, and a change of ink is none`() {
    var cells = ScreenCells(columns: 20, rows: 2)
    var writer = ScreenWriter(style: Style())
    cells.put("SPASM", .alarm, row: 0, column: 0, end: 20)
    let bytes = String(decoding: writer.bytes(for: cells), as: UTF8.self)
    #expect(bytes.contains("SPASM") && !bytes.contains(#/\[[1-9;]+m/#))
    cells.put("SPASM", .faint, row: 0, column: 0, end: 20)
    #expect(writer.bytes(for: cells).isEmpty)
  }

  @Test(arguments: 0...6) func `half of a wide character is nothing`(column: Int) {
    var cells = ScreenCells(columns: 7, rows: 1)
    cells.put("筋電図", row: 0, column: 0, end: 7)
    cells.put("x", row: 0, column: column, end: 7)
    let expected = ["x 電図", " x電図", "筋x 図", "筋 x図", "筋電x", "筋電 x", "筋電図x"]
    #expect(cells.text(row: 0) == expected[column])
  }

  @Test func `nothing that a terminal obeys gets into a cell`() {
    var cells = ScreenCells(columns: 40, rows: 1)
    cells.put("a\u{1B}[31m\u{7}\u{202E}\r\n\u{9B}b\u{7F}", row: 0, column: 0, end: 40)
    #expect(cells.text(row: 0) == "a[31mb")
  }
}
