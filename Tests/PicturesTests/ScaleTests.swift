import Testing

@testable import Pictures

/// Axes: round ticks, and values where they belong.
@Suite struct ScaleTests {
  @Test func `linear ticks are round and inside`() {
    let scale = Scale(values: -107...63, start: 0, end: 100)
    #expect(scale.ticks(about: 5) == [-100, -50, 0, 50])
    #expect(
      Scale(values: 0...0.08, start: 0, end: 1).ticks(about: 4).map(trimmed) == [
        "0", "0.02", "0.04", "0.06", "0.08",
      ])
  }

  @Test func `logarithmic ticks are 1, 2 and 5, and fewer over many decades`() {
    let narrow = Scale(values: 0.8...21, start: 0, end: 1, isLogarithmic: true)
    #expect(narrow.ticks(about: 9).map(trimmed) == ["1", "2", "5", "10", "20"])
    let wide = Scale(values: 0.01...20_000, start: 0, end: 1, isLogarithmic: true)
    #expect(wide.ticks(about: 9).map(trimmed) == ["0.01", "0.1", "1", "10", "100", "1000", "10000"])
  }

  @Test func `values lie between the ends, and beyond them at them`() {
    let scale = Scale(values: 1...100, start: 200, end: 0, isLogarithmic: true)
    #expect(scale.pixel(10) == 100 && scale.pixel(0) == 200 && scale.pixel(1e9) == 0)
  }

  @Test(arguments: [(6.4, 1.0), (66, 10), (1200, 120), (30_000, 3600), (0.5, 0.05)])
  func `time is divided as people divide it`(length: Double, step: Double) {
    #expect(Scale.timeStep(of: length, about: 12) == step)
  }

  @Test func `a clock carries its rounding over`() {
    #expect(clock(3599.996, decimals: 2) == "1:00:00.00")
    #expect(clock(75.04, decimals: 1) == "0:01:15.0" && clock(59.6) == "0:01:00")
  }

  @Test func `what cannot be scaled has no ticks`() {
    #expect(Scale(values: 5...5, start: 0, end: 1).ticks(about: 4).isEmpty)
  }
}
