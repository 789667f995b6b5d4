import Foundation
import Signals
import Testing

@testable import Simulation

/// The kinds of acts, each made a number of times and measured.
@Suite struct ActTests {
  /// The events of `count` acts that `make` makes, each in a chapter of its own.
  private func events(
    _ count: Int = 30, seed: Int = 1, _ make: @escaping @Sendable (inout SeededGenerator) -> Act
  ) -> [SimulatedTruth.Event] {
    let scenario = Scenario(
      name: "acts", summary: "", defaultDuration: 30, wearable: Scenario.basic.wearable,
      chapter: { _, generator in
        let act = make(&generator)
        return Chapter(duration: act.end + 1, acts: [act])
      })
    // Half as many chapters as would fit if all were as short as the shortest.
    var cursor = ScriptCursor(scenario, seed: Seed(seed))
    var ends: [Double] = []
    var time = 0.0
    while ends.count < count {
      cursor.take(startingBy: time) { ends.append($0.end) }
      time += 0.5
    }
    return SimulatedTruth(scenario, seed: seed, duration: Seconds(ends[count - 1] + 0.5)).events
  }

  private func lengths(_ events: [SimulatedTruth.Event]) -> [Double] {
    events.map { ($0.end - $0.start).value }
  }

  /// A kind of burst, and how long it may be: its definition, and the 20 ms that the last potential takes.
  struct Burst: Sendable {
    var subtype: String?
    var range: ClosedRange<Double>
    var make: @Sendable (inout SeededGenerator) -> Act
  }

  private static let bursts = [
    Burst(subtype: nil, range: 0.05...0.3) { .twitch(at: 0, channel: 0, &$0) },
    Burst(subtype: "myoclonus", range: 0.03...0.1) { .myoclonus(at: 0, channel: 0, &$0) },
    Burst(subtype: "jerk", range: 0.2...0.5) { .jerk(at: 0, channel: 0, &$0) },
    Burst(subtype: "fasciculation", range: 0.005...0.025) { .fasciculation(at: 0, channel: 0, &$0) },
  ]

  @Test(arguments: bursts.indices) func `bursts last as long as their names say`(number: Int) {
    let burst = Self.bursts[number]
    let events = events(60, burst.make)
    #expect(events.count == 60)
    #expect(events.allSatisfy { $0.kind == "twitch" && $0.subtype == burst.subtype && !$0.isIgnored })
    #expect(lengths(events).allSatisfy { burst.range.contains($0) })
    // The whole range is used.
    let (shortest, longest) = (lengths(events).min() ?? 0, lengths(events).max() ?? 0)
    #expect(longest - shortest > 0.5 * (burst.range.upperBound - burst.range.lowerBound))
  }

  @Test func `a fasciculation of one unit takes 5 to 20 ms`() {
    // What rises above a tenth of its peak.
    for seed in 1...40 {
      let values = signal(.volley(.init(units: 1, spread: 0)), seed: seed).map(abs)
      let peak = values.max() ?? 0
      let seen = values.indices.filter { values[$0] > 0.1 * peak }
      #expect((5...20).contains(seen[seen.count - 1] - seen[0] + 1))
    }
  }

  @Test func `a train is made of like events`() {
    let events = events(2) { .fasciculationTrain(at: 0, count: 12, channel: 1, &$0) }
    #expect(events.count == 24 && events.allSatisfy { $0.isTrain && $0.channel == 1 })
    for (event, next) in zip(events.prefix(12), events.prefix(12).dropFirst()) {
      #expect((0.25...3.05).contains((next.start - event.start).value))
    }
  }

  @Test func `fasciculations come as often as in motor neurone disease`() {
    // Bashford 2019: in the middle patient 40.5 a minute, in half of them 10.6 to 79.4.
    var generator = Seed(1).generator(.chapter(0))
    let rates = (0..<50).map { _ in
      let train = Act.fasciculationTrain(at: 0, count: 20, channel: 0, &generator)
      return 60 * 19 / train.contractions[19].delay
    }
    #expect(abs(mean(rates) - 40.5) < 10 && rates.allSatisfy { (10.6...79.4).contains($0) })
  }

  @Test func `short contractions are told but not scored`() {
    let brief = events(20) { .briefContraction(at: 0, channel: 0, &$0) }
    #expect(brief.allSatisfy { $0.kind == "ambiguous" })
    #expect(lengths(brief).allSatisfy { (0.6...1.45).contains($0) })
    let sneezes = events(20) { .sneeze(at: 0, channels: 0..<2, &$0) }
    #expect(sneezes.count == 40 && sneezes.allSatisfy { $0.kind == "ambiguous" && $0.subtype == "sneeze" })
    #expect(lengths(sneezes).allSatisfy { (0.15...0.6).contains($0) })
  }

  @Test func `a cramp is one event, and what flickers up after it is ignored`() {
    let events = events(10) { .spasm(at: 0, lasting: 8, channel: 0, &$0) }
    let (cramps, after) = (events.filter { $0.kind == "spasm" }, events.filter { $0.kind != "spasm" })
    #expect(cramps.count == 10 && cramps.allSatisfy { $0.subtype == "cramp" && $0.motion == "plain" })
    // The last unit ends with an interval of its own.
    #expect(lengths(cramps).allSatisfy { (7.5...8.1).contains($0) })
    #expect(after.count == 30)
    #expect(after.allSatisfy { $0.kind == "twitch" && $0.subtype == "after-discharge" && $0.isIgnored })
    #expect(lengths(after).allSatisfy { $0 < 0.35 })
  }

  @Test(arguments: [Act.Motion.during, .after]) func `a cramp can be bound to a movement`(motion: Act.Motion)
  {
    var generator = Seed(1).generator(.chapter(0))
    for _ in 0..<50 {
      let act = Act.spasm(at: 0, lasting: 5, channel: 0, motion: motion, &generator)
      let moves = act.turns.map(\.duration).reduce(0, +)
      #expect(act.turns.map(\.delay) == [0, moves / 2] && (0.5...2).contains(moves))
      // By the benchmark's convention, the posture is the same afterwards.
      #expect(act.turns[0].angle == -act.turns[1].angle)
      let begins = act.contractions[0].delay
      #expect(motion == .during ? begins < moves : (0...1).contains(begins - moves))
      #expect(act.motion == motion)
    }
  }

  @Test func `a cramp creeps on to its neighbours`() throws {
    var generator = Seed(2).generator(.chapter(0))
    for _ in 0..<50 {
      let act = Act.spasm(at: 0, lasting: 30, channel: 0, spreadingTo: [1, 2], spacing: 2, &generator)
      #expect(act.contractions.map(\.channel) == [0, 1, 2])
      let steps = zip(act.contractions.dropFirst(), act.contractions).map { $0.delay - $1.delay }
      #expect(steps.allSatisfy { (2.0 / 3...2).contains($0) })
      #expect(zip(act.contractions.dropFirst(), act.contractions).allSatisfy { $0.ratio < $1.ratio })
      let ends = act.contractions.map { $0.delay + $0.firing.sustained }
      #expect(ends.allSatisfy { abs($0 - 30) < 1e-9 })
    }
    // What would not last as long as a spasm has not got there.
    let short = Act.spasm(at: 0, lasting: 3.5, channel: 0, spreadingTo: [1], spacing: 6, &generator)
    #expect(short.contractions.count == 1)
  }

  @Test func `clonus and single units are spasms of their own kind`() {
    let clonus = events(4) { .clonus(at: 0, lasting: 6, channel: 0, &$0) }
    #expect(clonus.count == 4 && clonus.allSatisfy { $0.kind == "spasm" && $0.subtype == "clonus" })
    #expect(lengths(clonus).allSatisfy { (5.6...6.1).contains($0) })
    let units = events(4) { .unitSpasm(at: 0, lasting: 20, channel: 1, &$0) }
    #expect(units.count == 4 && units.allSatisfy { $0.subtype == "unit" && $0.channel == 1 })
    #expect(lengths(units).allSatisfy { (19.5...20.1).contains($0) })
    // Rest is 0.9 dB weaker in the band of the truth.
    #expect(units.allSatisfy { (6.5...13.5).contains($0.ratio.value) })
  }

  @Test func `acts of will say what moves`() {
    let bends = events(10) { .movement(at: 0, channels: 0..<2, &$0) }
    #expect(bends.count == 20 && bends.allSatisfy { $0.kind == "voluntary" && $0.motion == "move" })
    #expect(lengths(bends).allSatisfy { (1.5...3.2).contains($0) })
    // Muscle begins 0.1 s after the motion, the neighbours within 40 ms.
    for pair in stride(from: 0, to: 20, by: 2) {
      #expect(abs((bends[pair].driveStart - bends[pair + 1].driveStart).value) < 0.04)
    }
    let postures = events(5) { .posture(at: 0, holding: 6, channels: 0..<1, &$0) }
    #expect(postures.allSatisfy { $0.kind == "voluntary" && $0.motion == "posture" })
    #expect(lengths(postures).allSatisfy { (6...8).contains($0) })
    let holds = events(5) { .hold(at: 0, lasting: 6, channel: 0, &$0) }
    #expect(holds.allSatisfy { $0.kind == "hold" && $0.motion == "still" })
    #expect(lengths(holds).allSatisfy { (5...6.1).contains($0) })
    let walks = events(2) { .walking(at: 0, lasting: 8, channels: 0..<2, &$0) }
    #expect(walks.count == 4 && walks.allSatisfy { $0.subtype == "walking" && $0.motion == "move" })
    #expect(lengths(walks).allSatisfy { (7...8.1).contains($0) })
  }

  @Test func `a bend turns by 25 to 70 degrees and comes back; a posture stays`() {
    var generator = Seed(3).generator(.chapter(0))
    for _ in 0..<50 {
      let bend = Act.movement(at: 0, channels: 0..<1, &generator)
      #expect((25...70).contains(bend.turns[0].angle) && bend.turns[1].angle == -bend.turns[0].angle)
      #expect((0.1...0.15).contains(bend.contractions[0].delay))
      let posture = Act.posture(at: 0, holding: 5, channels: 0..<1, &generator)
      #expect(posture.turns.count == 1 && (20...60).contains(abs(posture.turns[0].angle)))
      #expect(Act.hold(at: 0, lasting: 5, channel: 0, &generator).turns.isEmpty)
    }
  }

  @Test func `tone is no event, and told as an artefact`() {
    let scenario = Scenario(
      name: "tone", summary: "", defaultDuration: 30, wearable: .lowerLeg,
      chapter: { _, generator in
        let posture = Act.tonicPosture(at: 5, lasting: 20, channel: 1, ratio: 3...3, &generator)
        let units = Act.restlessUnits(at: 30, lasting: 10, channel: 0, ratio: 0...0, &generator)
        return Chapter(duration: 60, acts: [posture, units])
      })
    let truth = SimulatedTruth(scenario, seed: 1, duration: 35)
    #expect(truth.events.isEmpty)
    #expect(truth.artefacts.map(\.kind) == ["tone", "tone"])
    #expect(truth.artefacts.map(\.channels) == [[1], [0]])
    // The recording's end cuts the second.
    #expect(truth.artefacts.map(\.start) == [5, 30] && truth.artefacts.map(\.end) == [25, 35])
  }
}
