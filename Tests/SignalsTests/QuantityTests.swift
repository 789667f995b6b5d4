import Signals
import Testing

@Suite struct QuantityTests {
  @Test func `quantities of one unit add, scale and compare`() {
    let (a, b): (Seconds, Seconds) = (2.5, 4)
    #expect(a + b == 6.5)
    #expect(a - b == -1.5)
    #expect(a * 2 == 5)
    #expect(b / 8 == 0.5)
    #expect(-a == Seconds(-2.5))
    #expect(a < b && !(b < a) && !(a < a))
    var sum = a
    sum += b
    #expect(sum == 6.5)
  }

  @Test func `a ratio of two quantities is a plain number`() {
    let ratio: Double = Hertz(50) / Hertz(1000)
    #expect(ratio == 0.05)
  }

  @Test func `symbols are ASCII`() {
    let symbols = [
      SecondUnit.symbol, HertzUnit.symbol, DecibelUnit.symbol, StandardGravityUnit.symbol, DegreeUnit.symbol,
      DegreesPerSecondUnit.symbol, FractionUnit.symbol,
    ]
    #expect(symbols == ["s", "Hz", "dB", "g", "deg", "deg/s", ""])
    #expect(symbols.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } })
  }
}
