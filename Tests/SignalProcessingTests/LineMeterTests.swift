import Foundation
import SignalProcessing
import Signals
import Testing

@Suite struct LineMeterTests {
  /// A sinusoid of `amplitude` and `phase` (radians, a cosine at sample 0), the lanes at 1, 2, 3… times it.
  private func line(
    _ hertz: Double, amplitude: Double = 1, phase: Double = 0, rate: SampleRate, from start: Int64 = 0,
    count: Int
  ) -> [Lanes] {
    (0..<count).map { offset in
      let turns = (Double(start + Int64(offset)) * hertz / rate.hertz).truncatingRemainder(dividingBy: 1)
      let value = amplitude * cos(2 * Double.pi * turns + phase)
      return Lanes(1, 2, 3, 4, 5, 6, 7, 8) * value
    }
  }

  private func measure(
    _ samples: [Lanes], at hertz: Hertz, rate: SampleRate, from start: Int64 = 0
  ) -> LineMeter.Phasor {
    var meter = LineMeter(frequencies: [hertz], rate: rate)
    meter.begin(at: start)
    var samples = samples
    samples.withUnsafeMutableBufferPointer { meter.add($0) }
    return meter.phasor(at: 0, count: samples.count)
  }

  private let kilohertz: SampleRate

  init() throws { kilohertz = try #require(SampleRate(1000)) }

  @Test func `a sinusoid's amplitude and phase are read off`() {
    for phase in stride(from: -3.0, through: 3, by: 0.75) {
      for amplitude in [0.01, 1, 5e5] {
        let samples = line(50, amplitude: amplitude, phase: phase, rate: kilohertz, count: 200)
        let phasor = measure(samples, at: 50, rate: kilohertz)
        for lane in 0..<8 {
          let expected = amplitude * Double(lane + 1)
          #expect(abs(phasor.real[lane] - expected * cos(phase)) < 1e-9 * expected)
          #expect(abs(phasor.imaginary[lane] - expected * sin(phase)) < 1e-9 * expected)
          #expect(abs(phasor.power[lane] - expected * expected / 2) < 1e-8 * expected * expected)
        }
      }
    }
  }

  @Test func `lines 5 Hz apart do not leak into one another over 200 ms`() {
    for neighbour in stride(from: 5.0, to: 500, by: 5) where neighbour != 50 {
      let samples = line(neighbour, phase: 0.7, rate: kilohertz, count: 200)
      let phasor = measure(samples, at: 50, rate: kilohertz)
      #expect(phasor.power[0] < 1e-20, "\(neighbour) Hz")
    }
    // Between two multiples they do: the test above would see a leak.
    #expect(measure(line(47, rate: kilohertz, count: 200), at: 50, rate: kilohertz).power[0] > 0.01)
  }

  @Test func `at an odd rate, neighbours are rejected by 55 dB or more`() throws {
    let rate = try #require(SampleRate(34_000, per: 27))
    let count = rate.count(in: 0.2)
    let whole = measure(line(50, rate: rate, count: count), at: 50, rate: rate)
    #expect(abs(whole.power[0] - 0.5) < 0.001)
    for neighbour in [5.0, 40, 45, 55, 60, 100, 150, 250] {
      let leak = measure(line(neighbour, phase: 0.7, rate: rate, count: count), at: 50, rate: rate)
      #expect(10 * log10(leak.power[0] / 0.5) < -55, "\(neighbour) Hz")
    }
  }

  @Test func `a steady line's phasor stands still from block to block, hours on`() throws {
    for rate in [kilohertz, try #require(SampleRate(34_000, per: 27))] {
      let count = rate.count(in: 0.2)
      for start in [0, 1, 201, 77_777, 40_000_000, 150_000_001] as [Int64] {
        let samples = line(60, phase: 0.3, rate: rate, from: start, count: count)
        let phasor = measure(samples, at: 60, rate: rate, from: start)
        // What remains is the line's own image at -60 Hz, where a block is not a whole number of periods.
        #expect(abs(phasor.real[0] - cos(0.3)) < 0.002)
        #expect(abs(phasor.imaginary[0] - sin(0.3)) < 0.002)
      }
    }
  }

  @Test func `a line off its nominal frequency turns by its error`() {
    for error in [-0.2, -0.05, 0.05, 0.2] {
      var angles: [Double] = []
      for block in 0..<10 {
        let start = Int64(200 * block)
        let samples = line(50 + error, rate: kilohertz, from: start, count: 200)
        let phasor = measure(samples, at: 50, rate: kilohertz, from: start)
        angles.append(atan2(phasor.imaginary[0], phasor.real[0]))
      }
      for (earlier, later) in zip(angles, angles.dropFirst()) {
        let turn = remainder(later - earlier, 2 * Double.pi)
        #expect(abs(turn - 2 * Double.pi * error * 0.2) < 0.01)
      }
    }
  }

  @Test func `how samples are cut into pieces changes no bit`() {
    let samples = gaussian(200, seed: 9)
    let frequencies: [Hertz] = [50, 60, 100, 350]
    func phasors(splitBy length: Int) -> [SIMD8<UInt64>] {
      var meter = LineMeter(frequencies: frequencies, rate: kilohertz)
      // A block before it must leave nothing behind.
      for block in 0..<2 {
        meter.begin(at: Int64(block) * 200)
        var samples = samples
        samples.withUnsafeMutableBufferPointer { all in
          for start in stride(from: 0, to: all.count, by: length) {
            meter.add(UnsafeMutableBufferPointer(rebasing: all[start..<min(start + length, all.count)]))
          }
        }
      }
      return bits(
        frequencies.indices.flatMap { position in
          let phasor = meter.phasor(at: position, count: 200)
          return [phasor.real, phasor.imaginary]
        })
    }
    let whole = phasors(splitBy: 200)
    for length in 1..<200 { #expect(phasors(splitBy: length) == whole) }
  }

  @Test func `several frequencies are measured at once, each at its place`() {
    let parts = [(50.0, 3.0), (100.0, 2.0), (60.0, 1.0)]
    var samples = Array(repeating: Lanes.zero, count: 200)
    for (hertz, amplitude) in parts {
      for (index, value) in line(hertz, amplitude: amplitude, rate: kilohertz, count: 200).enumerated() {
        samples[index] += value
      }
    }
    var meter = LineMeter(frequencies: parts.map { Hertz($0.0) }, rate: kilohertz)
    meter.begin(at: 0)
    samples.withUnsafeMutableBufferPointer { meter.add($0) }
    for (position, part) in parts.enumerated() {
      #expect(abs(meter.phasor(at: position, count: 200).real[1] - 2 * part.1) < 1e-9)
    }
  }
}
