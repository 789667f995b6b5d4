import Signals
import Testing

@Suite struct SampleRateTests {
  @Test func `rates are kept in lowest terms`() throws {
    let rate = try #require(SampleRate(68_000, per: 54))
    #expect(rate.numerator == 34_000 && rate.denominator == 27)
    #expect(rate == SampleRate(34_000, per: 27))
    #expect(SampleRate(1000)?.denominator == 1)
    #expect(SampleRate(3, per: 7)?.hertz == 3.0 / 7)
    #expect(SampleRate(250)?.period == 0.004)
  }

  @Test func `rates that no device has are refused`() {
    for (numerator, denominator) in [(0, 1), (1, 0), (-1, 1), (1, -1), (1_000_000_000_001, 1), (1, .max)] {
      #expect(SampleRate(numerator, per: denominator) == nil)
    }
    #expect(SampleRate(1_000_000_000_000, per: 1) != nil)
    for hertz in [0, -1, 9e-7, 1.1e9, Double.nan, Double.infinity, -Double.infinity] {
      #expect(SampleRate(hertz: hertz) == nil)
    }
  }

  @Test(arguments: [
    (1259.259259, 34_000, 27), (1259.2592592592594, 34_000, 27), (1000, 1000, 1),
    (2048, 2048, 1), (999.9999999, 1000, 1), (148.14814815, 4000, 27), (370.3703704, 10_000, 27), (0.5, 1, 2),
    (1e-6, 1, 1_000_000), (1e9, 1_000_000_000, 1), (1925.925926, 52_000, 27), (1111.111111, 10_000, 9),
    (360, 360, 1), (512.5, 1025, 2),
  ])
  func `a printed rate becomes the fraction that was meant`(hertz: Double, numerator: Int, denominator: Int) {
    let rate = SampleRate(hertz: hertz)
    #expect(rate?.numerator == numerator && rate?.denominator == denominator)
  }

  @Test func `a rate printed with fewer decimals is read with their tolerance`() {
    #expect(SampleRate(hertz: 1259.259, tolerance: 5e-7) == SampleRate(34_000, per: 27))
    #expect(SampleRate(hertz: 148.148, tolerance: 5e-6) == SampleRate(4_000, per: 27))
    #expect(SampleRate(hertz: 148.148148, tolerance: 5e-9) == SampleRate(4_000, per: 27))
    #expect(SampleRate(hertz: 1259.259) != SampleRate(34_000, per: 27))
  }

  @Test func `every fraction of small terms comes back from its decimals`() {
    for denominator in 1...60 {
      for numerator in stride(from: 500 * denominator, to: 4_000 * denominator, by: 997) {
        let exact = Double(numerator) / Double(denominator)
        let printed = (exact * 1e6).rounded() / 1e6
        #expect(SampleRate(hertz: printed) == SampleRate(numerator, per: denominator))
      }
    }
  }

  @Test func `any rate is met to the tolerance`() throws {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<5_000 {
      let hertz =
        Double.random(in: 0...1, using: &generator)
        * [1e-3, 1, 1e3, 1e6, 1e9][Int.random(in: 0..<5, using: &generator)] + 1e-6
      let rate = try #require(SampleRate(hertz: min(hertz, 1e9)), "\(hertz)")
      #expect(abs(rate.hertz / min(hertz, 1e9) - 1) <= 1e-9)
    }
  }

  @Test func `indices come back from their times, to 10^12`() throws {
    for (numerator, denominator) in [
      (1000, 1), (4000, 1), (34_000, 27), (10_000, 27), (1, 1), (1_000_003, 999),
    ] {
      let rate = try #require(SampleRate(numerator, per: denominator))
      var generator = SeededGenerator(seed: 6)
      var indices: [Int64] = [0, 1, 26, 27, 33_999, 34_000, 34_001, 999_999_999_999, 1_000_000_000_000]
      indices += (0..<2_000).map { _ in Int64.random(in: 0...1_000_000_000_000, using: &generator) }
      for index in indices {
        #expect(rate.index(nearest: rate.time(of: index)) == index)
        #expect(rate.index(nearest: rate.time(of: -index)) == -index)
      }
    }
  }

  @Test func `a time is the exact quotient, rounded once or twice`() throws {
    let rate = try #require(SampleRate(34_000, per: 27))
    #expect(rate.time(of: 34_000) == 27)
    #expect(rate.time(of: 34_000 * 29_000_000) == 783_000_000)
    // One sample more after 25 years of them: 27 / 34000 s, as far as a Double tells.
    let (before, after) = (rate.time(of: 34_000 * 29_000_000), rate.time(of: 34_000 * 29_000_000 + 1))
    #expect(abs((after - before).value - 27.0 / 34_000) < 1.2e-7)
    // A rate rounded to 1259.259259 Hz would be off by 6.5 samples there.
    #expect(rate.time(of: 1_000_000_007).value == 1_000_000_007.0 * 27 / 34_000)
  }

  @Test func `times beyond what an index holds are clamped`() throws {
    let rate = try #require(SampleRate(1000))
    #expect(rate.index(nearest: Seconds(.infinity)) == .max)
    #expect(rate.index(nearest: Seconds(1e300)) == .max)
    #expect(rate.index(nearest: Seconds(1e16)) == .max)
    #expect(rate.index(nearest: Seconds(-1e16)) == .min)
    #expect(rate.index(nearest: Seconds(-.infinity)) == .min)
    #expect(rate.index(nearest: Seconds(.nan)) == 0)
  }

  @Test func `a span holds at least one sample`() throws {
    let rate = try #require(SampleRate(34_000, per: 27))
    #expect(rate.count(in: 0) == 1)
    #expect(rate.count(in: -5) == 1)
    #expect(rate.count(in: 0.2) == 252)
    #expect(rate.count(in: 0.01) == 13)
    #expect(rate.count(in: 1) == 1259)
  }
}
