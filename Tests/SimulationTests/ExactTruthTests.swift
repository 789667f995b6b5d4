import Foundation
import Scoring
import Signals
import Testing

@testable import Simulation

/// The truth against the samples: a recording less the same recording without its acts is muscle, and nothing else.
@Suite struct ExactTruthTests {
  /// What all muscles together put on each channel.
  private func muscle(_ scenario: Scenario, seed: Int, seconds: Double) -> [[Double]] {
    let silent = Scenario(
      name: scenario.name, summary: "", defaultDuration: 1, wearable: scenario.wearable,
      chapter: { number, generator in
        var chapter = scenario.chapter(number, &generator)
        for position in chapter.acts.indices { chapter.acts[position].contractions = [] }
        return chapter
      })
    let (with, without) = (
      volts(scenario, seed: seed, seconds: seconds), volts(silent, seed: seed, seconds: seconds)
    )
    return zip(with, without).map { zip($0, $1).map { $0 - $1 } }
  }

  @Test(arguments: [("basic", 80.0), ("trunk-script", 60), ("four-channels", 60), ("power-on", 60)])
  func `each event begins and ends with its muscle`(name: String, seconds: Double) throws {
    var scenario = try #require(Scenario.named(name))
    // What neighbours see is told where it is as strong as rest, and is there where it is not.
    scenario.wearable.crossTalk = 0
    let truth = SimulatedTruth(scenario, seed: 2, duration: Seconds(seconds))
    let muscle = muscle(scenario, seed: 2, seconds: seconds)
    #expect(truth.events.count > 2)
    for (channel, values) in muscle.enumerated() {
      let events = truth.events.filter { $0.channel == channel }
      let spans = events.map { Int(($0.start.value * 1000).rounded())...Int(($0.end.value * 1000).rounded()) }
      for (number, span) in spans.enumerated() {
        let strength = rms(values[span])
        // The threshold is a tenth of the RMS of all that was played, silence included: for the discharges that
        // flicker up in 0.7 s, a twentyfifth of their own.
        #expect(abs(values[span.lowerBound]) > 0.03 * strength || span.lowerBound == 0)
        #expect(abs(values[span.upperBound]) > 0.03 * strength || span.upperBound == values.count - 1)
        // Between two events there is less than that of the louder.
        let previous = number == 0 ? 0 : spans[number - 1].upperBound + 1
        guard previous < span.lowerBound else { continue }
        let louder = max(strength, number == 0 ? 0 : rms(values[spans[number - 1]]))
        #expect(values[previous..<span.lowerBound].allSatisfy { abs($0) <= 0.11 * louder })
      }
    }
  }

  @Test func `what is detectable is as strong as rest, and what comes before is not`() {
    let truth = SimulatedTruth(.basic, seed: 4, duration: 80)
    let muscle = muscle(.basic, seed: 4, seconds: 80)
    for event in truth.events where !event.isIgnored {
      let rest = Scenario.basic.wearable.electrodes[event.channel].rest
      let values = muscle[event.channel]
      let (from, to) = (
        Int((event.detectableStart.value * 1000).rounded()), Int((event.detectableEnd.value * 1000).rounded())
      )
      // The middle of 20 ms, which the event's own start may cut.
      #expect(rms(values[max(0, from - 10)..<from + 11]) > 0.9 * rest)
      #expect(rms(values[to - 10..<min(values.count, to + 11)]) > 0.8 * rest)
      let before = stride(from: from - 60, to: from - 12, by: 4).map { rms(values[$0 - 10..<$0 + 10]) }
      #expect(before.allSatisfy { $0 < rest })
    }
  }

  @Test(arguments: Scenario.all.map(\.name)) func `the scorer reads every scenario's truth`(name: String)
    throws
  {
    let scenario = try #require(Scenario.named(name))
    let truth = SimulatedTruth(scenario, seed: 5, duration: 45)
    let read = try #require(try Truth(json: truth.json(id: name), file: name))
    #expect(read.channels == scenario.wearable.electrodes.count && read.site == scenario.site)
    #expect(read.events.map(\.kind) == truth.events.map(\.kind))
    #expect(read.events.map(\.ignored) == truth.events.map(\.isIgnored))
    #expect(read.artefacts.map(\.kind) == truth.artefacts.map(\.kind))
    #expect(read.artefacts.map(\.channels) == truth.artefacts.map(\.channels))
    #expect(read.artefacts.allSatisfy { $0.start <= $0.end && $0.end <= 45 })
  }
}
