import Events
import Signals

@testable import TerminalUI

/// Recordings made up for the tests: what a report shows of them is known beforehand.
enum Sample {
  /// A source with these muscles at 1000 Hz, and an accelerometer.
  static func source(muscles: [String]) -> SourceDescription {
    guard let fast = SampleRate(1000), let slow = SampleRate(100) else {
      preconditionFailure("constant rates")
    }
    let muscle = StreamDescription(
      kind: .emg, rate: fast, unit: .volt, channels: muscles.map { ChannelDescription(label: $0) })
    let motion = StreamDescription(
      kind: .accelerometer, rate: slow, unit: .standardGravity,
      channels: ["X", "Y", "Z"].map { ChannelDescription(label: $0) })
    return SourceDescription(
      format: "EDF+C", started: "2025-03-24T14:05:09",
      streams: muscles.isEmpty ? [motion] : [muscle, motion],
      announcedFrames: muscles.isEmpty ? [nil] : [nil, nil], guesses: ["the unit of EMG is taken as uV"],
      ignored: ["TEMP: neither muscle nor motion"])
  }

  /// An episode of a kind; ten decibels over rest, without motion, unless told otherwise.
  static func episode(
    _ kind: Episode.Kind, _ subtype: Episode.Subtype? = nil, from onset: Seconds, lasting length: Seconds,
    bout: Int? = nil, motion: StandardGravity? = 0.01, quality: Double = 1
  ) -> Episode {
    Episode(
      id: 1, kind: kind, subtype: subtype, onset: onset, offset: onset + length, involuntary: 0.9, bout: bout,
      severity: Severity(timesRest: 3.16, integrated: 10),
      evidence: Evidence(
        restRMS: 2, rms: 6.3, peak: 8, ratio: 10, threshold: 6, motion: motion, posture: 0, quality: quality,
        blanked: 0))
  }

  /// The report of a recording that lasts `duration` and holds these episodes and events.
  static func report(
    muscles: [String], duration: Seconds, subject: RecordingHeader.Subject = .spasms,
    episodes: [(channel: Int, episode: Episode)] = [],
    more: [Event] = []
  ) -> ReplayReport {
    let source = source(muscles: muscles)
    var report = ReplayReport(source: source)
    report.take(
      Event(
        at: 0,
        .recording(
          RecordingHeader(
            source: "calf.edf", started: source.started, preset: "limb", subject: subject,
            parameters: [("motion_g", 0.05), ("posture_tolerance_deg", 15)], streams: source.streams))))
    for (channel, episode) in episodes {
      report.take(Event(at: episode.offset, stream: 0, channel: channel, .episode(episode)))
    }
    for event in more { report.take(event) }
    let ledgers = source.streams.map { stream in
      var ledger = Ledger()
      let isMuscle = stream.kind == .emg
      for case .gap(let gap) in more.map(\.body) where isMuscle { ledger.miss(gap.count, cause: gap.cause) }
      ledger.receive(stream.rate.index(nearest: duration) - ledger.expected)
      return ledger
    }
    let counts = Dictionary(grouping: episodes, by: \.episode.kind).mapValues(\.count)
    report.take(
      Event(
        at: duration,
        .summary(
          Summary(ledgers: ledgers, episodes: counts, bouts: report.bouts.count, duration: duration))))
    return report
  }
}

extension String {
  /// Its lines, without the last line feed.
  var lines: [Substring] { split(separator: "\n", omittingEmptySubsequences: false).dropLast() }
}
