import Testing

@testable import TerminalUI

@Suite struct BrailleCanvasTests {
  /// The dots of a braille letter as Unicode numbers them: dot n is bit n - 1.
  private static let numbering = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]

  @Test func `every letter is that of its dots`() {
    for bits in 0..<256 {
      var canvas = BrailleCanvas(columns: 1, rows: 1)
      for (dot, (x, y)) in Self.numbering.enumerated() where bits >> dot & 1 == 1 { canvas.set(x, y) }
      #expect(canvas.glyph(column: 0, row: 0) == (bits == 0 ? nil : 0x2800 + UInt32(bits)))
      for (dot, (x, y)) in Self.numbering.enumerated() {
        #expect(canvas.isSet(x, y) == (bits >> dot & 1 == 1))
      }
    }
  }

  @Test func `a dot changes its own cell alone, and none outside`() {
    for columns in 1...3 {
      for rows in 1...3 {
        for x in -2...7 {
          for y in -2...13 {
            var canvas = BrailleCanvas(columns: columns, rows: rows)
            canvas.set(x, y)
            var set: [[Int]] = []
            for across in 0..<2 * columns {
              for down in 0..<4 * rows where canvas.isSet(across, down) { set.append([across, down]) }
            }
            let isInside = (0..<2 * columns).contains(x) && (0..<4 * rows).contains(y)
            #expect(set == (isInside ? [[x, y]] : []))
            canvas.toggle(x, y)
            #expect(canvas == BrailleCanvas(columns: columns, rows: rows))
          }
        }
      }
    }
  }

  @Test func `a column is filled between its ends in any order, as far as it is there`() {
    for top in -3...10 {
      for bottom in -3...10 {
        var canvas = BrailleCanvas(columns: 1, rows: 2)
        canvas.fill(1, from: top, to: bottom)
        for y in 0..<8 {
          #expect(canvas.isSet(1, y) == (min(top, bottom)...max(top, bottom)).contains(y))
          #expect(!canvas.isSet(0, y))
        }
      }
    }
  }

  @Test func `a canvas without cells takes dots and shows none`() {
    var canvas = BrailleCanvas(columns: -1, rows: 0)
    canvas.fill(0, from: 0, to: 3)
    canvas.set(0, 0)
    #expect(canvas == BrailleCanvas(columns: 0, rows: 0))
  }
}
