import Foundation
import Signals
import Testing

@testable import Simulation

/// What disturbs an electrode, each against its own description.
@Suite struct SurroundingsTests {
  private static let forearm = Wearable(
    site: "limb",
    electrodes: [.init(label: "E", site: "forearm", side: .left, muscle: "flexor", rest: 2e-6)])

  private func surroundings(_ kind: Disturbance.Kind, at start: Double, lasting duration: Double) -> Act {
    Act(
      kind: .surroundings, start: start, contractions: [],
      disturbances: [.init(kind: kind, channel: 0, delay: 0, duration: duration)])
  }

  @Test(arguments: [50.0, 60]) func `hum has its frequency, its third harmonic, and its time`(hertz: Double)
    throws
  {
    let hum = surroundings(.mains(frequency: hertz, strength: 20), at: 2, lasting: 2)
    let story = scenario(on: Self.forearm, [hum])
    let values = volts(story, seconds: 6)[0]
    // Of two seconds, 0.05 Hz off costs 2 % of the amplitude.
    let (within, after) = (values[2000..<4000], values[4000..<6000])
    let expected = 20 * 2e-6 * 2.0.squareRoot()
    #expect(abs(amplitude(at: hertz, of: within) / expected - 1) < 0.05)
    #expect((0.17...0.28).contains(amplitude(at: 3 * hertz, of: within) / expected))
    #expect(amplitude(at: hertz, of: after) < 0.01 * expected)
    #expect(rms(values[0..<2000]) < 2.2e-6 && rms(after) < 2.2e-6)
    let truth = SimulatedTruth(story, seed: 1, duration: 6)
    #expect(truth.artefacts.map(\.kind) == ["mains_\(Int(hertz))Hz"])
    #expect(truth.artefacts[0].start == 2 && truth.artefacts[0].end == 4)
    // The benchmark tells the amplitude, not the RMS.
    #expect(abs(try #require(truth.artefacts[0].size).value - expected / 2e-6) < 1e-9)
    // A slow converter's low-pass leaves no third harmonic to fold down.
    let slow = volts(try story.adapted(rate: 250), seconds: 4)[0][500..<1000]
    #expect(amplitude(at: 250 - 3 * hertz, of: slow, rate: 250) < 0.02 * expected)
  }

  @Test func `hum can swell and fade`() {
    let hum = surroundings(.mains(frequency: 50, strength: 20, swell: 2), at: 1, lasting: 6)
    let values = volts(scenario(on: Self.forearm, [hum]), seconds: 8)[0]
    let levels = [1.9, 3.5, 5.9].map { rms(values[Int($0 * 1000)..<Int($0 * 1000) + 200]) }
    // Half way up, at its strength, and half way down; a harmonic of a quarter adds 3 % of RMS.
    for (level, share) in zip(levels, [0.5, 1, 0.5]) {
      #expect(abs(level / (20 * 2e-6 * 1.03 * share) - 1) < 0.06)
    }
  }

  @Test func `rest drifts by so many decibels an hour, and back`() {
    var rest = Rest(RestCharacter(drift: 8), rms: 2e-6, rate: 1000, seed: Seed(3))
    // Two seconds of white noise tell a level to 0.1 dB.
    for (time, decibels) in [(0.0, 0.0), (1800, 4), (3600, 8), (5400, 4), (7200, 0), (9000, 4)] {
      let values = (0..<4000).map { rest.value(at: time + Double($0) / 1000) }
      #expect(abs(20 * log10(rms(values) / 2e-6) - decibels) < 0.5)
    }
  }

  @Test(arguments: [2.0, 5, 10]) func `wandering rest keeps within its extent and forgets`(extent: Double) {
    // Five hours: of 900 memories, the share within is good to 1.5 %.
    var wander = Wander(.init(extent: Decibels(extent), memory: 20), generator: Seed(1).generator(.wander))
    let levels = (0..<360_000).map { 20 * log10(wander.gain(at: Double($0) / 20)) }
    let within = Double(levels.count { abs($0) <= extent }) / Double(levels.count)
    #expect(abs(within - 0.9) < 0.03)
    let power = mean(levels.map { $0 * $0 })
    let later = mean(zip(levels, levels.dropFirst(400)).map { $0 * $1 })
    #expect(abs(later / power - exp(-1)) < 0.1)
  }

  @Test func `restless rest has that power, and the colour of muscle`() {
    let character = RestCharacter(wander: .init(extent: 5, memory: 20))
    var rest = Rest(character, rms: 2e-6, rate: 500, seed: Seed(2))
    var powers: [Double] = []
    for second in 0..<1200 {
      let values = (0..<500).map { rest.value(at: Double(second) + Double($0) / 500) }
      powers.append(20 * log10(rms(values) / 2e-6))
    }
    #expect((0.84...0.97).contains(Double(powers.count { abs($0) <= 5 }) / 1200))
    #expect((powers.max() ?? 0) > 5 && (powers.min() ?? 0) < -4)
  }

  @Test func `a step of the noise stays, and is told`() {
    let story = scenario(
      on: .lowerLeg,
      [.silentStep(at: 4, channel: 0, factor: 2.5), .silentStep(at: 8, channel: 0, factor: 0.5)])
    let channels = volts(story, seconds: 12)
    for (part, factor) in [(0..<4000, 1), (4000..<8000, 2.5), (8000..<12000, 0.5)] {
      #expect(abs(rms(channels[0][part]) / (2e-6 * factor) - 1) < 0.06)
      #expect(abs(rms(channels[1][part]) / 1.5e-6 - 1) < 0.06)
    }
    let truth = SimulatedTruth(story, seed: 1, duration: 12)
    #expect(truth.artefacts.map(\.kind) == ["baseline_step", "baseline_step"])
    // Each to the end of the recording, as the scorer has it; their factors multiply.
    #expect(truth.artefacts.map(\.end) == [12, 12])
    #expect(truth.artefacts.compactMap(\.size?.value) == [2.5, 0.2])
  }

  @Test func `muscle keeps its ratio to re-seated rest`() {
    var spasm = act(.voluntary(.init(duration: 4, rise: 0.1, fall: 0.1, level: 0.5)))
    spasm.start = 5
    let ratios = [1.0, 3].map { factor in
      let step = Act.silentStep(at: 2, channel: 0, factor: factor)
      return SimulatedTruth(scenario([step, spasm]), seed: 1, duration: 12).events[0].ratio.value
    }
    #expect(abs(ratios[1] - ratios[0]) < 1e-9)
  }

  @Test func `an electrode that is off rails, and a dead line is flat`() {
    let story = scenario(
      on: Self.forearm,
      [
        .leadOff(at: 1, lasting: 0.5, channel: 0), surroundings(.flat, at: 2, lasting: 0.25),
      ])
    let values = samples(of: SimulatedSource(story, seed: 1, duration: 3))[0]
    #expect(values.indices.filter { values[$0] == 32767 } == Array(1000..<1500))
    #expect(values[2000..<2250].allSatisfy { $0 == 0 } && values[1950..<2300].contains { $0 != 0 })
    let truth = SimulatedTruth(story, seed: 1, duration: 3)
    #expect(truth.artefacts.map(\.kind) == ["rail", "dropout"])
    #expect(truth.artefacts.map(\.start) == [1, 2] && truth.artefacts.map(\.end) == [1.5, 2.25])
  }

  @Test func `a pop decays, and a sway stays below five hertz`() {
    let pop = volts(
      scenario(on: Self.forearm, [surroundings(.pop(height: 1e-3, decay: 0.025), at: 1, lasting: 0.3)]),
      seconds: 2)[0]
    #expect(abs(pop[1000] / 1e-3 - 1) < 0.02 && abs(pop[1025] / 1e-3 - exp(-1)) < 0.02)
    #expect(abs(pop[999]) < 2e-5 && abs(pop[1400]) < 2e-5)

    let sway = volts(
      scenario(on: Self.forearm, [surroundings(.sway(height: 300e-6), at: 0, lasting: 60)]), seconds: 60)[0]
    // In the third around the middle, the half wave is at 0.95 on average.
    #expect(abs(rms(sway[20_000..<40_000]) / 300e-6 - 0.95) < 0.2)
    // Steps of 0.1 s lose what is slow: with all its power at 5 Hz, each would be twice as large.
    let steps = stride(from: 20_000, to: 40_000, by: 100).map { sway[$0 + 100] - sway[$0] }
    #expect(rms(steps) < 0.8 * 300e-6)
  }

  @Test func `a movement that pulls at electrodes says so`() {
    var generator = Seed(1).generator(.chapter(0))
    var snaps = 0
    for _ in 0..<100 {
      let bend = Act.movement(at: 0, channels: 0..<2, &generator).pulling(at: 0..<2, &generator)
      for disturbance in bend.disturbances {
        #expect(disturbance.delay >= 0 && disturbance.delay < bend.turns[1].delay + bend.turns[1].duration)
        switch disturbance.kind {
        case .sway(let height): #expect((100e-6...500e-6).contains(height))
        case .pop(let height, let decay):
          snaps += 1
          #expect((100e-6...1000e-6).contains(abs(height)) && decay == 0.025)
        default: Issue.record("no such thing comes of a movement")
        }
      }
    }
    // Three in ten, of two turns on two channels.
    #expect((90...150).contains(snaps))
  }
}
