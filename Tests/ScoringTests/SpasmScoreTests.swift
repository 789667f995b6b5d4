import Testing

@testable import Scoring

/// A recording of one channel and an hour, so that false claims per hour are plain counts.
func recording(_ events: [Truth.Event], artefacts: [Truth.Artefact] = [], channels: Int = 1) -> Truth {
  Truth(
    id: "hand", site: "limb", rate: 1000, channels: channels, duration: 3600, events: events,
    artefacts: artefacts)
}

/// The score of `claims` about one recording.
func score(
  _ truth: Truth, _ claims: [Prediction], calls: [LiveCall] = [], rule: MatchingRule = .iou
) -> ScoreResult {
  var scorer = Scorer(rule: rule)
  scorer.add(truth, predictions: claims, calls: calls)
  return scorer.report().total
}

/// What else the score of `claims` about one recording knows.
func details(_ truth: Truth, _ claims: [Prediction], calls: [LiveCall] = []) -> ScoreDetails {
  var scorer = Scorer()
  scorer.add(truth, predictions: claims, calls: calls)
  return scorer.report().details
}

/// A claimed spasm.
func spasm(_ start: Double, _ end: Double, channel: Int = 0) -> Prediction {
  Prediction(start: start, end: end, kind: "spasm", channel: channel)
}

/// A true event.
func truth(
  _ kind: String, _ start: Double, _ end: Double, channel: Int = 0, ignored: Bool = false
) -> Truth.Event {
  Truth.Event(channel: channel, kind: kind, start: start, end: end, ignored: ignored)
}

@Suite struct SpasmScoreTests {
  @Test func `half of the union is a hit, and less is not`() {
    let truth = recording([truth("spasm", 100, 110)])
    let hit = score(truth, [spasm(100, 120)])
    #expect((hit.spasm.truePositives, hit.spasm.falsePositives) == (1, 0))
    let miss = score(truth, [spasm(100, 120.5)])
    #expect((miss.spasm.truePositives, miss.spasm.falseNegatives, miss.spasm.falsePositives) == (0, 1, 1))
  }

  @Test func `the overlap rule asks for half of the shorter of the two`() {
    let truth = recording([truth("spasm", 100, 110)])
    #expect(score(truth, [spasm(105, 200)], rule: .overlap).spasm.truePositives == 1)
    #expect(score(truth, [spasm(105.1, 200)], rule: .overlap).spasm.truePositives == 0)
    #expect(score(truth, [spasm(105, 200)], rule: .iou).spasm.truePositives == 0)
  }

  @Test func `a truth is found once, by its best claim`() {
    let result = score(recording([truth("spasm", 100, 110)]), [spasm(100, 108), spasm(100, 110)])
    #expect((result.spasm.truePositives, result.spasm.falsePositives) == (1, 1))
    #expect(result.offset.medianAbsolute == 0)
    #expect(result.fragmentsPerSpasm == 2)
  }

  @Test func `a claim on another channel is false`() {
    let result = score(recording([truth("spasm", 100, 110)], channels: 2), [spasm(100, 110, channel: 1)])
    #expect((result.spasm.truePositives, result.spasm.falseNegatives) == (0, 1))
    #expect(result.spasm.falsePerHour == 0.5)
  }

  @Test(arguments: ["ambiguous", "hold"]) func `events of no claim are neither hit nor miss`(kind: String) {
    let truth = recording([truth(kind, 100, 110)])
    #expect(score(truth, []).spasm.falseNegatives == 0)
    #expect(score(truth, [spasm(102, 118)]).spasm.falsePositives == 0)
    #expect(score(truth, [spasm(102, 119)]).spasm.falsePositives == 1)
  }

  @Test func `an ignored spasm is neither hit nor miss`() {
    let truth = recording([truth("spasm", 100, 110, ignored: true)])
    let result = score(truth, [spasm(100, 110)])
    #expect(
      (result.spasm.truePositives, result.spasm.falseNegatives, result.spasm.falsePositives) == (0, 0, 0))
    #expect(result.time.falseClaimHours == 0)
    #expect(result.confusion[0].none + result.confusion[0].spasm == 0)
  }

  @Test func `a claim that only answers a permanent baseline step is dropped`() {
    let step = Truth.Artefact(kind: "baseline_step", start: 1000, end: 3600, channels: [0])
    let truth = recording([], artefacts: [step])
    #expect(score(truth, [spasm(999.5, 1030)]).spasm.falsePositives == 0)
    #expect(score(truth, [spasm(999.5, 1030)]).time.falseClaimHours == 0)
    #expect(score(truth, [spasm(999.4, 1030)]).spasm.falsePositives == 1)
    #expect(score(truth, [spasm(1000, 1030.1)]).spasm.falsePositives == 1)
    #expect(score(truth, [spasm(1000, 1030.1)]).time.falseClaimHours == 0.0084)
  }

  @Test func `a step that ends before the recording gives no window`() {
    let step = Truth.Artefact(kind: "baseline_step", start: 1000, end: 3598, channels: [0])
    #expect(score(recording([], artefacts: [step]), [spasm(1000, 1020)]).spasm.falsePositives == 1)
  }

  @Test func `a spasm claimed on a voluntary contraction is false, and leniently dropped`() {
    let truth = recording([truth("spasm", 100, 110), truth("voluntary", 200, 210)])
    let result = score(truth, [spasm(100, 110), spasm(200, 210)])
    #expect((result.spasm.precision, result.spasm.lenientPrecision) == (0.5, 1))
    #expect((result.spasm.f1, result.spasm.lenientF1) == (0.667, 1))
    #expect(result.confusion[2] == .init(kind: "voluntary", spasm: 1, twitch: 0, none: 0))
  }

  @Test func `holds called spasm are told apart`() {
    let truth = recording([truth("hold", 100, 110), truth("hold", 200, 210)])
    let result = score(truth, [spasm(100, 110)])
    #expect((result.hold.count, result.hold.calledSpasm, result.hold.rate) == (2, 1, 0.5))
    #expect(result.confusion.map(\.kind) == ["spasm", "twitch", "voluntary"])
  }

  @Test func `one endless claim is seen in the time`() {
    let result = score(recording([truth("spasm", 100, 110)]), [spasm(0, 3600)])
    #expect(
      result.time == .init(sensitivity: 1, precision: 0.003, spasmHours: 0.0028, falseClaimHours: 0.9972))
  }

  @Test func `onsets are measured from the first detectable moment`() {
    var event = truth("spasm", 100, 110)
    event.detectableStart = 100.25
    let result = score(recording([event]), [spasm(100.125, 110.5)])
    #expect(result.onset == .init(medianAbsolute: 125, p90Absolute: 125, medianSigned: -125))
    #expect((result.offset.medianAbsolute, result.offset.medianSigned) == (500, 500))
    #expect(result.length == .init(medianAbsolute: 625, medianRelative: 0.0641, p90Relative: 0.0641))
  }

  @Test func `false spasms are told apart for recordings without a spasm`() {
    let result = score(recording([truth("twitch", 10, 10.2)]), [spasm(100, 110), spasm(200, 210)])
    #expect(result.negativeRecordings == .init(channelHours: 1, falseSpasmPerHour: 2))
    let positive = score(recording([truth("spasm", 10, 20)]), [spasm(100, 110)])
    #expect(positive.negativeRecordings == .init(channelHours: 0, falseSpasmPerHour: nil))
  }

  @Test func `the macro mean leaves out recordings that hold nothing to find`() {
    var scorer = Scorer()
    scorer.add(recording([truth("spasm", 100, 110)]), predictions: [spasm(100, 110)])
    scorer.add(recording([truth("spasm", 100, 110)]), predictions: [])
    scorer.add(recording([truth("twitch", 100, 100.2)]), predictions: nil)
    let report = scorer.report()
    #expect((report.total.macro.spasmF1, report.total.macro.spasmRecordings) == (0.5, 2))
    #expect((report.total.macro.twitchF1, report.total.macro.twitchRecordings) == (0, 1))
    #expect(report.missingPredictions == ["hand"])
  }

  @Test func `a live call is timed from the first detectable moment`() {
    var first = truth("spasm", 100, 110)
    first.detectableStart = 100.5
    let truth = recording([first, truth("spasm", 200, 210)])
    let calls = [
      LiveCall(channel: 0, onset: 100.2, at: 101, withdrawn: true),
      LiveCall(channel: 0, onset: 100.4, at: 102.5), LiveCall(channel: 0, onset: 107, at: 109),
      LiveCall(channel: 1, onset: 200, at: 201),
    ]
    let latency = score(truth, [spasm(100.5, 110), spasm(200, 210)], calls: calls).callLatency
    #expect((latency.count, latency.median, latency.maximum, latency.withdrawnShare) == (1, 2, 2, 0.25))
  }
}
