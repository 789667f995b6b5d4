import Events
import Monitoring
import Signals
import Testing

/// Events of wearables in virtual time, and what an engine says of them.
struct AlertScript {
  var engine: AlertEngine
  /// Everything that was said, in order.
  private(set) var alerts: [Alert] = []
  private(set) var now: Seconds = 0

  /// Wearables with the channels `calf` and `left shin`, under the rules of some lines.
  init(_ rules: [String], wearables: Int = 1) throws {
    engine = AlertEngine(rules: try rules.map { try AlertRule(parsing: $0) })
    for wearable in 0..<wearables { take(try Self.recording(), wearable: wearable) }
  }

  init(_ rule: String) throws { try self.init([rule]) }

  /// What was said in full, one line an alert.
  var said: [String] { alerts.map(\.fullWords) }

  /// Takes an event of this moment.
  mutating func take(_ body: Event.Body, channel: Int? = nil, wearable: Int = 0) {
    alerts += engine.take(Event(at: now, channel: channel, body), wearable: wearable, now: now)
  }

  mutating func take(_ event: Event, wearable: Int) {
    alerts += engine.take(event, wearable: wearable, now: now)
  }

  mutating func take(_ condition: Health.Condition, hours: Double? = nil, wearable: Int = 0) {
    take(.health(Health(condition, detail: "why", hoursLeft: hours)), wearable: wearable)
  }

  mutating func take(_ quality: Quality.Condition, _ isPresent: Bool, channel: Int = 0, wearable: Int = 0) {
    take(.quality(Quality(quality, present: isPresent)), channel: channel, wearable: wearable)
  }

  /// Takes the end of an activity, at its end.
  mutating func takeEpisode(
    _ kind: Episode.Kind, lasting length: Seconds, bout: Int? = nil, channel: Int = 0, wearable: Int = 0
  ) {
    take(
      .episode(episode(kind, from: now - length, to: now, bout: bout)), channel: channel, wearable: wearable)
  }

  /// Lets time pass, a tick every half second.
  mutating func wait(_ span: Seconds) {
    let end = now + span
    while now < end {
      now = min(now + 0.5, end)
      alerts += engine.tick(now)
    }
  }

  /// Silences from this moment on.
  mutating func silence(_ span: Seconds) { engine.silence(for: span, now: now) }

  /// A spasm from now on, as the detection tells it: called after 2 s, renewed once a second; not yet ended.
  mutating func spasm(for length: Seconds, channel: Int = 0, wearable: Int = 0) {
    let onset = now
    wait(2)
    take(.spasm(.confirmed, onset: onset), channel: channel, wearable: wearable)
    while now + 1 <= onset + length {
      wait(1)
      take(.spasm(.ongoing, onset: onset), channel: channel, wearable: wearable)
    }
  }

  /// The first line of a recording.
  private static func recording() throws -> Event {
    let rate = try #require(SampleRate(1000))
    let stream = StreamDescription(
      kind: .emg, rate: rate, unit: .volt, channels: [.init(label: "calf"), .init(label: "left shin")])
    return Event(
      at: 0,
      .recording(RecordingHeader(source: "", started: nil, preset: "calf", parameters: [], streams: [stream]))
    )
  }
}

/// An episode of which only its kind, its times and its bout matter.
func episode(_ kind: Episode.Kind, from onset: Seconds, to offset: Seconds, bout: Int? = nil) -> Episode {
  Episode(
    id: 1, kind: kind, subtype: nil, onset: onset, offset: offset, involuntary: 0.9, bout: bout,
    severity: Severity(timesRest: 5, integrated: 100),
    evidence: Evidence(
      restRMS: 2, rms: 10, peak: 20, ratio: 14, threshold: 8, motion: nil, posture: nil, quality: 1,
      blanked: 0))
}
