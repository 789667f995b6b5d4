internal import Events
internal import Signals

extension Alert {
  /// An alert that nothing led to, to try outlets and to show what is sent: no other holds more.
  public static let example: Alert = {
    let streams = SampleRate(1000).map {
      [StreamDescription(kind: .emg, rate: $0, unit: .volt, channels: [.init(label: "calf")])]
    }
    let episode = Episode(
      id: 1, kind: .spasm, subtype: .tonic, onset: 10, offset: 52, involuntary: 0.9, bout: 1,
      severity: Severity(timesRest: 5, integrated: 400, ofMaximum: 0.2),
      evidence: Evidence(
        restRMS: 2, rms: 10, peak: 20, ratio: 14, threshold: 8, motion: 0.01, posture: 1, company: 0,
        unevenness: 2,
        quality: 1, blanked: 0))
    let event = Event(at: 52.7, channel: streams.map { _ in 0 }, .episode(episode))
    return Alert(
      state: .given, rule: AlertRule(.activity(.spasm, longerThan: 30)), wearable: 0, at: event.at, given: 0,
      heldBack: 0, fullWords: "an example: spasm on calf of 42 s, over",
      eventLine: EventLineWriter(streams: streams ?? []).line(event).dropLast())
  }()
}
