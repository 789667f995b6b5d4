import Foundation
import Signals
import Testing

@testable import Simulation

/// The stories themselves, as scripts: what is in them, whatever it sounds like.
@Suite struct ScenarioTests {
  private func chapter(_ scenario: Scenario, _ number: Int = 0, seed: Int = 1) -> Chapter {
    var generator = Seed(seed).generator(.chapter(number))
    return scenario.chapter(number, &generator)
  }

  /// The acts that begin within `seconds`.
  private func acts(_ scenario: Scenario, seconds: Double, seed: Int = 1) -> [Act] {
    var cursor = ScriptCursor(scenario, seed: Seed(seed))
    var acts: [Act] = []
    cursor.take(startingBy: seconds) { acts.append($0) }
    return acts
  }

  @Test(arguments: Scenario.all.map(\.name)) func `a scenario has a plain name and one line about it`(
    name: String
  ) throws {
    let scenario = try #require(Scenario.named(name))
    #expect(name.allSatisfy { $0.isLowercase || $0 == "-" })
    #expect(!scenario.summary.isEmpty && scenario.summary.count < 110 && !scenario.summary.contains("\n"))
    #expect(["limb", "trunk"].contains(scenario.site))
  }

  @Test(arguments: Scenario.all.map(\.name)) func `every act ends within its chapter, for ever`(name: String)
    throws
  {
    let scenario = try #require(Scenario.named(name))
    let channels = scenario.wearable.electrodes.indices
    for seed in 1...5 {
      for number in [0, 1, 2, 1000] {
        let chapter = chapter(scenario, number, seed: seed)
        for act in chapter.acts {
          #expect(act.end <= chapter.duration)
          // Only what is under way when a recording begins starts before it.
          #expect(act.start >= 0 || number == 0 && name == "power-on")
          #expect(act.contractions.allSatisfy { channels.contains($0.channel) && $0.firing.sustained >= 0 })
          #expect(act.disturbances.allSatisfy { channels.contains($0.channel) && $0.duration >= 0 })
        }
      }
    }
  }

  @Test(arguments: ["limb-script", "trunk-script"]) func `the scripts hold what they promise`(name: String)
    throws
  {
    let scenario = try #require(Scenario.named(name))
    for seed in 1...5 {
      let chapter = chapter(scenario, seed: seed)
      func count(_ kind: Act.Kind, _ subtype: Act.Subtype? = nil, _ motion: [Act.Motion?] = []) -> Int {
        chapter.acts.count {
          $0.kind == kind && $0.subtype == subtype && (motion.isEmpty || motion.contains($0.motion))
        }
      }
      #expect(count(.twitch) == 16 && count(.twitch, .fasciculation) == 8)
      #expect(count(.spasm, .cramp, [.plain]) == 12 && count(.spasm, .clonus) == 3)
      #expect(count(.spasm, .cramp, [.during, .after]) == 5)
      #expect(count(.voluntary, .movement) == 10 && count(.hold) == 4 && count(.ambiguous, .sneeze) == 3)
      #expect(count(.voluntary, .walking) == 1)
      #expect(chapter.duration == 1380)
      // A detector has ten seconds to learn.
      #expect(chapter.acts.allSatisfy { $0.start >= 12 })
    }
    #expect(scenario.wearable.electrodes.allSatisfy { $0.rWave == (name == "trunk-script" ? 300e-6 : 0) })
  }

  @Test func `a night holds twenty cramps and three hundred turns`() {
    for seed in 1...5 {
      let chapter = chapter(.night, seed: seed)
      #expect(chapter.duration == 28800)
      let acts = chapter.acts.sorted { $0.start < $1.start }
      #expect(acts.count { $0.kind == .spasm } == 20)
      #expect(acts.count { $0.subtype == .posture } == 300)
      #expect(acts.filter { $0.subtype == .posture }.allSatisfy { $0.contractions.count == 3 })
      #expect(acts.contains { $0.kind == .spasm && $0.contractions.count == 2 })
      // Long stillness, and the next thing is a cramp: six, but for one that opens the night.
      let still = zip(acts, acts.dropFirst()).filter { $1.start - $0.end > 700 }
      #expect(still.count { $1.kind == .spasm } >= 5)
      let cramps = acts.filter { $0.kind == .spasm }
      #expect(zip(cramps, cramps.dropFirst()).count { $1.start - $0.end < 60 } >= 6)
    }
  }

  @Test func `nothing happens at rest, and no spasm where none is promised`() {
    let day = acts(.rest, seconds: 86400)
    #expect(day.count > 40 && day.allSatisfy { $0.kind == .surroundings && $0.contractions.isEmpty })
    let restless = acts(.restless, seconds: 28800)
    #expect(restless.count > 100 && restless.allSatisfy { $0.kind == .surroundings && $0.turns.isEmpty })
    let work = acts(.heavyMotion, seconds: 7200)
    #expect(work.count > 400 && work.allSatisfy { $0.kind != .spasm && $0.kind != .hold })
    // The same rest, with spasms that stand clear of it.
    let spasms = acts(.restlessSpasms, seconds: 7200).filter { $0.kind == .spasm }
    #expect(spasms.count > 40)
    #expect(spasms.allSatisfy { $0.contractions.allSatisfy { $0.ratio >= 24 } })
  }

  @Test func `a recording can begin in the middle of a spasm`() throws {
    for seed in 1...4 {
      let truth = SimulatedTruth(.powerOn, seed: seed, duration: 35)
      let spasm = try #require(truth.events.first)
      #expect(spasm.kind == "spasm" && spasm.driveStart == 0 && spasm.start < 0.1)
      #expect(spasm.detectableStart < 0.2 && (4.5...25.1).contains(spasm.end.value))
      let values = volts(.powerOn, seed: seed, seconds: 1)[0]
      // From the first moment on, at its strength or nearly.
      for part in 0..<4 { #expect(rms(values[part * 250..<(part + 1) * 250]) > 2 * 2e-6) }
    }
  }

  @Test func `a long spasm is one of twenty minutes`() throws {
    let act = try #require(acts(.longSpasm, seconds: 200).first { $0.kind == .spasm })
    #expect(act.start == 120 && act.contractions[0].firing.sustained == 1200)
    // Some unit fires at any time: the signal never falls silent for the 1 s that ends an episode.
    let truth = SimulatedTruth(.longSpasm, seed: 1, duration: 330)
    let event = try #require(truth.events.first { $0.kind == "spasm" })
    #expect(abs(event.end.value - 330) < 0.1)
  }

  @Test func `a step has risen within 40 ms`() throws {
    var (early, plateau) = (0.0, 0.0)
    for seed in 1...8 {
      let scenario = try Scenario.step.adapted(ratio: 20)
      let event = try #require(SimulatedTruth(scenario, seed: seed, duration: 17).events.first)
      let values = volts(scenario, seed: seed, seconds: 17)[0]
      let start = Int((event.driveStart.value * 1000).rounded())
      #expect((event.detectableStart - event.driveStart).value < 0.02)
      early += values[start + 40..<start + 140].reduce(0) { $0 + $1 * $1 } / 100
      plateau += values[start + 500..<start + 3500].reduce(0) { $0 + $1 * $1 } / 3000
    }
    #expect(abs(10 * log10(early / plateau)) < 1.5)
  }
}
