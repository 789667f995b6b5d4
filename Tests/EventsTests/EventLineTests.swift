import Foundation
import Signals
import Testing

@testable import Events

@Suite struct EventLineTests {
  private let streams: [StreamDescription]
  private let writer: EventLineWriter

  init() throws {
    let fast = try #require(SampleRate(34_000, per: 27))
    let slow = try #require(SampleRate(100))
    streams = [
      StreamDescription(
        kind: .accelerometer, rate: slow, unit: .standardGravity,
        channels: [
          ChannelDescription(label: "X"), ChannelDescription(label: "Y"), ChannelDescription(label: "Z"),
        ]),
      StreamDescription(
        kind: .emg, rate: fast, unit: .volt,
        channels: [
          ChannelDescription(label: "ES \"L\"", site: "trunk", side: .left, muscle: "erector spinae"),
          ChannelDescription(label: "ES R"),
        ]),
      StreamDescription(kind: .emg, rate: slow, unit: .count, channels: [ChannelDescription(label: "calf")]),
    ]
    writer = EventLineWriter(streams: streams)
  }

  /// The line, after checking that it is one object of JSON with one line feed, at its end.
  private func line(_ event: Event) throws -> String {
    let bytes = writer.line(event)
    #expect(bytes.last == 0x0A && bytes.count { $0 == 0x0A } == 1)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(object["type"] as? String == event.type)
    #expect(object["at_s"] as? Double == event.at.value)
    return String(decoding: bytes.dropLast(), as: UTF8.self)
  }

  private func episode(motion: StandardGravity?) -> Episode {
    Episode(
      id: 3, kind: .spasm, subtype: motion == nil ? .tonic : nil, onset: 10.0078125, offset: 14.5,
      involuntary: 0.81251, bout: motion == nil ? nil : 2,
      severity: Severity(
        timesRest: 12.3456, integrated: 345.6785, ofMaximum: motion.map { _ in 0.12345 }),
      evidence: Evidence(
        restRMS: 1.25, rms: 15.43212, peak: 40.00004, ratio: 21.8279, threshold: 4.004, motion: motion,
        posture: motion.map { _ in 3.25 }, company: motion.map { _ in 1.0 / 3 },
        unevenness: motion.map { _ in 2.125 }, quality: 1, blanked: 0.0004))
  }

  @Test func `a recording's line tells source, parameters and streams`() throws {
    let header = RecordingHeader(
      source: "a\\b.edf", started: "2026-01-02T03:04:05", preset: "trunk",
      parameters: [("high_pass_hz", 30), ("pfa", 1e-6)], streams: streams)
    #expect(
      try line(Event(at: 0, .recording(header))) == #"{"type":"recording","at_s":0,"schema":1,"#
        + #""source":"a\\b.edf","started":"2026-01-02T03:04:05","preset":"trunk","#
        + #""parameters":{"high_pass_hz":30,"pfa":0.000001},"streams":["#
        + #"{"id":0,"kind":"accelerometer","rate":[100,1],"unit":"g","channels":["#
        + #"{"index":0,"label":"X","site":null,"side":null,"muscle":null},"#
        + #"{"index":1,"label":"Y","site":null,"side":null,"muscle":null},"#
        + #"{"index":2,"label":"Z","site":null,"side":null,"muscle":null}]},"#
        + #"{"id":1,"kind":"emg","rate":[34000,27],"unit":"V","channels":["#
        + #"{"index":0,"label":"ES \"L\"","site":"trunk","side":"left","muscle":"erector spinae"},"#
        + #"{"index":1,"label":"ES R","site":null,"side":null,"muscle":null}]},"#
        + #"{"id":2,"kind":"emg","rate":[100,1],"unit":"count","channels":["#
        + #"{"index":2,"label":"calf","site":null,"side":null,"muscle":null}]}]}"#)
    var undated = header
    (undated.started, undated.streams, undated.parameters) = (nil, [], [])
    #expect(
      try line(Event(at: 0, .recording(undated))) == #"{"type":"recording","at_s":0,"schema":1,"#
        + #""source":"a\\b.edf","started":null,"preset":"trunk","parameters":{},"streams":[]}"#)
  }

  @Test func `an onset's line has the time it is about and the time it became known`() throws {
    #expect(
      try line(Event(at: 1.25, stream: 1, channel: 0, .onset(1.0000005)))
        == #"{"type":"onset","at_s":1.25,"channel":"ES \"L\"","channel_index":0,"onset_s":1.000001}"#)
  }

  @Test func `a live call's line has its state`() throws {
    for state in [SpasmState.confirmed, .ongoing, .withdrawn] {
      #expect(
        try line(Event(at: 3, stream: 1, channel: 1, .spasm(state, onset: 1)))
          == #"{"type":"spasm","at_s":3,"channel":"ES R","channel_index":1,"state":"\#(state.rawValue)","onset_s":1}"#
      )
    }
  }

  @Test func `an episode's line has its kind and what decided it`() throws {
    #expect(
      try line(Event(at: 16, stream: 1, channel: 1, .episode(episode(motion: nil))))
        == #"{"type":"episode","at_s":16,"channel":"ES R","channel_index":1,"id":3,"kind":"spasm","#
        + #""subtype":"tonic","onset_s":10.007813,"offset_s":14.5,"duration_s":4.492188,"p_involuntary":0.813,"#
        + #""bout":null,"severity":{"x_rest":12.346,"integrated":345.679},"#
        + #""evidence":{"unit":"uV","rest_rms":1.25,"rms":15.4321,"peak":40,"ratio_db":21.83,"threshold_db":4,"#
        + #""motion_g":null,"posture_deg":null,"company":null,"unevenness_db":null,"quality":1,"blanked":0}}"#
    )
    #expect(
      try line(Event(at: 16, stream: 2, channel: 2, .episode(episode(motion: 0.0625))))
        == #"{"type":"episode","at_s":16,"channel":"calf","channel_index":2,"id":3,"kind":"spasm","#
        + #""subtype":null,"onset_s":10.007813,"offset_s":14.5,"duration_s":4.492188,"p_involuntary":0.813,"#
        + #""bout":2,"severity":{"x_rest":12.346,"integrated":345.679,"mvc_percent":12.3},"#
        + #""evidence":{"unit":"count","rest_rms":1.25,"rms":15.4321,"peak":40,"ratio_db":21.83,"#
        + #""threshold_db":4,"motion_g":0.0625,"posture_deg":3.3,"company":0.333,"unevenness_db":2.13,"quality":1,"blanked":0}}"#
    )
  }

  @Test func `a bout's line lists its spasms`() throws {
    #expect(
      try line(Event(at: 99, stream: 1, .bout(Bout(id: 2, spasms: [4, 5, 9], start: 10, end: 38.5))))
        == #"{"type":"bout","at_s":99,"id":2,"spasms":[4,5,9],"start_s":10,"end_s":38.5}"#)
  }

  @Test func `a gap's line has its stream, its place and its cause`() throws {
    for cause in [GapCause.discontinuity, .truncated, .lost, .overrun, .late] {
      #expect(
        try line(Event(at: 5, stream: 2, .gap(Gap(firstIndex: 5_000_000_000, count: 7, cause: cause))))
          == #"{"type":"gap","at_s":5,"stream":2,"first_index":5000000000,"count":7,"cause":"\#(cause.rawValue)"}"#
      )
    }
  }

  @Test func `a quality's line says what began or ended`() throws {
    #expect(
      try line(Event(at: 5, stream: 1, channel: 1, .quality(Quality(.hum, present: true, value: 50.04))))
        == #"{"type":"quality","at_s":5,"channel":"ES R","channel_index":1,"condition":"hum","present":true,"value":50}"#
    )
    #expect(
      try line(Event(at: 5, stream: 1, channel: 1, .quality(Quality(.flat, present: false))))
        == #"{"type":"quality","at_s":5,"channel":"ES R","channel_index":1,"condition":"flat","present":false}"#
    )
  }

  @Test func `a floor's line is in microvolts, or in counts where the unit is unknown`() throws {
    #expect(
      try line(Event(at: 5, stream: 1, channel: 0, .floor(FloorReport(rms: 1.23456, cause: .learnt))))
        == #"{"type":"floor","at_s":5,"channel":"ES \"L\"","channel_index":0,"rms":1.2346,"unit":"uV","cause":"learnt"}"#
    )
    #expect(
      try line(Event(at: 5, stream: 2, channel: 2, .floor(FloorReport(rms: 31, cause: .drift))))
        == #"{"type":"floor","at_s":5,"channel":"calf","channel_index":2,"rms":31,"unit":"count","cause":"drift"}"#
    )
  }

  @Test func `a remark's line carries its text`() throws {
    #expect(
      try line(Event(at: 5, .note(Annotation(onset: 4.5, duration: 2, text: "turned \"over\""))))
        == #"{"type":"note","at_s":5,"onset_s":4.5,"duration_s":2,"text":"turned \"over\""}"#)
    #expect(
      try line(Event(at: 5, .note(Annotation(onset: 4.5, text: "lights off"))))
        == #"{"type":"note","at_s":5,"onset_s":4.5,"text":"lights off"}"#)
  }

  @Test func `the summary's line has an account for every stream and a count for every kind`() throws {
    var ledger = Ledger()
    ledger.receive(1_000, blank: 4)
    ledger.miss(20, cause: .lost)
    ledger.miss(3, cause: .overrun)
    let summary = Summary(
      ledgers: [ledger, Ledger()], episodes: [.spasm: 2, .twitch: 11], bouts: 1, duration: 3600.5)
    #expect(
      try line(Event(at: 3600.5, .summary(summary))) == #"{"type":"summary","at_s":3600.5,"ledger":["#
        + #"{"stream":0,"expected":1023,"received":1000,"lost":20,"overrun":3,"blank":4},"#
        + #"{"stream":1,"expected":0,"received":0,"lost":0,"overrun":0,"blank":0}],"#
        + #""episodes":{"twitch":11,"brief":0,"spasm":2,"movement":0,"artefact":0},"bouts":1,"duration_s":3600.5}"#
    )
  }
}
