import Monitoring
import Signals
import Testing

@testable import TerminalUI

@Suite struct TraceTimesTests {
  @Test(arguments: [5.0, 10, 20, 60], [1, 7, 54, 160])
  func `every column falls on a dot, and on one alone where there are enough`(window: Double, cells: Int) {
    for end in [0.5, 3, 61.37, 5000] {
      let times = TraceTimes(window: Seconds(window), cells: cells, end: Seconds(end))
      let count = TraceHistory.most
      var next = times.columns(ofDot: 0, in: count).lowerBound
      for dot in 0..<2 * cells {
        let columns = times.columns(ofDot: dot, in: count)
        // Where dots are finer than columns, two dots share one.
        #expect(columns.isEmpty || columns.lowerBound == next || columns.lowerBound == next - 1)
        next = max(next, columns.upperBound)
      }
      #expect(next == count)
    }
  }

  @Test func `what has been drawn moves by whole cells and keeps its shape`() {
    let window: Seconds = 20
    let cells = 54
    // On which dot, counted for ever, each column was seen first.
    var seen: [Int: Int] = [:]
    for step in 0..<400 {
      let end = Seconds(100 + Double(step) * 0.1)
      let times = TraceTimes(window: window, cells: cells, end: end)
      let last = Int(TraceHistory.lastColumn(before: end))
      let firstDot = Int((times.time(ofCell: 0).value / (window.value / Double(2 * cells)) - 1).rounded())
      #expect(firstDot % 2 == 0)
      for dot in 0..<2 * cells {
        for place in times.columns(ofDot: dot, in: 1000) {
          let column = last - 999 + place
          #expect(seen[column, default: firstDot + dot] == firstDot + dot)
          seen[column] = firstDot + dot
        }
      }
    }
    #expect(seen.count > 2500)
  }

  @Test func `a short trace lies at its end`() {
    let times = TraceTimes(window: 10, cells: 50, end: 10)
    #expect(times.columns(ofDot: 0, in: 10).isEmpty)
    #expect(times.columns(ofDot: 99, in: 10) == 5..<10)
    #expect(times.columns(ofDot: 99, in: 0).isEmpty)
  }
}
