import Testing

@testable import Scoring

/// What a score knows beyond score.py's figures.
@Suite struct DetailTests {
  @Test func `a wrong claim is told by what fills half of it, or else by what disturbed the signal`() {
    let events = [
      truth("voluntary", 100, 110), truth("hold", 200, 204), truth("spasm", 300, 310),
      truth("twitch", 400, 400.5),
      truth("twitch", 500, 504, ignored: true),
    ]
    let artefacts: [Truth.Artefact] = [
      .init(kind: "ecg", start: 0, end: 1000, channels: [0]),
      .init(kind: "pop", start: 401, end: 401.5, channels: [0]),
    ]
    let claims = [
      spasm(102, 108), spasm(199, 208.5), spasm(301, 304), spasm(399, 402), spasm(600, 610),
      spasm(2000, 2010),
      spasm(2010, 2012), Prediction(start: 2020, end: 2020.2, kind: "twitch"), spasm(499, 506),
    ]
    // The hold fills less than half of its claim, the twitch less than half of its: the heart, and the pop.
    #expect(
      details(recording(events, artefacts: artefacts), claims).wrong
        == [
          .init(ground: "ecg", spasms: 2, twitches: 0), .init(ground: "rest", spasms: 2, twitches: 1),
          .init(ground: "pop", spasms: 1, twitches: 0), .init(ground: "spasm", spasms: 1, twitches: 0),
          .init(ground: "voluntary", spasms: 1, twitches: 0),
        ].sorted { ($1.spasms, $1.twitches, $0.ground) < ($0.spasms, $0.twitches, $1.ground) })
  }

  @Test func `false spasms of one moment are one alarm of the day`() throws {
    var scorer = Scorer()
    let quiet = recording([truth("twitch", 10, 10.2)], channels: 3)
    scorer.add(quiet, predictions: [spasm(100, 110), spasm(102, 109, channel: 2), spasm(300, 305)])
    let moved = recording([truth("voluntary", 10, 12)])
    scorer.add(moved, predictions: [])
    scorer.add(moved, predictions: [spasm(20, 25)])
    scorer.add(recording([truth("spasm", 10, 20)]), predictions: [spasm(100, 110)])
    let alarms = scorer.report().details.falseAlarms
    #expect(alarms.map(\.moving) == [false, true])
    #expect(alarms.map(\.recordings) == [1, 2] && alarms.map(\.hours) == [1, 2])
    #expect(alarms.map(\.falseSpasms) == [3, 1] && alarms.map(\.alarms) == [2, 1])
    #expect(alarms.map(\.perDay) == [48, 12])
    // 24 times 0.2422 and 7.2247, and 12 times 0.0253 and 5.5716.
    #expect(
      abs(alarms[0].interval.lowerBound - 5.81) < 0.01 && abs(alarms[0].interval.upperBound - 173.39) < 0.01)
    #expect(
      abs(alarms[1].interval.lowerBound - 0.30) < 0.01 && abs(alarms[1].interval.upperBound - 66.86) < 0.01)
  }

  @Test(arguments: ["motion", "movement_only"]) func `movement may be told by an artefact`(kind: String) {
    let artefact = Truth.Artefact(kind: kind, start: 1, end: 2, channels: [0])
    #expect(details(recording([], artefacts: [artefact]), []).falseAlarms.map(\.moving) == [true])
    #expect(details(recording([]), []).falseAlarms.map(\.moving) == [false])
  }

  @Test func `splits and merges need half of each piece`() {
    let one = recording([truth("spasm", 100, 120)])
    #expect(details(one, [spasm(100, 108), spasm(110, 120)]).splits == 1)
    // The second claim lies mostly outside.
    #expect(details(one, [spasm(100, 115), spasm(116, 125)]).splits == 0)
    #expect(details(one, [spasm(100, 120)]).splits == 0)
    let two = recording([truth("spasm", 100, 110), truth("spasm", 112, 122)])
    #expect(details(two, [spasm(100, 122)]).merges == 1)
    #expect(details(two, [spasm(100, 116)]).merges == 0)
    #expect(details(two, [spasm(100, 117)]).merges == 1)
    #expect(details(two, [spasm(100, 110), spasm(112, 122)]).merges == 0)
  }

  @Test func `voluntary contractions are told by movement, and those of one moment count once`() throws {
    let events = (0..<4).map {
      Truth.Event(channel: $0, kind: "voluntary", start: 100, end: 105, motion: "move")
    }
    let posture = Truth.Event(channel: 0, kind: "voluntary", start: 200, end: 205, motion: "posture")
    let result = details(
      recording(events + [posture], channels: 4),
      [spasm(100, 105), spasm(100, 105, channel: 1), Prediction(start: 201, end: 201.2, kind: "twitch")])
    #expect(result.voluntary.map(\.motion) == ["all", "move", "posture"])
    #expect(result.voluntary.map(\.spasms) == [2, 2, 0] && result.voluntary.map(\.twitches) == [1, 0, 1])
    #expect(result.voluntary.map(\.spasmShare) == [0.4, 0.5, 0])
    // A half of one trial: Wilson's interval is 0.5 ± 0.5 √(z²/(1 + z²)), z being 1.96.
    #expect(abs((result.voluntary[1].interval?.lowerBound ?? 0) - 0.055) < 1e-3)
  }

  @Test func `onsets are set beside those of hindsight, over the events that have both`() throws {
    let events = [truth("spasm", 100, 110), truth("spasm", 200, 210), truth("spasm", 300, 310)]
    var scorer = Scorer()
    scorer.add(
      recording(events), predictions: [spasm(100.25, 110), spasm(199.5, 210)],
      offline: [events[0]: 100.125, events[2]: 300.5])
    let details = scorer.report().details
    let comparison = try #require(details.onsets.first)
    #expect((details.onsets.count, comparison.kind, comparison.count, comparison.ratio) == (1, "spasm", 1, 2))
    #expect(comparison.detected.medianSigned == 250 && comparison.offline.medianSigned == 125)
    // A row, too, compares over the events that were found.
    let row = try #require(details.breakdowns.first?.rows.first)
    #expect(row.offlineOnset?.medianAbsolute == 125)
  }

  @Test func `details are in the JSON under a key of their own`() {
    var scorer = Scorer()
    scorer.add(
      recording([Truth.Event(channel: 0, kind: "spasm", start: 100, end: 104, ratio: 7)]),
      predictions: [Prediction(start: 100, end: 104, kind: "spasm", involuntary: 0.75)])
    let text = String(decoding: scorer.report().json, as: UTF8.self)
    for part in [
      #","details":{"by_snr":{"spasm":{"6-10 dB":{"n":1,"tp":1,"fn":0,"sens":1,"sens_ci95":["#,
      #""by_duration":{"spasm":{"2-5 s":{"#, #""splits":0,"merges":0"#, #""false_spasms_24h":{}"#,
      #""calibration":{"n":1,"involuntary_share":1,"ece":0.25,"brier":0.062,"#,
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(!text.contains("onset_reference_ms"))
  }
}
