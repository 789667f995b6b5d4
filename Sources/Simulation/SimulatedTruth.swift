public import Signals

/// What truly happens in a simulated recording.
public struct SimulatedTruth: Sendable {
  /// One contraction of one muscle.
  public struct Event: Hashable, Sendable {
    /// The EMG channel that sees it, from 0.
    public var channel: Int
    /// `twitch`, `ambiguous`, `voluntary`, `spasm` or `hold`.
    public var kind: String
    /// What it is more closely, such as `fasciculation`, `clonus` or `walking`, where there is a word for it.
    public var subtype: String? = nil
    /// How it stands to motion: a spasm `plain`, `during` or `after` a movement; a contraction that does `move`,
    /// takes a `posture` or stays `still`.
    public var motion: String? = nil
    /// When the muscle begins to be driven: before the first action potential reaches the electrode.
    public var driveStart: Seconds
    /// Its first sample beyond a tenth of its RMS.
    public var start: Seconds
    /// Its last sample beyond a tenth of its RMS.
    public var end: Seconds
    /// The middle of the first 20 ms in which its RMS reaches that of rest.
    public var detectableStart: Seconds
    /// The middle of the last 20 ms in which it does.
    public var detectableEnd: Seconds
    /// RMS of its plateau over that of rest, both from 20 to 450 Hz (or 0.45 of the sampling rate).
    ///
    /// What has no plateau is measured from end to end.
    public var ratio: Decibels
    /// The bout it belongs to, from 1: spasms that follow each other within a minute.
    public var bout: Int? = nil
    /// How long it takes to swell to its plateau.
    public var rise: Seconds = 0
    /// How long it takes to fade from it.
    public var fall: Seconds = 0
    /// Whether it is one of a train of like events.
    public var isTrain = false
    /// Whether a detector is asked neither to find it nor to leave it: fainter than 3 dB over rest, or one of the
    /// discharges that flicker up after a cramp.
    public var isIgnored = false
  }

  /// The scenario.
  public let scenario: Scenario
  /// The seed.
  public let seed: Int
  /// How long the recording is.
  public let duration: Seconds
  /// What happens, in the order of the starts.
  ///
  /// What the recording's end cuts off ends there.
  public private(set) var events: [Event] = []

  /// The truth of the first `duration` of `scenario` as `seed` tells it.
  ///
  /// - Complexity: O(samples with muscle activity): each contraction is played alone and measured.
  public init(_ scenario: Scenario, seed: Int, duration: Seconds) {
    self.scenario = scenario
    self.seed = seed
    self.duration = duration
    var script = ScriptCursor(scenario, seed: Seed(seed))
    var acts: [Act] = []
    script.take(startingBy: duration.value) { acts.append($0) }
    let measurer = EventMeasurer(scenario.wearable, duration: duration)
    for act in acts {
      for (position, activity) in scenario.wearable.activities(of: act, seed: Seed(seed)).enumerated() {
        events += measurer.events(of: activity, act.contractions[position], in: act)
      }
    }
    events.sort { ($0.start, $0.channel) < ($1.start, $1.channel) }
    numberBouts()
  }

  private mutating func numberBouts() {
    var number = 0
    // Bouts are a channel's: a cramp that spreads is not a bout in itself.
    for channel in scenario.wearable.electrodes.indices {
      var latest: (position: Int, end: Seconds)?
      for position in events.indices
      where events[position].kind == Act.Kind.spasm.rawValue && events[position].channel == channel {
        if let latest, events[position].start - latest.end < 60 {
          if events[latest.position].bout == nil {
            number += 1
            events[latest.position].bout = number
          }
          events[position].bout = number
        }
        latest = (position, max(events[position].end, latest?.end ?? 0))
      }
    }
  }
}
