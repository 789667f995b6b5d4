import Foundation
import Signals
import Testing

@testable import Simulation

/// The sum of action potentials at the electrode.
@Suite struct MuscleActivityTests {
  private static let effort = FiringPattern.voluntary(.init(duration: 12, rise: 0.5, fall: 0.5, level: 0.5))

  @Test(arguments: 1...6) func `the spectrum is that of the skin's surface`(seed: Int) {
    let plateau = Array(signal(Self.effort, seed: seed)[1000..<11000])
    // Krivickas 1998 at 50 % of the greatest effort: deltoid 87 ± 15, biceps 90 ± 18, tibialis anterior 116 ± 20 Hz.
    #expect((70...120).contains(frequency(below: 0.5, of: plateau)))
    // Surface electrodes see next to nothing above 400 Hz, and this model's potentials end at about 300.
    #expect(frequency(below: 0.99, of: plateau) < 300)
    #expect(frequency(below: 0.01, of: plateau) >= 10)
  }

  /// What fires, and the seconds of its plateau.
  private static let sustained: [FiringPattern] = [
    effort, .voluntary(.init(duration: 12, rise: 0.5, fall: 0.5, level: 0.05)),
    .cramp(.init(duration: 12, share: 0.3, joining: 0.5)),
    .cramp(.init(duration: 40, share: 0.6, joining: 1)),
    .clonus(.init(duration: 12, frequency: 6)), .singleUnits(.init(units: 2, duration: 30, rate: 8)),
  ]

  @Test(arguments: 0..<sustained.count) func `a plateau is as strong as it says`(number: Int) throws {
    let firing = Self.sustained[number]
    let plateau = try #require(firing.plateau)
    let samples = Int(plateau.lowerBound * 1000)..<Int(plateau.upperBound * 1000)
    let levels = (1...5).map { 20 * log10(rms(signal(firing, ratio: 15, seed: $0)[samples])) }
    #expect(abs(mean(levels) - 15) < 0.5)
    // Which units take turns is chance: one cramp in a hundred may be a decibel off.
    #expect(levels.allSatisfy { abs($0 - 15) < 1 })
  }

  @Test func `a volley is as strong as it says from end to end`() throws {
    for seed in 1...20 {
      let values = signal(.volley(.init(units: 30, spread: 0.1)), ratio: 12, seed: seed)
      let tenth = 0.1 * rms(values)
      let first = try #require(values.firstIndex { abs($0) > tenth })
      let last = try #require(values.lastIndex { abs($0) > tenth })
      #expect(abs(20 * log10(rms(values[first...last])) - 12) < 0.01)
    }
  }

  @Test func `an effort swells by recruitment`() {
    let ramp = FiringPattern.voluntary(.init(duration: 10, rise: 5, fall: 1, level: 0.5))
    let levels = (1...8).map { signal(ramp, seed: $0) }
    let steps = (0..<6).map { step in mean(levels.map { rms($0[step * 800..<(step + 1) * 800]) }) }
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
    #expect(steps[0] < 0.3 * 10 && signal(ramp).prefix(5).allSatisfy { $0 == 0 })
  }

  @Test(arguments: [200, 500, 2000, 4000]) func `discharges and strength are the same at any rate`(hertz: Int)
  {
    let cramp = FiringPattern.cramp(.init(duration: 6, share: 0.3, joining: 0.3))
    let (fine, coarse) = (signal(cramp), signal(cramp, rate: rate(hertz)))
    #expect(abs(Double(coarse.count) / Double(hertz) - Double(fine.count) / 1000) < 0.006)
    // The power of each half second follows the same discharges. Below 1000 samples a second the upper part of each
    // potential is missing, and what is left is raised to the strength told.
    let tolerance = hertz < 1000 ? 0.2 : 0.01
    for step in 2..<11 {
      let a = rms(fine[step * 500..<(step + 1) * 500])
      let b = rms(coarse[step * hertz / 2..<(step + 1) * hertz / 2])
      #expect(abs(b / a - 1) < tolerance)
    }
  }

  @Test(arguments: [200, 250, 500, 1000, 4000]) func `potentials are not aliased`(hertz: Double) {
    // What is sampled without aliasing has the same energy wherever between two samples it begins.
    var generator = Seed(1).generator(.muscle)
    let pool = MotorUnitPool(&generator)
    let potentials = stride(from: 0, to: 120, by: 6).map { pool.units[$0].potential }
    let sampled = SampledPotentials(potentials, rate: hertz)
    var spreads: [Double] = []
    for unit in potentials.indices {
      let energies = (0..<sampled.phases).map { phase in
        var values = [Double](repeating: 0, count: sampled.length)
        sampled.add(unit, phase: phase, to: &values, at: 0)
        return values.reduce(0) { $0 + $1 * $1 } / hertz
      }
      #expect(abs(mean(energies) / sampled.energies[unit] - 1) < 0.01)
      spreads.append(variation(energies))
    }
    // A second-order potential of 120 Hz at 200 samples a second, plainly sampled, varies by more than half.
    #expect(mean(spreads) < 0.02)
  }

  @Test func `a seed tells one signal, and acts differ`() {
    let cramp = FiringPattern.cramp(.init(duration: 3, share: 0.3, joining: 0.2))
    #expect(signal(cramp, seed: 4) == signal(cramp, seed: 4))
    #expect(signal(cramp, seed: 4) != signal(cramp, seed: 5))
    func start(_ number: Int) -> [Double] {
      var activity = MuscleActivity(
        0, of: act(cramp, number: number), rest: 1, rate: kilohertz, seed: Seed(4))
      return (0..<2000).map { _ in activity.next() }
    }
    #expect(start(0) != start(1))
  }

  @Test func `one unit looks the same whenever it fires`() {
    let single = Act.Contraction(
      channel: 0, delay: 0, ratio: 20, firing: .volley(.init(units: 1, spread: 0)))
    var twice = Act(kind: .twitch, start: 0, contractions: [single, single])
    twice.contractions[1].delay = 1
    let pair = (0..<2).map { number in
      var activity = MuscleActivity(number, of: twice, rest: 1, rate: kilohertz, seed: Seed(1))
      return (0..<activity.count).map { _ in activity.next() }
    }
    #expect(pair[0] == pair[1])
  }
}
