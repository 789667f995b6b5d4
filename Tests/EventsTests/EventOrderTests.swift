import Events
import Signals
import Testing

@Suite struct EventOrderTests {
  private static let episode = Episode(
    id: 1, kind: .brief, subtype: nil, onset: 0, offset: 1, involuntary: 0, bout: nil,
    severity: Severity(timesRest: 1, integrated: 0),
    evidence: Evidence(
      restRMS: 1, rms: 1, peak: 1, ratio: 0, threshold: 0, motion: nil, posture: nil, quality: 1, blanked: 0))

  private static let bodies: [Event.Body] = [
    .recording(RecordingHeader(source: "", started: nil, preset: "", parameters: [], streams: [])), .onset(0),
    .spasm(.confirmed, onset: 0), .episode(episode), .bout(Bout(id: 1, spasms: [], start: 0, end: 0)),
    .gap(Gap(firstIndex: 0, count: 1, cause: .lost)), .quality(Quality(.hum, present: true)),
    .floor(FloorReport(rms: 1, cause: .learnt)), .note(Annotation(onset: 0, text: "")),
    .summary(Summary(ledgers: [], episodes: [:], bouts: 0, duration: 0)),
  ]

  /// Events of every type, about every stream and channel or none.
  private static func world(times: [Seconds], bodies: [Event.Body]) -> [Event] {
    var events: [Event] = []
    for time in times {
      for stream in [nil, 0, 1] as [Int?] {
        for channel in [nil, 0, 1] as [Int?] {
          for body in bodies { events.append(Event(at: time, stream: stream, channel: channel, body)) }
        }
      }
    }
    return events
  }

  @Test func `types are ten different words`() {
    let types = Self.bodies.map { Event(at: 0, $0).type }
    #expect(
      types == [
        "recording", "onset", "spasm", "episode", "bout", "gap", "quality", "floor", "note", "summary",
      ])
  }

  @Test func `of two events that differ in place, exactly one comes first`() {
    let events = Self.world(times: [0, 1], bodies: Self.bodies)
    for (i, left) in events.enumerated() {
      for (j, right) in events.enumerated() {
        let (forth, back) = (left.precedes(right), right.precedes(left))
        if i == j ? forth || back : forth == back { Issue.record("\(left) and \(right)") }
      }
    }
  }

  @Test func `what comes before comes before all that follows`() {
    let events = Self.world(times: [0, 0.5], bodies: Array(Self.bodies[..<4]))
    for a in events {
      for b in events where a.precedes(b) {
        for c in events where b.precedes(c) && !a.precedes(c) { Issue.record("\(a), \(b), \(c)") }
      }
    }
  }

  @Test func `events that differ only in what they say have no order`() {
    let (one, other) = (
      Event(at: 1, stream: 0, channel: 0, .onset(0.5)), Event(at: 1, stream: 0, channel: 0, .onset(0.75))
    )
    #expect(!one.precedes(other) && !other.precedes(one))
  }

  @Test func `time goes before stream, stream before channel, channel before type`() {
    let inOrder = [
      Event(
        at: 0, stream: 1, channel: 1, .summary(Summary(ledgers: [], episodes: [:], bouts: 0, duration: 0))),
      Event(at: 1, .onset(0)), Event(at: 1, stream: 0, channel: 1, .onset(0)),
      Event(at: 1, stream: 1, .spasm(.ongoing, onset: 0)), Event(at: 1, stream: 1, channel: 0, .onset(0)),
      Event(at: 1, stream: 1, channel: 0, .spasm(.ongoing, onset: 0)),
      Event(at: 1, stream: 1, channel: 1, .onset(0)),
    ]
    for (earlier, later) in zip(inOrder, inOrder.dropFirst()) {
      #expect(earlier.precedes(later) && !later.precedes(earlier))
    }
  }
}
