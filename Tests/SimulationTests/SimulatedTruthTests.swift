import Foundation
import Scoring
import Signals
import Testing

@testable import Simulation

@Suite struct SimulatedTruthTests {
  @Test func `basic holds one of everything`() {
    for seed in 0..<8 {
      let truth = SimulatedTruth(.basic, seed: seed, duration: Scenario.basic.defaultDuration)
      let asked = truth.events.filter { !$0.isIgnored }
      let kinds = Dictionary(grouping: asked, by: \.kind).mapValues(\.count)
      #expect(kinds == ["twitch": 5, "ambiguous": 1, "voluntary": 2, "spasm": 2])
      #expect(truth.events.filter { $0.kind == "spasm" }.map(\.bout) == [1, 1])
      #expect(truth.events[0].start >= 10)
    }
  }

  @Test func `a back spasms within ten seconds, after a bend`() throws {
    for seed in 0..<20 {
      let truth = SimulatedTruth(.backSpasm, seed: seed, duration: 12)
      let spasm = try #require(truth.events.first { $0.kind == "spasm" })
      #expect(spasm.detectableStart < 10)
      let bends = truth.events.filter { $0.kind == "voluntary" }
      #expect(bends.count == 2)
      #expect(bends.allSatisfy { $0.start > 3 && $0.end < spasm.start })
    }
  }

  @Test(arguments: ["basic", "back-spasm"]) func `events are in order and well formed`(name: String) throws {
    let scenario = try #require(Scenario.named(name))
    let truth = SimulatedTruth(scenario, seed: 3, duration: 450)
    #expect(truth.events.count { $0.kind == "spasm" } > 5)
    for channel in 0..<2 {
      let events = truth.events.filter { $0.channel == channel }
      for (event, next) in zip(events, events.dropFirst()) { #expect(event.end < next.start) }
    }
    for event in truth.events {
      #expect(event.driveStart <= event.start && event.start <= event.detectableStart)
      #expect(event.detectableStart <= event.detectableEnd)
      #expect(event.detectableEnd <= event.end && event.end < 450)
      let milliseconds = Int(((event.end - event.start).value * 1000).rounded()) + 1
      let allowed =
        switch event.kind {
        case "twitch": event.isIgnored ? 5...360 : 50...300
        case "ambiguous": 700...2600
        case "voluntary": 700...15_000
        default: 3000...900_000
        }
      #expect(allowed.contains(milliseconds))
    }
  }

  @Test func `a longer truth begins as a shorter one`() {
    let short = SimulatedTruth(.backSpasm, seed: 1, duration: 60).events.filter { $0.end < 59 }
    let long = SimulatedTruth(.backSpasm, seed: 1, duration: 300).events
    #expect(short.map(\.start) == long.prefix(short.count).map(\.start))
  }

  @Test func `what the end cuts off ends there`() throws {
    let whole = try #require(
      SimulatedTruth(.backSpasm, seed: 1, duration: 60).events.first { $0.kind == "spasm" })
    let cut = try #require(
      SimulatedTruth(.backSpasm, seed: 1, duration: whole.start + 2).events.last)
    #expect(cut.start == whole.start && cut.detectableStart == whole.detectableStart)
    #expect(abs(cut.end.value - whole.start.value - 1.999) < 1e-9)
    // Nobody can tell yet that it is one.
    #expect(cut.isIgnored && !whole.isIgnored)
    let longer = SimulatedTruth(.backSpasm, seed: 1, duration: whole.start + 4)
    #expect(longer.events.last?.isIgnored == false)
  }

  @Test func `the samples hold what the truth tells`() {
    let source = SimulatedSource(.basic, seed: 6, duration: 80)
    let truth = SimulatedTruth(.basic, seed: 6, duration: 80)
    let values = samples(of: source)[0]
    for event in truth.events where event.kind == "spasm" {
      let from = Int((event.driveStart + event.rise).value * 1000)
      let to = Int((event.end - event.fall).value * 1000)
      let description = source.description.streams[0].channels[event.channel]
      let power = (from..<to).reduce(0.0) {
        let value = description.physical(values[2 * $1 + event.channel])
        return $0 + value * value
      }
      let rest = Scenario.basic.wearable.electrodes[event.channel].rest
      let ratio = 10 * log10((power / Double(to - from) - rest * rest) / (rest * rest))
      // The truth leaves out what is below 20 and above 450 Hz: of rest, 14 % of the white part and half of the 1/f
      // part, 0.9 dB in all; of muscle, next to nothing.
      #expect(abs(ratio + 0.9 - event.ratio.value) < 0.3)
    }
  }

  @Test func `a ramp is detectable from its first action potentials on`() {
    let effort = FiringPattern.Effort(duration: 10, rise: 2, fall: 2, level: 0.5)
    let part = Act.Contraction(channel: 0, delay: 0, ratio: 20, firing: .voluntary(effort))
    let act = Act(kind: .spasm, start: 5, contractions: [part])
    let scenario = Scenario(
      name: "ramp", summary: "", defaultDuration: 30, wearable: Scenario.basic.wearable,
      chapter: { number, _ in Chapter(duration: 30, acts: number == 0 ? [act] : []) })
    // The first unit is recruited here; its potential reaches the electrode within 15 ms.
    let first = 2 * pow(30, 1.0 / 120) / effort.excitation
    for seed in 0..<10 {
      guard let event = SimulatedTruth(scenario, seed: seed, duration: 8).events.first else {
        Issue.record("no event")
        return
      }
      #expect(event.driveStart == 5 && event.start.value > 5 + first)
      // Where by expectation the units that are recruited are as strong as rest together: at 20 dB, a tenth of the
      // plateau. Chance brings single potentials before that, and never silence after it.
      var anatomy = Seed(seed).part(.channel(0)).generator(.muscle)
      let units = MotorUnitPool(&anatomy).units
      let energies = SampledPotentials(units.map(\.potential), rate: 1000).energies
      func power(_ excitation: Double) -> Double {
        zip(units, energies).reduce(0) { $0 + $1.0.rate(at: excitation) * $1.1 }
      }
      let time = stride(from: 0.0, to: 2, by: 0.01).first {
        power($0 / 2 * effort.excitation) >= 0.01 * power(effort.excitation)
      }
      #expect(event.detectableStart.value < 5.1 + (time ?? 0))
    }
  }

  @Test func `the benchmark's scorer reads it`() throws {
    let truth = SimulatedTruth(.backSpasm, seed: -5, duration: 120)
    let read = try #require(try Truth(json: truth.json(id: "S1"), file: "S1.json"))
    #expect((read.id, read.site, read.rate, read.channels, read.duration) == ("S1", "trunk", 1000, 2, 120))
    #expect(read.events.map(\.kind) == truth.events.map(\.kind))
    #expect(read.events.map(\.start) == truth.events.map(\.start.value))
    #expect(read.events.map(\.detectableEnd) == truth.events.map(\.detectableEnd.value))
    let fields = try #require(
      try JSONSerialization.jsonObject(with: Data(truth.json(id: "S1"))) as? [String: Any])
    #expect(fields["seed"] as? Int == -5)
    #expect(fields["heartbeat"] as? Bool == true)
    #expect(fields["rest_rms"] as? [Double] == [2.5, 2])
    #expect(fields["calibration_s"] as? [Int] == [0, 3])
  }
}
