import Signals
import Testing

@testable import Pictures

/// Downsampling that hides nothing.
@Suite struct ColumnsTests {
  @Test func `a single sample among a million is still seen`() {
    var columns = Columns(span: 10...1010, count: 500)
    for index in 0..<1_000_000 {
      let value = index == 123_457 ? 9.5 : index == 800_001 ? -7.25 : Double(index % 3)
      columns.take(value, at: 10 + Seconds(Double(index) / 1000))
    }
    #expect(columns.range == -7.25...9.5)
    #expect(columns.extremes[61] == 0...9.5 && columns.extremes[400] == -7.25...2)
    #expect(columns.extremes.allSatisfy { $0?.contains(1) == true })
  }

  @Test(arguments: [200, 1000, 1259.26, 2000]) func `as many columns as samples hold one each`(rate: Double) {
    let span = Seconds(84)...Seconds(85)
    var columns = Columns(span: span, count: Int(rate))
    for index in 0..<Int(rate) {
      columns.take(Double(index), at: 84 + Seconds(Double(index) / Double(Int(rate))))
    }
    #expect(columns.extremes.enumerated().allSatisfy { $1 == Double($0)...Double($0) })
  }

  @Test func `what is outside, or no number, is passed over`() {
    var columns = Columns(span: 1...2, count: 4)
    for (value, time) in [(1.0, 0.99), (2, 2), (.nan, 1.5), (.infinity, 1.5)] {
      columns.take(value, at: Seconds(time))
    }
    #expect(columns.range == nil)
  }

  @Test func `a trace passes through both extremes, and is broken where nothing is known`() {
    var columns = Columns(span: 0...6, count: 6)
    for (value, time) in [(0.0, 0.5), (10, 0.5), (5, 1.5), (5, 4.5), (5, 5.5)] {
      columns.take(value, at: Seconds(time))
    }
    let path = columns.path(left: 0, width: 60, scale: Scale(values: 0...10, start: 100, end: 0))
    #expect(path == "M5 100L5 0L15 50M45 50L55 50")
  }
}
