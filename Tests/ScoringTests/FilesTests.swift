import Events
import Scoring
import Signals
import Testing

@Suite struct FilesTests {
  @Test func `a truth file is read`() throws {
    let json = """
      {"id":"A","site":"trunk","fs":1000,"channels":2,"duration_s":60,"sources":[1],
       "events":[{"channel":1,"kind":"spasm","start_s":10,"end_s":20.5,"detectable_start_s":10.25,
                  "detectable_end_s":20,"snr_db":9.1,"ignore":true},
                 {"channel":0,"kind":"spasm","start_s":30,"end_s":40,"snr_db":9.1,"snr_eff_db":8.5,
                  "imu":"during+mid","rail_samples":3}],
       "artefacts":[{"kind":"ecg","start_s":0,"end_s":60,"channel":[0,1]}]}
      """
    let truth = try #require(try Truth(json: json.utf8, file: "A.json"))
    #expect((truth.id, truth.site, truth.rate, truth.channels, truth.duration) == ("A", "trunk", 1000, 2, 60))
    #expect(
      truth.events == [
        .init(
          channel: 1, kind: "spasm", start: 10, end: 20.5, detectableStart: 10.25, detectableEnd: 20,
          ignored: true, ratio: 9.1),
        .init(
          channel: 0, kind: "spasm", start: 30, end: 40, ratio: 8.5, motion: "during+mid", railed: true),
      ])
    #expect(truth.artefacts == [.init(kind: "ecg", start: 0, end: 60, channels: [0, 1])])
  }

  @Test func `a truth may name its recording and leave the site out`() throws {
    let json = #"{"id":"A","file":"B.bdf","fs":1000,"channels":1,"duration_s":9,"events":[]}"#
    let truth = try #require(try Truth(json: json.utf8, file: "A.json"))
    #expect(truth.file == "B.bdf" && truth.site == nil)
  }

  @Test func `JSON without events is no truth`() throws {
    #expect(try Truth(json: #"{"note":1}"#.utf8, file: "x.json") == nil)
  }

  @Test(arguments: [
    ("{", nil, "is not JSON"),
    (#"{"events":[],"site":"limb"}"#, "id", "is missing"),
    (#"{"id":"../../A","fs":1,"channels":1,"duration_s":1,"events":[]}"#, "id", "is no file's name"),
    (#"{"id":"","fs":1,"channels":1,"duration_s":1,"events":[]}"#, "id", "is no file's name"),
    (#"{"id":"a\u001b[2J","fs":1,"channels":1,"duration_s":1,"events":[]}"#, "id", "is no file's name"),
    (
      #"{"id":"A","site":"limb","fs":"x","channels":1,"duration_s":1,"events":[]}"#, "fs",
      "has the wrong type"
    ),
    (
      #"{"id":"A","site":"limb","fs":1,"channels":1,"duration_s":1,"events":[{"channel":0,"kind":"spasm"}]}"#,
      "events[0].start_s", "is missing"
    ),
    (
      #"{"id":"A","site":"limb","fs":1,"channels":0,"duration_s":1,"events":[]}"#, "channels",
      "is not positive"
    ),
    (
      #"{"id":"A","fs":1,"channels":2,"duration_s":1,"events":[{"channel":2,"kind":"spasm","start_s":0,"end_s":1}]}"#,
      "events[0].channel", "is 2, of 2 channels counted from 0"
    ),
    (
      #"{"id":"A","fs":1,"channels":1,"duration_s":1,"events":[{"channel":0,"kind":"cramp","start_s":0,"end_s":1}]}"#,
      "events[0].kind", "is 'cramp'; there are spasm, twitch, voluntary, ambiguous, hold"
    ),
  ]) func `a malformed truth names the file, the place and the reason`(
    json: String, place: String?, reason: String
  ) {
    #expect(throws: ScoringError(file: "x.json", place: place, reason: reason)) {
      try Truth(json: json.utf8, file: "x.json")
    }
  }

  @Test func `prediction lines return as they were written`() throws {
    let predictions = [
      Prediction(start: 1.25, end: 3.000001, kind: "spasm", channel: 2),
      Prediction(start: 4, end: 4.2, kind: "twitch", involuntary: 0.125),
    ]
    let bytes = PredictionLines.write(predictions)
    let first = #"{"start_s":1.25,"end_s":3.000001,"kind":"spasm","channel":2}"# + "\n"
    #expect(String(decoding: bytes, as: UTF8.self).hasPrefix(first))
    #expect(try PredictionLines.read(bytes, file: "a.jsonl") == predictions)
  }

  @Test func `blank lines and absent channels are understood`() throws {
    let text = "\n" + #"{"start_s":1,"end_s":2,"kind":"spasm"}"# + "\r\n  \n"
    #expect(
      try PredictionLines.read(text.utf8, file: "a.jsonl") == [Prediction(start: 1, end: 2, kind: "spasm")])
  }

  @Test func `a malformed prediction names its line`() {
    let text = #"{"start_s":1,"end_s":2,"kind":"spasm"}"# + "\n" + #"{"start_s":1,"kind":"spasm"}"#
    #expect(throws: ScoringError(file: "a.jsonl", place: "line 2, end_s", reason: "is missing")) {
      try PredictionLines.read(text.utf8, file: "a.jsonl")
    }
  }

  @Test func `events become predictions and live calls`() {
    let episode = Episode(
      id: 1, kind: .spasm, subtype: nil, onset: 10.1234567, offset: 20, involuntary: 0.9, bout: 1,
      severity: Severity(timesRest: 5, integrated: 1),
      evidence: Evidence(
        restRMS: 1, rms: 5, peak: 6, ratio: 14, threshold: 8, motion: nil, posture: nil, quality: 1,
        blanked: 0))
    var collector = PredictionCollector()
    for event in [
      Event(at: 10, stream: 0, channel: 1, .onset(10)),
      Event(at: 12.1, stream: 0, channel: 1, .spasm(.confirmed, onset: 10)),
      Event(at: 13, stream: 0, channel: 1, .spasm(.ongoing, onset: 10)),
      Event(at: 14, stream: 0, channel: 0, .spasm(.confirmed, onset: 12)),
      Event(at: 15, stream: 0, channel: 1, .spasm(.withdrawn, onset: 10)),
      Event(at: 21, stream: 0, channel: 1, .episode(episode)),
    ] { collector.take(event) }
    #expect(
      collector.predictions == [
        Prediction(start: 10.123457, end: 20, kind: "spasm", channel: 1, involuntary: 0.9)
      ])
    #expect(
      collector.calls == [
        LiveCall(channel: 1, onset: 10, at: 12.1, withdrawn: true), LiveCall(channel: 0, onset: 12, at: 14),
      ])
  }
}
