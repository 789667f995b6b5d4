import Foundation
import Signals
import Testing

@testable import SignalProcessing

@Suite struct NoiseStatisticsTests {
  @Test func `upper quantiles of F equal scipy's, to 1e-9 of the ratio`() throws {
    let table = try ReferenceTables.statistics().f
    #expect(table.count == 245)
    for row in table {
      let m = try #require(row.m)
      let ratio = NoiseStatistics.upperQuantile(probability: row.p, n: row.n, m: m)
      #expect(abs(ratio / row.ratio - 1) < 1e-9, "p \(row.p), n \(row.n), m \(m)")
    }
  }

  @Test func `upper tails of F equal scipy's`() throws {
    for row in try ReferenceTables.statistics().tails {
      let m = try #require(row.m)
      let tail = NoiseStatistics.upperTail(row.ratio, n: row.n, m: m)
      #expect(abs(tail - row.p) <= 1e-9 * row.p + 1e-300, "ratio \(row.ratio), n \(row.n), m \(m)")
    }
  }

  @Test func `over a level that is known, the ratio follows chi-squared`() throws {
    for row in try ReferenceTables.statistics().chiSquared {
      let ratio = NoiseStatistics.upperQuantile(probability: row.p, n: row.n, m: 1e8)
      #expect(abs(ratio / row.ratio - 1) < 1e-6, "p \(row.p), n \(row.n)")
    }
  }

  @Test func `the incomplete beta function is symmetric and has closed forms`() {
    for x in stride(from: 0.0, through: 1, by: 0.01) {
      // I_x(1, b) = 1 - (1 - x)^b and I_x(a, 1) = x^a.
      #expect(abs(NoiseStatistics.incompleteBeta(x, a: 1, b: 3.5) - (1 - pow(1 - x, 3.5))) < 1e-13)
      #expect(abs(NoiseStatistics.incompleteBeta(x, a: 2.5, b: 1) - pow(x, 2.5)) < 1e-13)
      let (one, other) = (
        NoiseStatistics.incompleteBeta(x, a: 20, b: 300), NoiseStatistics.incompleteBeta(1 - x, a: 300, b: 20)
      )
      #expect(abs(one + other - 1) < 1e-12)
    }
    #expect(NoiseStatistics.incompleteBeta(-0.1, a: 2, b: 3) == 0)
    #expect(NoiseStatistics.incompleteBeta(1.1, a: 2, b: 3) == 1)
  }

  @Test func `the incomplete beta function has a value where its two fractions meet`() {
    // Here rounding puts both x and 1 - x beyond the turning point. From scipy.special.betainc.
    let value = NoiseStatistics.incompleteBeta(0.7118922970342574, a: 45.64928150222767, b: 17.87928468196695)
    #expect(abs(value - 0.4372581793430642) < 1e-12)
  }

  @Test func `equivalent bandwidths equal those of scipy's responses`() throws {
    let bands = try ReferenceTables.statistics().bands
    #expect(bands.count == 12)
    for band in bands {
      let rate = Hertz(band.rate)
      let design =
        FilterDesign.butterworthHighPass(order: 4, edge: Hertz(band.lower), rate: rate)
        + FilterDesign.butterworthLowPass(order: 4, edge: Hertz(band.upper), rate: rate)
      let bandwidth = NoiseStatistics.equivalentBandwidth(of: design, rate: band.rate)
      #expect(abs(bandwidth / band.hertz - 1) < 1e-5, "\(band.lower) Hz, fs \(band.rate)")
    }
  }

  @Test func `without a filter the bandwidth is half the rate`() {
    #expect(abs(NoiseStatistics.equivalentBandwidth(of: [.identity], rate: 1000) - 500) < 1e-9)
  }

  @Test func `the figures of the detector's theory come out`() {
    // At 1 kHz: 437 Hz; thresholds 2.37 and 1.60 for windows of 50 and 200 ms over a level of 20 s, at 1e-6.
    let bandwidth = NoiseStatistics.equivalentBandwidth(of: muscleBand(rate: 1000), rate: 1000)
    #expect(abs(bandwidth - 437) < 0.5)
    for (window, expected) in [(0.05, 2.37), (0.2, 1.60)] {
      let ratio = NoiseStatistics.upperQuantile(
        probability: 1e-6, n: 2 * bandwidth * window, m: 2 * bandwidth * 20)
      #expect(abs(ratio - expected) < 0.005)
    }
    let slow = NoiseStatistics.equivalentBandwidth(of: muscleBand(rate: 200), rate: 200)
    #expect(abs(slow - 73) < 0.5)
    let wide = NoiseStatistics.upperQuantile(probability: 1e-6, n: 2 * slow * 0.05, m: 2 * slow * 20)
    #expect(abs(wide - 5.67) < 0.05)
  }

  @Test func `a rarer false alarm needs a higher ratio, a longer window a lower one`() {
    var last = 0.0
    for exponent in 1...12 {
      let ratio = NoiseStatistics.upperQuantile(probability: pow(10, -Double(exponent)), n: 44, m: 17_480)
      #expect(ratio > last)
      last = ratio
    }
    for n in stride(from: 10.0, to: 2_000, by: 90) {
      let ratio = NoiseStatistics.upperQuantile(probability: 1e-6, n: n, m: 17_480)
      #expect(ratio < last || n == 10)
      last = ratio
    }
  }
}
