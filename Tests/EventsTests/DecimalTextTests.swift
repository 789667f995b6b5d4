import Foundation
import Signals
import Testing

@testable import Events

@Suite struct DecimalTextTests {
  @Test(arguments: [
    (0.0, 3, "0"), (1, 0, "1"), (1, 6, "1"), (-1, 2, "-1"), (0.5, 1, "0.5"), (12.340, 4, "12.34"),
    (0.000001, 6, "0.000001"), (0.0012, 4, "0.0012"), (100, 2, "100"), (1234567.875, 3, "1234567.875"),
    (0.1 + 0.2, 6, "0.3"), (99.9999, 2, "100"), (-99.9999, 2, "-100"), (3600.000001, 6, "3600.000001"),
  ])
  func `numbers are rounded to their decimals and lose trailing zeros`(
    value: Double, decimals: Int, text: String
  ) {
    #expect(decimalText(value, decimals: decimals) == text)
  }

  @Test(arguments: [
    (0.5, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"), (-0.5, 0, "-1"), (-2.5, 0, "-3"), (0.125, 2, "0.13"),
    (-0.125, 2, "-0.13"), (0.375, 2, "0.38"), (0.0625, 3, "0.063"), (0.49999999999999994, 0, "0"),
  ])
  func `halves go away from zero`(value: Double, decimals: Int, text: String) {
    #expect(decimalText(value, decimals: decimals) == text)
  }

  @Test func `zero has no sign`() {
    for value in [-0.0, -0.4, -1e-9, -Double.leastNonzeroMagnitude] {
      #expect(decimalText(value, decimals: 0) == "0")
    }
    #expect(decimalText(-0.0, decimals: 6) == "0")
    #expect(decimalText(-0.00004, decimals: 4) == "0")
    #expect(decimalText(-0.00006, decimals: 4) == "-0.0001")
  }

  @Test func `huge numbers are written in Swift's shortest form`() {
    #expect(decimalText(1e15, decimals: 0) == "1000000000000000.0")
    #expect(decimalText(999_999_999_999_999, decimals: 0) == "999999999999999")
    #expect(decimalText(1e20, decimals: 2) == "1e+20")
    #expect(decimalText(-1.7976931348623157e308, decimals: 2) == "-1.7976931348623157e+308")
    #expect(decimalText(123_456_789_012.25, decimals: 9) == "123456789012.25")
  }

  @Test func `every text is a JSON number within half a unit of its value`() throws {
    var generator = SeededGenerator(seed: 21)
    for _ in 0..<20_000 {
      let decimals = Int.random(in: 0...9, using: &generator)
      let value =
        Double.random(in: -1...1, using: &generator) * pow(10, Double.random(in: -10...17, using: &generator))
      let text = decimalText(value, decimals: decimals)
      let back = try #require(Double(text), "\(value)")
      let unit = pow(10, -Double(decimals))
      #expect(abs(back - value) <= unit / 2 * (1 + 1e-9) + abs(value) * 1e-15, "\(value), \(decimals)")
      #expect(!text.hasPrefix("+") && !text.hasPrefix(".") && text != "-0")
      let point = text.firstIndex(of: ".")
      if let point, abs(value) < 1e5 {
        #expect(text.last != "0" && text.distance(from: point, to: text.endIndex) <= decimals + 1)
      }
    }
  }
}
