import Events
import Signals
import Testing

/// A leg with one muscle and no motion sensor.
private func leg(unit: PhysicalUnit = .volt) throws -> [StreamDescription] {
  [
    StreamDescription(
      kind: .emg, rate: try #require(SampleRate(34000, per: 27)), unit: unit,
      channels: [ChannelDescription(label: "RF \"left\"", site: "thigh", side: .left)])
  ]
}

private func line(_ event: Event, unit: PhysicalUnit = .volt) throws -> String {
  String(decoding: EventLineWriter(streams: try leg(unit: unit)).line(event), as: UTF8.self)
}

private let spasm = Episode(
  id: 7, kind: .spasm, subtype: .tonic, onset: 1.25, offset: 4.000001, involuntary: 0.87654, bout: 2,
  severity: Severity(timesRest: 8.5, integrated: 44.25),
  evidence: Evidence(
    restRMS: 2.5, rms: 21.25, peak: 30, ratio: 18.591, threshold: 6, motion: nil, posture: 1.26, quality: 1,
    blanked: 0))

/// The bytes of event lines are a promise: who reads a log of last year reads one of today.
@Suite struct EventLineTests {
  @Test func `a recording line has its bytes`() throws {
    let header = RecordingHeader(
      source: "a.edf", started: nil, preset: "limb", parameters: [("hop_s", 0.01)], streams: try leg())
    #expect(
      try line(Event(at: 0, .recording(header))) == """
        {"type":"recording","at_s":0,"schema":1,"source":"a.edf","started":null,"preset":"limb",\
        "parameters":{"hop_s":0.01},"streams":[{"id":0,"kind":"emg","rate":[34000,27],"unit":"V",\
        "channels":[{"index":0,"label":"RF \\"left\\"","site":"thigh","side":"left","muscle":null}]}]}

        """)
  }

  @Test func `an episode line has its bytes`() throws {
    #expect(
      try line(Event(at: 5, stream: 0, channel: 0, .episode(spasm))) == """
        {"type":"episode","at_s":5,"channel":"RF \\"left\\"","channel_index":0,"id":7,"kind":"spasm",\
        "subtype":"tonic","onset_s":1.25,"offset_s":4.000001,"duration_s":2.750001,"p_involuntary":0.877,\
        "bout":2,"severity":{"x_rest":8.5,"integrated":44.25},"evidence":{"unit":"uV","rest_rms":2.5,\
        "rms":21.25,"peak":30,"ratio_db":18.59,"threshold_db":6,"motion_g":null,"posture_deg":1.3,\
        "quality":1,"blanked":0}}

        """)
  }

  @Test func `amplitudes of raw counts say so`() throws {
    let floor = Event(at: 3, stream: 0, channel: 0, .floor(FloorReport(rms: 12.00005, cause: .learnt)))
    #expect(
      try line(floor, unit: .count) == """
        {"type":"floor","at_s":3,"channel":"RF \\"left\\"","channel_index":0,"rms":12.0001,"unit":"count",\
        "cause":"learnt"}

        """)
  }

  @Test func `lines of the smaller events have their bytes`() throws {
    let events: [(Event, String)] = [
      (Event(at: 1.5, channel: 0, .onset(1.25)), #""onset_s":1.25}"#),
      (
        Event(at: 3.25, channel: 0, .spasm(.confirmed, onset: 1.25)),
        #""state":"confirmed","onset_s":1.25}"#
      ),
      (
        Event(at: 64, .bout(Bout(id: 2, spasms: [7, 9], start: 1.25, end: 4))),
        #"{"type":"bout","at_s":64,"id":2,"spasms":[7,9],"start_s":1.25,"end_s":4}"#
      ),
      (
        Event(at: 9, stream: 0, .gap(Gap(firstIndex: 100, count: 50, cause: .lost))),
        #"{"type":"gap","at_s":9,"stream":0,"first_index":100,"count":50,"cause":"lost"}"#
      ),
      (
        Event(at: 9, channel: 0, .quality(Quality(.hum, present: true, value: 50.04))),
        #""condition":"hum","present":true,"value":50}"#
      ),
      (
        Event(at: 9, .note(Annotation(onset: 8, text: "a\u{1B}[31mb"))),
        #"{"type":"note","at_s":9,"onset_s":8,"text":"a[31mb"}"#
      ),
    ]
    for (event, tail) in events { #expect(try line(event).hasSuffix(tail + "\n"), "\(event.type)") }
  }

  @Test func `a summary line has its bytes`() throws {
    var ledger = Ledger()
    ledger.receive(100, blank: 3)
    ledger.miss(10, cause: .truncated)
    let summary = Summary(ledgers: [ledger], episodes: [.spasm: 1], bouts: 1, duration: 0.5)
    #expect(
      try line(Event(at: 0.5, .summary(summary))) == """
        {"type":"summary","at_s":0.5,"ledger":[{"stream":0,"expected":110,"received":100,"lost":10,\
        "overrun":0,"blank":3}],"episodes":{"twitch":0,"brief":0,"spasm":1,"movement":0,"artefact":0},\
        "bouts":1,"duration_s":0.5}

        """)
  }
}
