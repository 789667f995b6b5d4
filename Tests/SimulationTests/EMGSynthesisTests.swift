import Foundation
import Signals
import Testing

@testable import Simulation

private func rms(_ values: some Collection<Double>) -> Double {
  (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
}

/// Power at the frequencies k / 256 of the rate, k = 1…127, by a plain Fourier sum over segments.
private func spectrum(_ values: [Double]) -> [Double] {
  let length = 256
  return (1..<length / 2).map { k in
    let wave = (0..<length).map { n in
      (cos(2 * .pi * Double(k * n) / Double(length)), sin(2 * .pi * Double(k * n) / Double(length)))
    }
    var power = 0.0
    for start in stride(from: 0, through: values.count - length, by: length) {
      var (real, imaginary) = (0.0, 0.0)
      for n in 0..<length {
        real += values[start + n] * wave[n].0
        imaginary += values[start + n] * wave[n].1
      }
      power += real * real + imaginary * imaginary
    }
    return power
  }
}

@Suite struct EMGSynthesisTests {
  /// A contraction of 10 s at 20 dB over a rest of 2 µV, of will.
  private func contraction() -> [Double] {
    let part = Act.Contraction(
      channel: 0, delay: 0, ratio: 20,
      firing: .voluntary(.init(duration: 10, rise: 0.5, fall: 0.5, level: 0.5)))
    let act = Act(kind: .spasm, start: 0, contractions: [part])
    var activity = MuscleActivity(
      part, of: act, rest: 2e-6, rate: Scenario.basic.wearable.muscleRate, seed: Seed(11))
    return (0..<activity.count).map { _ in activity.next() }
  }

  @Test func `the spectrum of muscle is that of the skin's surface`() {
    let power = spectrum(Array(contraction()[500..<9500]))
    let total = power.reduce(0, +)
    var sum = 0.0
    let cumulative = power.map { value in
      sum += value
      return sum / total
    }
    let bin = 1000.0 / 256
    let median = Double(1 + cumulative.count { $0 < 0.5 }) * bin
    #expect((80...100).contains(median))
    // Nearly all of it is below 300 Hz, and nearly nothing below 10 Hz.
    #expect(Double(1 + cumulative.count { $0 < 0.99 }) * bin < 300)
    #expect(cumulative[1] < 0.01)
  }

  @Test func `a plateau is as strong as it says`() {
    let plateau = contraction()[500..<9500]
    #expect(abs(rms(plateau) / 20e-6 - 1) < 0.08)
  }

  @Test func `a contraction begins and ends with nothing`() {
    let signal = contraction()
    #expect(rms(signal.prefix(10)) < 0.01 * 20e-6)
    #expect(rms(signal.suffix(10)) < 0.01 * 20e-6)
  }

  @Test func `rest is as strong as it says, and louder below`() {
    var noise = RestNoise(rms: 2e-6, rate: 1000, seed: Seed(1))
    let values = (0..<40_000).map { _ in noise.next() }
    #expect(abs(rms(values) / 2e-6 - 1) < 0.05)
    let power = spectrum(values)
    #expect(power[0] > 2 * power[100])
    #expect(power[60...120].max() ?? 0 < 2 * (power[60...120].min() ?? 0))
  }

  @Test func `digital rest has the strength of the electrode's`() {
    let source = SimulatedSource(.basic, seed: 2, duration: 10)
    let values = samples(of: source)[0]
    for (channel, electrode) in Scenario.basic.wearable.electrodes.enumerated() {
      let description = source.description.streams[0].channels[channel]
      let volts = stride(from: channel, to: values.count, by: 2).map { description.physical(values[$0]) }
      #expect(abs(rms(volts) / electrode.rest - 1) < 0.08)
    }
  }

  @Test func `the heart beats seventy times a minute, unevenly`() throws {
    var heartbeat = Heartbeat(seed: Seed(1))
    let values = (0..<120_000).map { heartbeat.value(at: Double($0) / 1000) }
    let beats = values.indices.dropFirst().dropLast().filter {
      values[$0] > 0.9 && values[$0] > values[$0 - 1] && values[$0] >= values[$0 + 1]
    }
    #expect((137...143).contains(beats.count))
    let intervals = zip(beats.dropFirst(), beats).map { Double($0 - $1) / 1000 }
    let (shortest, longest) = (try #require(intervals.min()), try #require(intervals.max()))
    #expect(shortest > 0.75 && shortest < 0.82 && longest > 0.89 && longest < 0.96)
  }

  @Test func `a converter clips at its rails`() {
    #expect(Wearable.quantise(1, step: Wearable.emgStep) == 32767)
    #expect(Wearable.quantise(-1, step: Wearable.emgStep) == -32768)
    #expect(Wearable.quantise(-1e-6, step: Wearable.emgStep) == -20)
  }
}
