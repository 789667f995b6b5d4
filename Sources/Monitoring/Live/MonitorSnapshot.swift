public import Events
public import Signals
public import SpasmDetection

/// What a monitor knows at one moment: all that a screen shows and that `spasm status` tells.
public struct MonitorSnapshot: Sendable {
  /// The wearables, in the order in which they were named.
  public var wearables: [WearableSnapshot]
  /// How long the monitor has been running.
  public var uptime: Seconds
  /// What a person should know, newest last; at most ``mostRemarks``.
  public var remarks: [Remark]
  /// How long no alerts are told from now on, where the person has asked for that.
  public var silence: Seconds?

  /// How many remarks are kept.
  public static let mostRemarks = 50

  /// A snapshot.
  public init(wearables: [WearableSnapshot], uptime: Seconds = 0, remarks: [Remark] = []) {
    self.wearables = wearables
    self.uptime = uptime
    self.remarks = remarks
  }

  /// Something a person should know.
  public struct Remark: Hashable, Sendable {
    /// When it was said, counted from the monitor's start.
    public var at: Seconds
    /// What is said, one line.
    public var text: String
    /// Whether something is wrong.
    public var isWarning: Bool

    /// A remark.
    public init(at: Seconds, text: String, isWarning: Bool) {
      self.at = at
      self.text = text
      self.isWarning = isWarning
    }
  }
}

/// What is known of one wearable at one moment.
public struct WearableSnapshot: Sendable {
  /// Its address, as it was named.
  public var name: String
  /// What it is, in words.
  public var device: String
  /// The preset that it is judged by.
  public var preset: String
  /// The EMG channels, in the source's order.
  public var channels: [ChannelSnapshot]
  /// The end of what has been processed, in device time from the first sample.
  public var time: Seconds = 0
  /// Motion and posture; nil where none is measured, or not yet.
  public var motion: MotionSnapshot?
  /// The episodes of late, newest first; at most ``mostEpisodes``.
  public var episodes: [RecentEpisode] = []
  /// How many spasms, twitches and other episodes there have been, by kind.
  public var counts: [Episode.Kind: Int] = [:]
  /// The bout that goes on: a spasm may still join it.
  public var bout: CurrentBout?
  public var link = Link.connected
  /// How long no muscle has come, by the host's clock.
  public var unheard: Seconds = 0
  /// What the device tells of itself.
  public var state = DeviceState()
  /// Samples of muscle: what should exist is received + lost + overrun.
  public var ledger = Ledger()
  public var recording = Recording.off
  /// Bytes that are free where it is recorded.
  public var freeBytes: Int64?
  /// How long the disk lasts at this rate, in hours, where that is not long.
  public var hoursLeft: Double?

  /// How many episodes are kept.
  public static let mostEpisodes = 20

  /// A wearable of which nothing has been seen yet.
  public init(name: String, device: String, preset: String, channels: [ChannelSnapshot]) {
    self.name = name
    self.device = device
    self.preset = preset
    self.channels = channels
  }

  /// Whether the wearable is heard.
  public enum Link: Hashable, Sendable {
    case connected
    /// It has gone, at this device time, for this reason, and is called again.
    case lost(since: Seconds, reason: String)
    /// It will not come back: the recording it played is over, or it was told to stop; with a reason where it failed.
    case ended(reason: String?)
  }

  /// Whether what is seen is kept.
  public enum Recording: Hashable, Sendable {
    case off
    /// It is kept in the folder at this path.
    case on(path: String)
    /// It is not kept at the moment, for this reason.
    case paused(path: String, reason: String)
  }
}

/// A bout of spasms that is not over.
public struct CurrentBout: Hashable, Sendable {
  /// The EMG channel.
  public var channel: Int
  /// Its number.
  public var id: Int
  /// Onset of its first spasm.
  public var start: Seconds
  /// End of its last spasm so far.
  public var end: Seconds
  /// How many spasms it holds so far.
  public var spasms: Int
}

/// An episode that has been settled.
public struct RecentEpisode: Hashable, Sendable {
  /// The EMG channel.
  public var channel: Int
  public var episode: Episode
  /// What the person said that it was.
  public var correction: Episode.Kind?
}

/// How the body moves and lies.
public struct MotionSnapshot: Hashable, Sendable {
  /// How far from standing still: the departure of acceleration from gravity.
  public var acceleration: StandardGravity
  /// How far the posture has turned from what it was before the last movement.
  public var posture: Degrees?
  /// Whether the detection takes it for moving.
  public var isMoving: Bool
}

/// What is known of one EMG channel at one moment.
public struct ChannelSnapshot: Sendable {
  /// Its label.
  public var label: String
  /// `uV`, or `count` where the unit is unknown.
  public var unit: String
  /// Where it stands, in the words that a person is shown.
  public var state: State
  /// What the detector makes of it; nil where nothing was judged yet.
  public var reading: ChannelReading?
  /// RMS beyond rest of the strongest voluntary contraction (MVC), where it was measured.
  public var maximum: Double?
  /// What is seen beside muscle or in its place, as it was last told: hum with its frequency, heartbeats with their rate.
  public var conditions: [Quality.Condition: Double]
  /// The trace of late, oldest first, of ``TraceHistory/columnSpan`` each; the last one is
  /// ``TraceHistory/lastColumn(before:)`` the wearable's time.
  public var trace: [TraceColumn]

  /// A channel of which nothing has been seen yet.
  public init(label: String, unit: String) {
    self.label = label
    self.unit = unit
    state = .learning
    conditions = [:]
    trace = []
  }

  /// Where a channel stands.
  public enum State: Hashable, Sendable {
    /// Rest is not known yet.
    case learning
    case rest
    /// Something goes on, since then, and is not called a spasm or not yet.
    case active(since: Seconds)
    /// It was called a spasm, and goes on since then.
    case spasm(since: Seconds)
    /// The body moves and the muscle works, since then.
    case movement(since: Seconds)
    /// A twitch was there just now; shown for two seconds.
    case twitch(at: Seconds)
    /// There is no signal of muscle: flat, railed, missing, or found off by the device.
    case electrodeOff(Quality.Condition)
  }
}
