import Foundation
import Scoring
import Signals
import Testing

/// Where an onset is sought with hindsight, and what finds it.
@Suite struct OfflineOnsetTests {
  private func event(_ kind: String, _ start: Double, _ end: Double, channel: Int = 0) -> Truth.Event {
    Truth.Event(channel: channel, kind: kind, start: start, end: end)
  }

  private func place(
    of event: Truth.Event, among others: [Truth.Event] = [], artefacts: [Truth.Artefact] = []
  ) -> OfflineOnset? {
    OfflineOnset(
      of: event,
      in: Truth(
        id: "a", rate: 1000, channels: 2, duration: 600, events: [event] + others, artefacts: artefacts))
  }

  @Test func `alone, an onset is sought a second about it, with the second before it as rest`() throws {
    var spasm = event("spasm", 99.75, 110)
    spasm.detectableStart = 100
    let found = try #require(place(of: spasm))
    #expect(found.search == 99...101)
    #expect(found.rest.count == 1 && abs(found.rest[0].upperBound - 99.65) < 1e-9)
    #expect(abs(found.rest[0].lowerBound - 98.65) < 1e-9 && found.span == found.rest[0].lowerBound...101)
  }

  @Test func `the search ends with a short event and begins after another`() throws {
    let twitch = event("twitch", 100, 100.0625)
    let found = try #require(place(of: twitch, among: [event("twitch", 99.25, 99.5)]))
    #expect(abs(found.search.lowerBound - 99.6) < 1e-9 && found.search.upperBound == 100.0625)
    // Rest is what both leave, with their margins.
    let spans = found.rest.map { [$0.lowerBound, $0.upperBound] }
    #expect(spans.count == 2 && abs(spans[0][1] - 99.15) < 1e-9 && abs(spans[1][0] - 99.6) < 1e-9)
  }

  @Test func `rest is no disturbance, and another channel disturbs nothing`() throws {
    let spasm = event("spasm", 100, 110)
    let pop = Truth.Artefact(kind: "pop", start: 98, end: 99.75, channels: [0])
    let found = try #require(place(of: spasm, artefacts: [pop]))
    #expect(abs((found.rest.last?.upperBound ?? 0) - 99.9) < 1e-9)
    #expect(abs((found.rest.first?.upperBound ?? 0) - 97.9) < 1e-9)
    let elsewhere = [event("spasm", 90, 99.99, channel: 1)]
    #expect(place(of: spasm, among: elsewhere)?.rest.count == 1)
  }

  @Test func `without rest before it nothing is sought`() {
    #expect(place(of: event("spasm", 0.25, 10)) == nil)
    #expect(place(of: event("spasm", 100, 110), among: [event("voluntary", 80, 99.99)]) == nil)
  }
}

/// The likeliest rise, against what theory allows.
@Suite struct RiseTests {
  /// White Gaussian rest of power 1, and from `onset` on a muscle of `decibels` over it.
  private func noise(
    _ count: Int, onset: Double, decibels: Double, rise: Double = 0, with generator: inout SeededGenerator
  ) -> [Float] {
    let ratio = pow(10, decibels / 10)
    return (0..<count).map { place in
      let time = Double(place) - onset
      let amplitude = time < 0 ? 0 : time >= rise ? 1 : (1 - cos(.pi * time / rise)) / 2
      // Two sources of their own, as rest and muscle are: their powers add up.
      let power = 1 + ratio * amplitude * amplitude
      let uniform = Double.random(in: 1e-12..<1, using: &generator)
      let angle = Double.random(in: 0..<2 * .pi, using: &generator)
      return Float((-2 * log(uniform)).squareRoot() * cos(angle) * power.squareRoot())
    }
  }

  /// The least standard deviation of any unbiased estimate of where the power of white noise steps by `rho`, in
  /// samples (Chapman & Robbins 1951).
  private func bound(_ rho: Double) -> Double {
    let growth = rho / (2 * rho - 1).squareRoot()
    return (1...200).map { Double($0 * $0) / (pow(growth, Double($0)) - 1) }.max()?.squareRoot() ?? 0
  }

  @Test func `the bound is the published one`() {
    // In milliseconds at 874 independent samples a second: 3.1, 1.8, 1.1, 0.65, 0.46 at 3, 6, 10, 15 and 20 dB.
    let published = [(3.0, 3.1), (6, 1.8), (10, 1.1), (15, 0.65), (20, 0.46)]
    for (decibels, milliseconds) in published {
      #expect(abs(bound(1 + pow(10, decibels / 10)) / 0.874 - milliseconds) < 0.06, "\(decibels) dB")
    }
  }

  @Test(arguments: [(3.0, 9.7, 21.7), (6, 5.0, 11.4), (10, 2.3, 5.7), (15, 1.2, 2.3)])
  func `a step is found almost as well as by who knows both powers`(
    decibels: Double, oracle: Double, oracle95: Double
  ) throws {
    // The oracle's standard deviation and 95th percentile, in ms at 874 samples a second, from a simulation of its
    // own. What does not know the muscle's power, nor that it steps, may do worse, but not twice as badly.
    var generator = SeededGenerator(seed: 7)
    let errors = try (0..<120).map { _ in
      let samples = noise(800, onset: 400, decibels: decibels, with: &generator)
      return try #require(Rise(in: samples, rest: 1, rate: 874)).detectable - 400
    }.map { $0 / 0.874 }
    let deviation = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    let sizes = errors.map(abs).sorted()
    #expect(deviation > bound(1 + pow(10, decibels / 10)) / 0.874)
    #expect(deviation < 2 * oracle && sizes[114] < 2 * oracle95)
  }

  @Test(arguments: [80.0, 300, 600]) func `a rise is found where it reaches the power of rest`(rise: Double)
    throws
  {
    var generator = SeededGenerator(seed: 9)
    // At 20 dB the amplitude of rest is a tenth of the muscle's: (1 - cos u)/2 = 0.1 at u = 0.6435.
    let detectable = 1000 + rise * 0.6435 / .pi
    let errors = try (0..<40).map { _ in
      let samples = noise(2000, onset: 1000, decibels: 20, rise: rise, with: &generator)
      return try #require(Rise(in: samples, rest: 1, rate: 1000)).detectable - detectable
    }
    let sizes = errors.map(abs).sorted()
    #expect(sizes[20] < 0.05 * rise)
  }

  @Test func `without muscle there is next to nothing, and none in silence`() {
    #expect(Rise(in: [Float](repeating: 0, count: 500), rest: 1, rate: 1000) == nil)
    #expect(Rise(in: [Float](), rest: 1, rate: 1000) == nil)
    let flat = Rise(in: [Float](repeating: 1, count: 500), rest: 1, rate: 1000)
    #expect(flat == nil)
  }

  @Test func `a rise too weak to reach rest is detectable at its end`() throws {
    #expect(abs(Rise(start: 10, length: 20, ratio: 0.5).detectable - 30) < 1e-9)
    #expect(abs(Rise(start: 10, length: 20, ratio: 4).detectable - 20) < 1e-9)
    #expect(Rise(start: 10, length: 0, ratio: 4).detectable == 10)
  }
}
