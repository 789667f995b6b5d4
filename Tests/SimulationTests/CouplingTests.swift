import Foundation
import Signals
import Testing

@testable import Simulation

/// What one thing does to another: muscles to neighbours, the heart to twitches, strength to the converter.
@Suite struct CouplingTests {
  private static let row = Wearable(
    site: "limb",
    electrodes: (1...3).map {
      .init(label: "E\($0)", site: "thigh", side: .left, muscle: "vastus", rest: 2e-6)
    }, crossTalk: 0.1)

  @Test func `a neighbour sees a tenth, and the one after that a third of it`() throws {
    var spasm = act(.voluntary(.init(duration: 4, rise: 0.1, fall: 0.1, level: 0.5)), ratio: 40)
    spasm.start = 1
    let story = scenario(on: Self.row, [spasm])
    let channels = volts(story, seconds: 6).map { rms($0[1500..<4500]) }
    #expect(abs(channels[1] / channels[0] - 0.1) < 0.005)
    #expect(abs(channels[2] / channels[0] - 0.1 / 3) < 0.005)
    let truth = SimulatedTruth(story, seed: 1, duration: 6)
    #expect(truth.events.map(\.isCrossTalk) == [false, true, true])
    #expect(truth.events.map(\.isIgnored) == [false, true, true])
    let text = try #require(String(bytes: truth.json(id: "x"), encoding: .utf8))
    #expect(text.split(separator: #""crosstalk":true"#, omittingEmptySubsequences: false).count == 3)
    // What is lost in rest is not told.
    spasm.contractions[0].ratio = 12
    #expect(SimulatedTruth(scenario(on: Self.row, [spasm]), seed: 1, duration: 6).events.count == 1)
  }

  @Test func `the converter clips where the truth says`() throws {
    var spasm = act(.voluntary(.init(duration: 3, rise: 0.1, fall: 0.1, level: 0.5)), ratio: 54)
    spasm.start = 1
    let story = scenario([spasm])
    let truth = SimulatedTruth(story, seed: 2, duration: 5)
    let railed = try #require(truth.events[0].railed)
    let values = samples(of: SimulatedSource(story, seed: 2, duration: 5))[0]
    let clipped = (0..<5000).filter { [32767, -32768].contains(values[2 * $0]) }
    #expect(clipped.count > 100)
    // Rest comes on top of what the truth measures: 2 µV against 1638.
    #expect(abs(Double(railed.samples) / Double(clipped.count) - 1) < 0.1)
    #expect(abs(railed.from.value - Double(clipped[0]) / 1000) < 0.05)
    #expect(truth.artefacts.map(\.kind) == ["saturation"])
    #expect(truth.artefacts[0].start == railed.from && truth.artefacts[0].end == railed.to)
  }

  @Test(arguments: [50.0, 70, 110]) func `R waves are where the truth says`(rate: Double) throws {
    var back = Wearable.lowerBack(rWaves: (1e-3, 0))
    back.heartRate = rate
    let truth = SimulatedTruth(scenario(on: back, []), seed: 4, duration: 30)
    let values = volts(scenario(on: back, []), seed: 4, seconds: 30)[0]
    #expect(abs(Double(truth.heartbeats.count) - rate / 2) < 2)
    for time in truth.heartbeats.map({ Int(($0.value * 1000).rounded()) }) where (20..<29_980).contains(time)
    {
      let window = values[time - 20...time + 20]
      let peak = try #require(window.indices.max { window[$0] < window[$1] })
      // Rest of 2.5 µV blurs the top of a wave of 10 ms by a few samples.
      #expect(abs(peak - time) <= 3)
    }
    #expect(truth.artefacts.map(\.kind) == ["ecg"] && truth.artefacts[0].channels == [0])
    #expect(SimulatedTruth(scenario([]), seed: 4, duration: 30).heartbeats.isEmpty)
  }

  @Test func `a twitch that hides in a heartbeat is not asked for`() {
    let story = Scenario(
      name: "beats", summary: "", defaultDuration: 60,
      wearable: .lowerBack(rWaves: (300e-6, 5e-6)),
      chapter: { _, generator in
        Chapter(
          duration: 1,
          acts: (0..<2).map { .fasciculation(at: generator.uniform(0...0.8), channel: $0, &generator) })
      })
    let truth = SimulatedTruth(story, seed: 1, duration: 100)
    for event in truth.events {
      let hidden = truth.heartbeats.contains {
        abs((event.start - $0).value) < 0.05 && abs((event.end - $0).value) < 0.05
      }
      // The right side hears next to nothing of the heart.
      #expect(event.isInQRS == (hidden && event.channel == 0) && event.isIgnored == event.isInQRS)
    }
    // A tenth of a second of every 0.86 s, less the twitch's own 15 ms.
    #expect((4...18).contains(truth.events.count { $0.isInQRS }))
  }

  @Test func `the gyroscope turns as the accelerometer does`() throws {
    var leg = Wearable.lowerLeg
    leg.hasGyroscope = true
    let turn = Act.Turn(delay: 0, duration: 1.5, angle: 60)
    let act = Act(kind: .voluntary, start: 2, contractions: [], turns: [turn])
    let story = scenario(on: leg, [act])
    let source = SimulatedSource(story, seed: 1, duration: 5)
    let gyroscope = try #require(source.description.streams.last)
    #expect(gyroscope.kind == .gyroscope && gyroscope.unit == .degreesPerSecond)
    #expect(gyroscope.channels.map(\.label) == ["GYRX", "GYRY", "GYRZ"])
    let streams = samples(of: source)
    #expect(streams[2].count == streams[1].count)
    let speeds = stride(from: 1, to: streams[2].count, by: 3).map {
      gyroscope.channels[1].physical(streams[2][$0])
    }
    #expect(abs(speeds.reduce(0, +) / 100 - 60) < 0.5)
    // The smoothest way from rest to rest is fastest in its middle: 15/8 of the mean (Flash and Hogan 1985).
    #expect(abs((speeds.max() ?? 0) - 60 / 1.5 * 15 / 8) < 1)
  }
}
