import Foundation
import Signals
import Testing

@testable import Simulation

/// The pool against the model it is taken from, Fuglevand, Winter and Patla 1993 (J Neurophysiol 70:2470).
@Suite struct MotorUnitPoolTests {
  private func pool(_ seed: Int = 1) -> MotorUnitPool {
    var generator = Seed(seed).generator(.muscle)
    return MotorUnitPool(&generator)
  }

  @Test func `thresholds spread thirtyfold, and most units are recruited early`() throws {
    let thresholds = pool().units.map(\.threshold)
    #expect(thresholds.count == 120)
    #expect(abs(try #require(thresholds.last) - 30) < 1e-9)
    #expect(zip(thresholds, thresholds.dropFirst()).allSatisfy { $0 < $1 })
    // Half of the units by the root of the range: 5.5 of 30.
    #expect(thresholds.count { $0 <= 30.0.squareRoot() + 1e-9 } == 60)
  }

  @Test func `rates begin at eight and grow with excitation to the peak`() {
    for unit in pool().units {
      #expect(unit.rate(at: unit.threshold * 0.999) == 0)
      #expect(abs(unit.rate(at: unit.threshold) - 8) < 1e-9)
      #expect(abs(unit.rate(at: unit.threshold + 5) - 13) < 1e-9)
      #expect(unit.rate(at: 100) == unit.peakRate && (25...35).contains(unit.peakRate))
    }
    #expect(abs(pool().units[119].rate(at: MotorUnitPool.greatestExcitation) - 25) < 1e-9)
  }

  @Test func `small units are recruited before large ones`() {
    // Henneman 1957. Depth scatters what the skin sees of it, so the order is one of means.
    let sizes = (1...40).flatMap { pool($0).units.enumerated().map { ($0.offset / 30, $0.element) } }
    let quarters = (0..<4).map { quarter in
      mean(sizes.filter { $0.0 == quarter }.map { $0.1.potential.amplitude })
    }
    #expect(zip(quarters, quarters.dropFirst()).allSatisfy { $0 < $1 })
    #expect(quarters[3] / quarters[0] > 4)
  }

  @Test func `units begin to fire in the order of their thresholds`() {
    let ramp = FiringPattern.voluntary(.init(duration: 10, rise: 9, fall: 0.5, level: 0.5))
    let starts = discharges(ramp).compactMap(\.first)
    #expect(starts.count == 111)
    // Chance within 30 ms may turn neighbours round, not more.
    for (number, start) in starts.enumerated() {
      #expect(starts[number...].allSatisfy { $0 > start - 0.03 })
    }
    // Units of the middle join later than a proportional share of the ramp would say: half of them by a quarter of it.
    #expect(starts[60] < 0.3 * 9)
  }

  @Test(arguments: 1...4) func `amplitude grows with force, as in muscles of the limbs`(seed: Int) {
    let pool = pool(seed)
    let energies = SampledPotentials(pool.units.map(\.potential), rate: 1000).energies
    func amplitude(_ excitation: Double) -> Double {
      zip(pool.units, energies).reduce(0) { $0 + $1.0.rate(at: excitation) * $1.1 }.squareRoot()
    }
    let greatest = MotorUnitPool.greatestExcitation
    let steps = (1...20).map { Double($0) / 20 * greatest }
    let amplitudes = steps.map { amplitude($0) / amplitude(greatest) }
    let forces = steps.map { force($0, of: pool) / force(greatest, of: pool) }
    #expect(zip(amplitudes, amplitudes.dropFirst()).allSatisfy { $0 < $1 })
    // Linear in some muscles, as in the first dorsal interosseus, and up to a fifth of the maximum off the line in
    // others (Lawrence and De Luca 1983). A model without cancellation lies above the line.
    for (amplitude, force) in zip(amplitudes, forces) {
      #expect(amplitude > force - 0.05 && amplitude < force + 0.3)
    }
  }

  /// Mean force at constant excitation by the twitch model of the same paper: twitch forces over a hundredfold range,
  /// contraction times from 90 ms down, and a gain that falls once twitches fuse.
  private func force(_ excitation: Double, of pool: MotorUnitPool) -> Double {
    pool.units.enumerated().reduce(0) { sum, member in
      let twitch = pow(100, Double(member.offset + 1) / 120)
      let time = 0.09 * pow(1 / twitch, 1 / 4.2)
      let rate = member.element.rate(at: excitation)
      let fusion = time * rate
      func sigmoid(_ x: Double) -> Double { (1 - exp(-2 * x * x * x)) / x }
      let gain = fusion < 0.4 ? 1 : sigmoid(fusion) / sigmoid(0.4)
      return sum + rate * twitch * time * gain
    }
  }
}
