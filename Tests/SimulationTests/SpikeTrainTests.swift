import Foundation
import Signals
import Testing

@testable import Simulation

/// When motor units fire, against what was recorded from real ones.
@Suite struct SpikeTrainTests {
  @Test(arguments: [0.1, 0.3, 0.5]) func `under will units fire evenly, 8 to 35 times a second`(level: Double)
  {
    let units = discharges(.voluntary(.init(duration: 14, rise: 1, fall: 1, level: level)))
    #expect(units.count > 40)
    for times in units {
      let steady = intervals(times.filter { (2...12).contains($0) })
      // A unit that is recruited last may be there for less than that.
      guard steady.count > 40 else { continue }
      #expect((7...35).contains(1 / mean(steady)))
      // Intervals of willed contractions vary by 10 to 25 %; of 60 intervals, the estimate is good to 2 %.
      #expect((0.10...0.28).contains(variation(steady)))
      #expect(steady.allSatisfy { $0 >= 0.004 })
    }
    let variations = units.map { variation(intervals($0.filter { (2...12).contains($0) })) }
    #expect(abs(mean(variations) - 0.2) < 0.02)
  }

  @Test func `the first units fire fastest`() {
    // The onion skin of De Luca and Erim 1994.
    let units = discharges(.voluntary(.init(duration: 12, rise: 1, fall: 1, level: 0.4)))
    let rates = units.map { 1 / mean(intervals($0.filter { (2...10).contains($0) })) }
    #expect(mean(rates.prefix(20)) > mean(rates.suffix(20)) + 5)
  }

  private static let cramps = (1...3).flatMap { seed in
    discharges(.cramp(.init(duration: 60, share: 0.5, joining: 1)), seed: seed).filter { $0.count > 100 }
  }

  /// The intervals of a unit while it is active: it is silent in what is longer than half a second.
  private func active(_ times: [Double]) -> [Double] { intervals(times).filter { $0 < 0.5 } }

  @Test func `a cramp fires at the rates of Minetto 2009`() {
    // J Neurophysiol 102:1890: over units 14.5 ± 5.1 discharges a second, falling from 25.0 ± 8.0 to 6.0.
    let rates = Self.cramps.map { 1 / mean(active($0)) }
    #expect(abs(mean(rates) - 14.5) < 5.1)
    let early = Self.cramps.compactMap { times -> Double? in
      let early = active(times.filter { (3...8).contains($0) })
      return early.count > 20 ? 1 / mean(early) : nil
    }
    #expect(abs(mean(early) - 25) < 8)
    let late = Self.cramps.compactMap { times -> Double? in
      let late = active(times.filter { $0 > 45 })
      return late.count > 20 ? 1 / mean(late) : nil
    }
    #expect(mean(late) < 0.65 * mean(early))
  }

  @Test func `a cramp fires unevenly, and sometimes twice at once`() {
    // The same source: the intervals of a unit vary by 44.6 ± 9.7 %, and 4.1 % of them are doublets.
    #expect(abs(mean(Self.cramps.map { variation(active($0)) }) - 0.446) < 0.05)
    let all = Self.cramps.flatMap(active)
    let doublets = Double(all.count { $0 <= 0.01 }) / Double(all.count)
    #expect(abs(doublets - 0.041) < 0.01)
    #expect(all.allSatisfy { $0 >= 0.004 - 1e-9 })
  }

  @Test func `cramping units wax and wane together, near 1.4 times a second`() {
    // The same source: the common drive has its peak at 1.4 ± 0.4 Hz.
    for seed in 1...3 {
      var counts = [Double](repeating: 0, count: 1100)
      let units = discharges(.cramp(.init(duration: 60, share: 0.6, joining: 0.5)), seed: seed)
      for time in units.joined() where (5..<60).contains(time) { counts[Int((time - 5) / 0.05)] += 1 }
      func strength(_ frequency: Double) -> Double {
        var (a, b) = (0.0, 0.0)
        for (index, count) in counts.enumerated() {
          let angle = 2 * Double.pi * frequency * 0.05 * Double(index)
          (a, b) = (a + count * cos(angle), b + count * sin(angle))
        }
        return a * a + b * b
      }
      // Above the slow wave of 0.2 Hz, its neighbours, and the recruitment.
      let peak = stride(from: 0.6, through: 5, by: 0.02).max { strength($0) < strength($1) } ?? 0
      #expect((1.0...1.8).contains(peak))
    }
  }

  @Test func `cramping units join one after the other and leave near the end`() throws {
    let cramp = FiringPattern.Cramp(duration: 20, share: 0.5, joining: 1.2)
    let units = discharges(.cramp(cramp))
    let (own, after) = (units.prefix(60), units.dropFirst(60))
    let starts = own.compactMap(\.first)
    #expect(starts.min() == 0)
    #expect(abs(mean(starts) - 1.2) < 0.45)
    let ends = own.compactMap(\.last)
    #expect(ends.allSatisfy { $0 <= 20 })
    #expect(try #require(ends.max()) > 19.7)
    // Three groups of two to six discharges, 20 to 60 ms apart, within 2.4 s after the end.
    #expect(after.count == 3)
    for group in after {
      #expect((2...6).contains(group.count))
      #expect(group.allSatisfy { (20.1...22.4).contains($0) })
      #expect(intervals(group).allSatisfy { (0.02...0.06).contains($0) })
    }
  }

  @Test(arguments: [3.0, 5, 8]) func `units in a clonus fire once a beat`(frequency: Double) {
    let units = discharges(.clonus(.init(duration: 30, frequency: frequency)))
    #expect(units.count == 72)
    let beats = 30 * frequency
    // Wallace 2005 (J Appl Physiol 99:2166): 98 % of units fire once in each beat, of 3 to 8 a second.
    let share = mean(units.map { Double($0.count) }) / beats
    #expect(abs(share - 0.98) < 0.03)
    #expect(units.allSatisfy { intervals($0).allSatisfy { $0 > 0.4 / frequency } })
    // All of them within a few tens of milliseconds: the middle of the time between beats is silent.
    let all = units.flatMap { $0 }.sorted()
    let silences = intervals(all).filter { $0 > 0.25 / frequency }
    #expect(abs(Double(silences.count) / beats - 1) < 0.1)
  }

  @Test func `single units fire six to twelve times a second for as long as told`() throws {
    for seed in 1...5 {
      let units = discharges(.singleUnits(.init(units: 3, duration: 60, rate: 9)), seed: seed)
      #expect(units.count == 3)
      for times in units {
        #expect((8...10.2).contains(1 / mean(intervals(times))))
        #expect((0.15...0.25).contains(variation(intervals(times))))
        #expect(try #require(times.last) > 59.5 && times.allSatisfy { $0 <= 60 })
      }
    }
  }

  @Test func `in a volley each unit fires once`() {
    let units = discharges(.volley(.init(units: 30, spread: 0.2)))
    #expect(units.count == 30 && units.allSatisfy { $0.count == 1 })
    let times = units.flatMap { $0 }
    #expect(times.min() == 0 && times.max() == 0.2)
  }

  @Test func `bursts keep their rhythm`() {
    let walk = FiringPattern.voluntary(
      .init(duration: 0.28, rise: 0.08, fall: 0.08, level: 0.3, count: 10, period: 1 / 1.9))
    let times = discharges(walk).flatMap { $0 }
    #expect(times.allSatisfy { $0.truncatingRemainder(dividingBy: 1 / 1.9) < 0.28 })
    #expect(Set(times.map { Int($0 * 1.9) }) == Set(0..<10))
  }
}
