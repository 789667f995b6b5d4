import Foundation
import Signals
import Testing

@testable import Simulation

/// Scenarios that are asked for another rate, another ratio, another restlessness.
@Suite struct AdaptationTests {
  /// One of every kind of event on two channels, 60 s.
  private static let parade = Scenario(
    name: "parade", summary: "", defaultDuration: 60, wearable: .lowerLeg,
    chapter: { _, generator in
      Chapter(
        duration: 60,
        acts: [
          .twitch(at: 2, channel: 0, &generator), .fasciculation(at: 4, channel: 1, &generator),
          .spasm(at: 6, lasting: 7, channel: 0, spreadingTo: [1], &generator),
          .clonus(at: 25, lasting: 4, channel: 1, &generator),
          .movement(at: 34, channels: 0..<2, &generator), .hold(at: 40, lasting: 4, channel: 0, &generator),
          .jerk(at: 50, channel: 0, &generator),
          .tonicPosture(at: 52, lasting: 7, channel: 1, ratio: 2...2, &generator),
        ])
    })

  @Test(arguments: [(200.0, 10.0), (500, 20), (1000, 3), (2000, 6), (4000, 15)])
  func `what is asked is what comes`(rate: Double, ratio: Double) throws {
    let scenario = try Self.parade.adapted(rate: Hertz(rate), ratio: Decibels(ratio))
    let truth = SimulatedTruth(scenario, seed: 3, duration: 60)
    #expect(scenario.wearable.muscleRate.hertz == rate)
    let asked = truth.events.filter { $0.subtype != "after-discharge" }
    #expect(asked.count == 9)
    // However faint it came out, it was asked for.
    for event in asked { #expect(abs(event.ratio.value - ratio) < 1 && !event.isIgnored) }
    // Tone is rest's, and keeps its own.
    #expect(truth.artefacts.compactMap(\.size?.value) == [2])
  }

  @Test(arguments: [3.0, 10, 20]) func `the samples have that ratio in the band of the definition`(
    ratio: Double
  ) throws {
    let scenario = try Scenario.step.adapted(ratio: Decibels(ratio))
    let values = volts(scenario, seed: 1, seconds: 28)[0]
    let event = try #require(SimulatedTruth(scenario, seed: 1, duration: 28).events.first)
    // Power from 20 to 450 Hz, by Fourier sums over quarters of a second that need no filter.
    func power(_ from: Double, _ to: Double) -> Double {
      let part = values[Int(from * 1000)..<Int(to * 1000)]
      let lines = spectrum(Array(part))
      return lines.enumerated().reduce(0) {
        let frequency = Double($1.offset + 1) * 1000 / 256
        return (20...450).contains(frequency) ? $0 + $1.element : $0
      } / Double(part.count / 256)
    }
    let rest = power(0, 11)
    let active = power(event.start.value + 0.1, event.end.value - 0.1)
    #expect(abs(10 * log10((active - rest) / rest) - ratio) < 1)
  }

  @Test(arguments: [200.0, 500, 1000, 2000, 4000]) func `white noise is as dense at any rate`(rate: Double) {
    var noise = RestNoise(rms: 2e-6, rate: rate, seed: Seed(1))
    let values = (0..<20_000).map { _ in noise.next() }
    // Up to 500 Hz it has its RMS; a converter that is slower is as noisy in its own band.
    let expected = (0.15 + 0.85 * max(1, rate / 1000)).squareRoot()
    #expect(abs(rms(values) / 2e-6 / expected - 1) < 0.05)
  }

  @Test func `another rate is another sampling of the same story`() throws {
    let slow = try Scenario.basic.adapted(rate: 250)
    let (truth, usual) = (
      SimulatedTruth(slow, seed: 2, duration: 30), SimulatedTruth(.basic, seed: 2, duration: 30)
    )
    #expect(truth.events.count == usual.events.count)
    for (event, usual) in zip(truth.events, usual.events) {
      #expect(event.kind == usual.kind && event.channel == usual.channel)
      // The longer potentials of a slow converter.
      #expect(abs((event.start - usual.start).value) < 0.06 && abs((event.end - usual.end).value) < 0.06)
    }
    let source = SimulatedSource(slow, seed: 2, duration: 2)
    #expect(source.description.streams[0].rate.hertz == 250 && samples(of: source)[0].count == 1000)
  }

  @Test func `wandering can be asked for`() throws {
    let wild = try Scenario.restless.adapted(wander: 10)
    #expect(wild.wearable.rest.wander?.extent == 10)
    #expect(wild.title == "restless wandering 10 dB")
    let still = try Scenario.restless.adapted(wander: 0)
    let values = volts(still, seconds: 20)[0]
    // The first acts begin after 30 s.
    let levels = (0..<20).map { 20 * log10(rms(values[$0 * 1000..<($0 + 1) * 1000])) }
    #expect((levels.max() ?? 0) - (levels.min() ?? 0) < 2)
  }

  @Test func `what a scenario does not take is an error that says what takes it`() {
    func message(_ scenario: Scenario, _ rate: Hertz? = nil, ratio: Decibels? = nil, wander: Decibels? = nil)
      -> String?
    {
      do throws(AdaptationError) {
        _ = try scenario.adapted(rate: rate, ratio: ratio, wander: wander)
        return nil
      } catch { return error.message }
    }
    #expect(message(.basic, 200, ratio: 3) == nil && message(.basic, 1000) == nil)
    for rate: Hertz in [199, 4001, 512.5, Hertz(.nan)] {
      #expect(message(.basic, rate) == "the rate is a whole number of hertz from 200 to 4000")
    }
    #expect(
      message(.night, wander: 5) == "rest can wander in restless, restless-spasms, and not in night")
    #expect(message(.restless, ratio: 5)?.hasSuffix(", and not in restless") == true)
    #expect(message(.restless, wander: 11) == "rest can wander by 0 to 10 dB, and not by 11")
    #expect(message(.basic, ratio: -1) == "muscle can stand out of rest by 0 to 50 dB, and not by -1")
    #expect(message(.basic, ratio: Decibels(.nan)) != nil)
  }
}
