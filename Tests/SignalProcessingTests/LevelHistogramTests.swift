import Foundation
import SignalProcessing
import Signals
import Testing

@Suite struct LevelHistogramTests {
  /// Every level with its weight, kept: what the histogram stands for.
  private struct Exact {
    var levels: [(power: Double, age: Int)] = []
    let memory: Double

    mutating func add(_ power: Double) { levels.append((power, levels.count)) }

    /// Between the levels just below and just above the share: a quantile of finitely many is not one number.
    func quantile(_ share: Double) -> ClosedRange<Double>? {
      let sorted = levels.sorted { $0.power < $1.power }
      func weight(_ age: Int) -> Double { exp(Double(age - levels.count) / memory) }
      let total = levels.reduce(0) { $0 + weight($1.age) }
      var sum = 0.0
      for (position, level) in sorted.enumerated() {
        sum += weight(level.age)
        if sum >= share * total * (1 - 1e-9) {
          let next = sorted[min(position + 1, sorted.count - 1)].power
          return level.power...(sum > share * total * (1 + 1e-9) ? level.power : next)
        }
      }
      return nil
    }
  }

  private func decibels(_ power: Double) -> Double { 10 * log10(power) }

  @Test func `quantiles lie within a quarter decibel of the exact weighted ones`() throws {
    for (seed, memory) in [(1, 20.0), (2, 150), (3, 600), (4, 1e9)] as [(UInt64, Double)] {
      var generator = SeededGenerator(seed: seed)
      var histogram = LevelHistogram(memory: memory)
      var exact = Exact(memory: memory)
      for step in 0..<2_000 {
        // A level that wanders over tens of decibels, with a scatter of 3 dB.
        let level = 20 * sin(Double(step) / 300) + 3 * gaussian(&generator)
        histogram.add(power: pow(10, level / 10))
        exact.add(pow(10, level / 10))
        guard step % 200 == 199 || step < 3 else { continue }
        for share in [0.01, 0.1, 0.25, 0.4, 0.5, 0.75, 0.9, 0.99] {
          let found = decibels(try #require(histogram.quantile(share)))
          let range = try #require(exact.quantile(share))
          #expect(found > decibels(range.lowerBound) - 0.25 && found < decibels(range.upperBound) + 0.25)
        }
      }
    }
  }

  @Test func `quantiles rise with the share, from 0 to 1`() throws {
    var histogram = LevelHistogram(memory: 37)
    var generator = SeededGenerator(seed: 8)
    for step in 0..<3_000 {
      histogram.add(power: pow(10, gaussian(&generator)))
      guard step % 50 == 0 else { continue }
      var last = 0.0
      for share in stride(from: 0.0, through: 1, by: 0.125) {
        let level = try #require(histogram.quantile(share), "share \(share) after \(step)")
        #expect(level >= last)
        last = level
      }
    }
  }

  @Test func `old levels fade with the memory as their time constant`() throws {
    let memory = 100.0
    var histogram = LevelHistogram(memory: memory)
    for _ in 0..<5_000 { histogram.add(power: 1) }
    // A sum of a geometric series: 1 / (1 - e^(-1/memory)).
    #expect(abs(histogram.effectiveCount - 1 / (1 - exp(-1 / memory))) < 1e-6)
    // After memory × ln 2 new levels, they weigh as much as all the old ones.
    var steps = 0
    while try #require(histogram.quantile(0.5)) < 10 {
      histogram.add(power: 100)
      steps += 1
    }
    #expect(abs(steps - Int((memory * log(2)).rounded())) <= 1)
  }

  @Test func `weights that outgrow a number are scaled back unnoticed`() throws {
    // With a memory of 2 the weight passes 1e100 every 461 levels and 1e308 after 1419.
    let memory = 2.0
    var histogram = LevelHistogram(memory: memory)
    var exact = Exact(memory: memory)
    let expected = 1 / (1 - exp(-1 / memory))
    for step in 0..<5_000 {
      let level = pow(10, Double(step % 7))
      histogram.add(power: level)
      exact.add(level)
      if exact.levels.count > 100 { exact.levels.removeFirst() }
      for index in exact.levels.indices { exact.levels[index].age = index }
      if step > 100 { #expect(abs(histogram.effectiveCount - expected) < 1e-9) }
      guard step > 100, step % 41 == 0 || (458...466).contains(step) else { continue }
      for share in [0.1, 0.4, 0.8] {
        let found = decibels(try #require(histogram.quantile(share)))
        let range = try #require(exact.quantile(share))
        #expect(abs(found - decibels(range.lowerBound)) <= 0.25)
      }
    }
  }

  @Test func `powers beyond the scale count at its ends`() throws {
    for (power, decibels) in [(1e-300, -60.0), (1e-9, -60), (1e15, 140), (1e300, 140)] {
      var histogram = LevelHistogram(memory: 10)
      histogram.add(power: power)
      let level = try #require(histogram.quantile(0.5))
      #expect(abs(10 * log10(level) - decibels) <= 0.25)
    }
  }

  @Test func `what is no power is not counted`() {
    var histogram = LevelHistogram(memory: 10)
    for power in [0, -1, Double.nan, Double.infinity, -Double.infinity] { histogram.add(power: power) }
    #expect(histogram.quantile(0.5) == nil)
    #expect(histogram.effectiveCount == 0)
  }

  @Test func `a memory of less than one level is a programming error`() async {
    await #expect(processExitsWith: .failure) { _ = LevelHistogram(memory: 0.5) }
    await #expect(processExitsWith: .failure) { _ = LevelHistogram(memory: .nan) }
  }

  @Test func `after forgetting everything it is as new`() {
    var histogram = LevelHistogram(memory: 10)
    var new = LevelHistogram(memory: 10)
    for _ in 0..<300 { histogram.add(power: 5) }
    histogram.removeAll()
    #expect(histogram.quantile(0.5) == nil)
    for power in [2.0, 3, 4] {
      histogram.add(power: power)
      new.add(power: power)
      #expect(histogram.quantile(0.4) == new.quantile(0.4))
      #expect(histogram.effectiveCount == new.effectiveCount)
    }
  }
}
