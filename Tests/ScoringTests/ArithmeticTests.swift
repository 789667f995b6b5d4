import Testing

@testable import Scoring

@Suite struct ArithmeticTests {
  @Test func `rounding is Python's`() {
    // Each right side is what Python 3 prints for round(left, decimals).
    let cases: [(Double, Int32, Double)] = [
      (2.675, 2, 2.67), (0.125, 2, 0.12), (0.375, 2, 0.38), (1.005, 2, 1.0), (0.0005, 3, 0.001),
      (0.0015, 3, 0.002), (0.0625, 3, 0.062), (-0.0625, 3, -0.062), (125.25, 1, 125.2), (1e22, 3, 1e22),
    ]
    for (value, decimals, expected) in cases { #expect(pythonRound(value, decimals) == expected) }
  }

  @Test func `quantiles are interpolated`() {
    #expect(quantile([4, 1, 3, 2], 0.5) == 2.5)
    #expect(quantile([1, 2], 0.9) == 1.9)
    #expect(quantile([7], 0.9) == 7)
    #expect(quantile([], 0.5) == nil)
  }

  @Test func `Wilson's interval agrees with published values`() throws {
    // 81 of 263: 0.2553 to 0.3662 (Newcombe 1998, table I, method 3); 0 of 20: 0 to 0.1611.
    let first = try #require(wilson95(81, of: Array(repeating: 1, count: 263)))
    #expect(abs(first.lowerBound - 0.2553) < 5e-5)
    #expect(abs(first.upperBound - 0.3662) < 5e-5)
    let none = try #require(wilson95(0, of: Array(repeating: 1, count: 20)))
    #expect(none.lowerBound == 0)
    #expect(abs(none.upperBound - 0.1611) < 5e-5)
    #expect(wilson95(0, of: []) == nil)
  }

  @Test func `an interval counts moments, not events`() throws {
    // Every moment seen on three channels: the share of 20 in 20 trials, not in 60.
    let seenThrice = try #require(wilson95(30, of: Array(repeating: 3, count: 20)))
    let once = try #require(wilson95(10, of: Array(repeating: 1, count: 20)))
    #expect(abs(seenThrice.lowerBound - once.lowerBound) < 1e-12)
    #expect(abs(seenThrice.upperBound - once.upperBound) < 1e-12)
    // One moment of 10 and ten of 1 count as 20²/(10² + 10 × 1²), 3.6 trials: fewer than the moments.
    let uneven = try #require(wilson95(20, of: [10] + Array(repeating: 1, count: 10)))
    let four = try #require(wilson95(4, of: [1, 1, 1, 1]))
    let three = try #require(wilson95(3, of: [1, 1, 1]))
    #expect(uneven.lowerBound > three.lowerBound && uneven.lowerBound < four.lowerBound)
  }

  @Test func `events that share time are of one moment, directly or through others`() {
    #expect(
      momentNumbers([spasm(5, 8), spasm(0, 2), spasm(7, 9), spasm(1, 3), spasm(9, 10)]) == [1, 0, 1, 0, 2])
    #expect(momentSizes([spasm(5, 8), spasm(0, 2), spasm(7, 9), spasm(1, 3), spasm(9, 10)]) == [2, 2, 1])
    #expect(momentSizes([Prediction]()) == [])
  }

  @Test func `Garwood's interval agrees with published values`() {
    // Means of a Poisson variable, 95 %, two-sided: Garwood 1936, table; any table of exact Poisson limits.
    for (count, low, high) in [
      (0, 0.0, 3.6889), (1, 0.0253, 5.5716), (2, 0.2422, 7.2247), (10, 4.7954, 18.3904),
    ] {
      let interval = poisson95(count)
      #expect(abs(interval.lowerBound - low) < 1e-4 && abs(interval.upperBound - high) < 1e-4, "\(count)")
    }
  }

  @Test func `the bootstrap is seeded and needs two recordings`() throws {
    let mean = { (draw: [Double]) in draw.reduce(0, +) / Double(draw.count) }
    let values = (0..<50).map { Double($0 % 2) }
    let interval = try #require(Bootstrap(seed: 3).interval95(values, mean))
    #expect(interval == Bootstrap(seed: 3).interval95(values, mean))
    // The mean of 50 fair coins: 0.5 ± 1.96 × 0.5 / √50.
    #expect(abs(interval.lowerBound - 0.36) <= 0.03)
    #expect(abs(interval.upperBound - 0.64) <= 0.03)
    #expect(Bootstrap(seed: 3).interval95([1.0], mean) == nil)
  }

  @Test func `time sets join, cut and overlap`() {
    let set = TimeSet([spasm(5, 8), spasm(0, 2), spasm(2, 3)])
    #expect(set.spans.map(\.start) == [0, 5])
    #expect(set.length == 6)
    let rest = set.subtracting(TimeSet([spasm(1, 6), spasm(7, 7.5)]))
    #expect(rest.spans.map(\.start) == [0, 6, 7.5])
    #expect(rest.spans.map(\.end) == [1, 7, 8])
    #expect(set.overlap(with: rest) == 2.5)
  }
}
