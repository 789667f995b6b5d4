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
    /// Whether a detector is asked neither to find it nor to leave it: fainter than 3 dB over rest, unless its ratio
    /// was asked for; one of the discharges that flicker up after a cramp; cross-talk; a twitch that hides in a
    /// heartbeat; a twitch that the recording's end cuts, and a spasm of which it leaves less than 3 s.
    public var isIgnored = false
    /// Whether it is a neighbour's muscle that this channel sees.
    public var isCrossTalk = false
    /// Whether it is a twitch within 50 ms of an R wave that stands out of rest.
    public var isInQRS = false
    /// Where it leaves the converter's range.
    public var railed: Railed?

    /// Samples that the converter clips.
    public struct Railed: Hashable, Sendable {
      /// How many.
      public var samples: Int
      /// The first of them.
      public var from: Seconds
      /// The last of them.
      public var to: Seconds
    }
  }

  /// One thing that disturbs a channel, or belongs to its rest.
  public struct Artefact: Hashable, Sendable {
    /// What it is, in the benchmark's words: `mains_50Hz`, `ecg`, `baseline_step`, `motion`, `movement_only`, `pop`,
    /// `dropout`, `saturation`; and `rail` of an electrode that is off, and `tone`.
    public var kind: String
    /// When it begins.
    public var start: Seconds
    /// When it ends; of a step of the noise, which stays, the recording's end.
    public var end: Seconds
    /// The channels it is on.
    public var channels: [Int]
    /// How large it is, where that is a number.
    public var size: Size?

    /// A number with the name that the benchmark gives it.
    public struct Size: Hashable, Sendable {
      /// `amp_x_rest_rms`, `gain`, `r_peak_uV`, `peak_uV`, `rms_uV` or `snr_db`.
      public var name: String
      /// The number, in the unit that its name tells.
      public var value: Double
    }
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
  /// What disturbs the channels, in the order of the starts.
  public private(set) var artefacts: [Artefact] = []
  /// When the R waves come, where an electrode picks up the heart.
  public private(set) var heartbeats: [Seconds] = []

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
    var levels = RestLevels(channels: scenario.wearable.electrodes.count)
    var disturbances = DisturbanceTeller(scenario.wearable, duration: duration)
    let measurer = EventMeasurer(scenario, duration: duration)
    for act in acts {
      levels.take(act)
      levels.advance(to: act.start)
      if act.kind != .surroundings { measure(act, measurer, levels) }
      disturbances.take(act)
    }
    events.sort { ($0.start, $0.channel) < ($1.start, $1.channel) }
    numberBouts()
    listen(to: scenario.wearable)
    artefacts = disturbances.artefacts(with: events)
  }

  /// Adds the events of one act.
  private mutating func measure(_ act: Act, _ measurer: EventMeasurer, _ levels: RestLevels) {
    let wearable = scenario.wearable
    let activities = wearable.activities(of: act, levels: levels, seed: Seed(seed))
    for (contraction, activity) in zip(act.contractions, activities) {
      events += measurer.events(of: activity, contraction, in: act)
      // On a channel with a muscle of its own in the act, nobody could tell.
      for share in wearable.shares(of: contraction.channel)
      where !act.contractions.contains(where: { $0.channel == share.channel }) {
        let rest = wearable.electrodes[share.channel].rest * levels[share.channel]
        let seen = activity.shared(with: share.channel, gain: share.gain, rest: rest)
        if let event = measurer.crossTalk(of: seen, contraction, in: act) { events.append(event) }
      }
    }
  }

  /// Lists the heartbeats, and ignores the twitches that hide in them.
  private mutating func listen(to wearable: Wearable) {
    guard wearable.hearsHeart else { return }
    var times = HeartbeatTimes(rate: wearable.heartRate, seed: Seed(seed))
    while case let time = Seconds(times.next()), time < duration { heartbeats.append(time) }
    var beat = 0
    for position in events.indices where events[position].kind == Act.Kind.twitch.rawValue {
      let (event, electrode) = (events[position], wearable.electrodes[events[position].channel])
      // Events of two channels may end in another order than they begin.
      while beat > 0, heartbeats[beat - 1] + 0.05 >= event.end { beat -= 1 }
      while beat < heartbeats.count, heartbeats[beat] + 0.05 < event.end { beat += 1 }
      guard beat < heartbeats.count, electrode.rWave > 3 * electrode.rest else { continue }
      if heartbeats[beat] - 0.05 <= event.start {
        events[position].isInQRS = true
        events[position].isIgnored = true
      }
    }
  }

  private mutating func numberBouts() {
    var number = 0
    // Bouts are a channel's: a cramp that spreads is not a bout in itself.
    for channel in scenario.wearable.electrodes.indices {
      var latest: (position: Int, end: Seconds)?
      for position in events.indices
      where events[position].kind == Act.Kind.spasm.rawValue && events[position].channel == channel
        && !events[position].isCrossTalk
      {
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
