import Foundation
import Signals
import Testing

@testable import Simulation

@Suite struct EMGSynthesisTests {
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
    var heartbeat = Heartbeat(rate: 70, seed: Seed(1))
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
