import Signals
import Testing

/// The device's clock from when its samples arrive.
@Suite struct ClockFitTests {
  /// Moments of a clock that is `drift` ppm fast, heard 3 ms late and up to 200 ms more, most of them little.
  private func fit(drift: Double, minutes: Double, seed: UInt64, every step: Double = 0.02) -> ClockFit {
    var (generator, fit) = (SeededGenerator(seed: seed), ClockFit())
    for number in 0..<Int(minutes * 60 / step) {
      let host = Double(number) * step
      let chance = Double.random(in: 0..<1, using: &generator)
      let late = 0.003 + (chance < 0.02 ? 0.2 : 0.01) * Double.random(in: 0..<1, using: &generator)
      fit.add(device: Seconds(host * (1 + drift * 1e-6)), host: Seconds(1000 + host + late))
    }
    return fit
  }

  @Test(arguments: [-500.0, -50, 0, 50, 500]) func `an hour tells the drift to a tenth of a ppm`(
    drift: Double
  ) throws {
    let found = try #require(fit(drift: drift, minutes: 60, seed: 1).drift)
    #expect(abs(found - drift) < 0.1)
  }

  @Test func `a minute tells it to ten ppm, and days need no more memory than an hour`() throws {
    #expect(abs(try #require(fit(drift: 50, minutes: 1, seed: 2).drift) - 50) < 10)
    let days = fit(drift: 50, minutes: 3 * 24 * 60, seed: 3, every: 1)
    #expect(abs(try #require(days.drift) - 50) < 0.1)
  }

  @Test func `host time is that of the quickest arrivals`() throws {
    let fit = fit(drift: 50, minutes: 60, seed: 4)
    for device in [10.0, 1800, 3590] {
      let host = try #require(fit.host(of: Seconds(device)))
      #expect(abs(host.value - (1000.003 + device / 1.00005)) < 0.001)
    }
  }

  @Test func `nothing follows from one moment`() {
    var fit = ClockFit()
    #expect(fit.drift == nil)
    fit.add(device: 1, host: 2)
    #expect(fit.drift == nil && fit.host(of: 1) == nil)
  }
}
