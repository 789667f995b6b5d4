import Testing

@testable import Scoring

/// Events told apart by what they are like.
@Suite struct BreakdownTests {
  private func spasm(
    at start: Double, lasting length: Double = 4, ratio: Double? = nil, motion: String? = nil,
    railed: Bool = false, channel: Int = 0
  ) -> Truth.Event {
    Truth.Event(
      channel: channel, kind: "spasm", start: start, end: start + length, ratio: ratio, motion: motion,
      railed: railed)
  }

  private func claims(_ events: [Truth.Event], late: Double = 0) -> [Prediction] {
    events.map { Prediction(start: $0.start + late, end: $0.end, kind: $0.kind, channel: $0.channel) }
  }

  /// The rows of one table, as `label found/all`.
  private func rows(_ details: ScoreDetails, _ feature: Breakdown.Feature, _ kind: String = "spasm")
    -> [String]
  {
    details.breakdowns.first { $0.feature == feature && $0.kind == kind }?.rows
      .map { "\($0.label) \($0.hits)/\($0.count)" } ?? []
  }

  @Test func `bands hold their lower limit and not their upper one`() {
    let ratios = [2.9, 3, 5.9, 6, 9.9, 10, 14.9, 15, 19.9, 20, 31]
    let events = ratios.enumerated().map { spasm(at: Double($0.offset) * 10, ratio: $0.element) }
    let found = claims(events.filter { $0.ratio ?? 0 >= 10 })
    #expect(
      rows(details(recording(events + [spasm(at: 500)]), found), .ratio) == [
        "under 3 dB 0/1", "3-6 dB 0/2", "6-10 dB 0/2", "10-15 dB 2/2", "15-20 dB 2/2", "20 dB or more 2/2",
        "not told 0/1",
      ])
  }

  @Test func `spasms and twitches have bands of their own lengths`() {
    let spasms = [1.5, 2, 4, 5, 14, 15, 59, 60, 299, 300].enumerated()
      .map { spasm(at: 310 * Double($0.offset), lasting: $0.element) }
    let twitches = [0.05, 0.15, 0.25, 0.4, 0.6].enumerated()
      .map { truth("twitch", 302 + 310 * Double($0.offset), 302 + 310 * Double($0.offset) + $0.element) }
    let result = details(recording(spasms + twitches), claims(Array(twitches.prefix(2))))
    #expect(
      rows(result, .duration) == [
        "under 2 s 0/1", "2-5 s 0/2", "5-15 s 0/2", "15-60 s 0/2", "1-5 min 0/2", "5 min or more 0/1",
      ])
    #expect(
      rows(result, .duration, "twitch") == [
        "under 100 ms 1/1", "100-200 ms 1/1", "200-500 ms 0/2", "500 ms or more 0/1",
      ])
  }

  @Test func `an ignored event is in no row`() {
    var weak = spasm(at: 10, ratio: 2)
    weak.ignored = true
    #expect(rows(details(recording([weak]), claims([weak])), .ratio) == [])
  }

  @Test func `onsets and calls are told by movement`() throws {
    let during = [100.0, 200].map { spasm(at: $0, lasting: 10, motion: "during") }
    let plain = [300.0, 400].map { spasm(at: $0, lasting: 10, motion: "plain") }
    let calls = [LiveCall(channel: 0, onset: 100.5, at: 103), LiveCall(channel: 0, onset: 200.5, at: 207)]
    let result = details(
      recording(during + plain), claims(during, late: 0.5) + claims([plain[0]], late: -0.25), calls: calls)
    #expect(rows(result, .movement) == ["during 2/2", "plain 1/2"])
    let table = try #require(result.breakdowns.first { $0.feature == .movement })
    #expect(table.rows[0].onset == .init(medianAbsolute: 500, p90Absolute: 500, medianSigned: 500))
    #expect((table.rows[0].calls, table.rows[0].callMedian, table.rows[0].callP95) == (2, 5, 6.8))
    #expect(table.rows[1].onset.medianSigned == -250)
    #expect((table.rows[1].calls, table.rows[1].callMedian) == (0, nil))
    #expect(table.rows[0].offlineOnset == nil)
  }

  @Test func `a disturbance within a second counts, on its channel`() {
    let events = [spasm(at: 100), spasm(at: 200, railed: true), spasm(at: 300, channel: 1)]
    let artefacts: [Truth.Artefact] = [
      .init(kind: "pop", start: 104.9, end: 105.2, channels: [0]),
      .init(kind: "mains_50Hz", start: 90, end: 210, channels: [0]),
      .init(kind: "motion", start: 206, end: 207, channels: [0]),
      .init(kind: "dropout_in_spasm", start: 301, end: 302, channels: [0]),
      // The step lasts to the end, and is over at once.
      .init(kind: "baseline_step", start: 150, end: 3600, channels: [0, 1]),
    ]
    #expect(
      rows(details(recording(events, artefacts: artefacts, channels: 2), claims([events[0]])), .artefact)
        == ["none 0/1", "mains 1/2", "pop 1/1", "saturation 0/1"])
  }

  @Test func `a row's interval counts moments`() throws {
    let events = (0..<4).map { spasm(at: 100, channel: $0) } + [spasm(at: 200)]
    let result = details(recording(events, channels: 4), claims(events))
    let row = try #require(result.breakdowns.first?.rows.first)
    // Five events in moments of four and one: 25/17 trials.
    let expected = try #require(wilson95(5, of: [4, 1]))
    #expect(abs((row.interval?.lowerBound ?? 0) - expected.lowerBound) < 5e-4)
    #expect(row.interval?.lowerBound ?? 1 < 0.3)
  }

  @Test func `moments of two recordings are different ones`() throws {
    var scorer = Scorer()
    for _ in 0..<2 { scorer.add(recording([spasm(at: 100)]), predictions: claims([spasm(at: 100)])) }
    let report = scorer.report()
    let row = try #require(report.details.breakdowns.first?.rows.first)
    #expect(row.interval == report.total.spasm.sensitivityInterval)
    #expect(abs((row.interval?.lowerBound ?? 0) - 0.342) < 5e-4)
  }
}
