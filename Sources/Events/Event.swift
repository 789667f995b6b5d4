public import Signals

/// One thing that became known while a recording was followed: the contract between rooms and with the world.
///
/// Events are plain values without text of their own; labels are looked up when they are written down.
public struct Event: Sendable {
  /// When it became known, by the device's clock, from the recording's first sample.
  public var at: Seconds
  /// The stream it is about, or nil when it is about all of them.
  public var stream: Int?
  /// The EMG channel it is about, counted over all EMG channels in the source's order.
  public var channel: Int?
  /// What became known.
  public var body: Body

  /// An event.
  public init(at: Seconds, stream: Int? = nil, channel: Int? = nil, _ body: Body) {
    self.at = at
    self.stream = stream
    self.channel = channel
    self.body = body
  }

  /// What an event says.
  public enum Body: Sendable {
    /// First of all: what is followed, and with which parameters.
    case recording(RecordingHeader)
    /// A candidate has begun, at the time given.
    case onset(Seconds)
    /// The live call of a spasm: made, still true, or taken back; with its onset.
    case spasm(SpasmState, onset: Seconds)
    /// An activity has ended and its kind is settled.
    case episode(Episode)
    /// A bout of spasms is over.
    case bout(Bout)
    /// Samples are absent.
    case gap(Gap)
    /// A channel's signal became better or worse.
    case quality(Quality)
    /// The level of rest was learnt, or has moved.
    case floor(FloorReport)
    /// A remark that the recording carries.
    case note(Annotation)
    /// How the device fares.
    case device(DeviceState)
    /// How the monitoring and the recording fare.
    case health(Health)
    /// Last of all: the account.
    case summary(Summary)
  }

  /// The value of the line's `type`.
  public var type: String {
    switch body {
    case .recording: "recording"
    case .onset: "onset"
    case .spasm: "spasm"
    case .episode: "episode"
    case .bout: "bout"
    case .gap: "gap"
    case .quality: "quality"
    case .floor: "floor"
    case .note: "note"
    case .device: "device"
    case .health: "health"
    case .summary: "summary"
    }
  }

  /// Whether this event's line comes before `other`'s: by time, stream, channel and type.
  public func precedes(_ other: Event) -> Bool {
    if at != other.at { return at < other.at }
    if stream != other.stream { return (stream ?? -1) < (other.stream ?? -1) }
    if channel != other.channel { return (channel ?? -1) < (other.channel ?? -1) }
    return type < other.type
  }
}

/// How a live call of a spasm stands.
public enum SpasmState: String, Hashable, Sendable {
  /// The call.
  case confirmed
  /// It still goes on; said once a second.
  case ongoing
  /// What followed showed that it was movement or artefact.
  case withdrawn
}

/// Samples that should exist and do not.
public struct Gap: Hashable, Sendable {
  /// Index of the first absent frame.
  public var firstIndex: Int64
  /// How many frames are absent.
  public var count: Int64
  /// Why.
  public var cause: GapCause

  /// A gap.
  public init(firstIndex: Int64, count: Int64, cause: GapCause) {
    self.firstIndex = firstIndex
    self.count = count
    self.cause = cause
  }
}

/// A condition of a channel's signal that began or ended.
public struct Quality: Hashable, Sendable {
  /// What can be wrong with a signal, or in it beside muscle.
  public enum Condition: String, Hashable, Sendable {
    /// The level of rest is not known yet.
    case learning
    /// The value does not change: electrode or amplifier off.
    case flat
    /// At the converter's rails for long: electrode off.
    case railed
    /// No values arrive.
    case missing
    /// Mains hum; the notch is on.
    case hum
    /// A heartbeat is heard and blanked.
    case heartbeat
    /// Rest is louder than a scoring rule in microvolts allows.
    case loudRest = "loud_rest"
  }

  /// The condition.
  public var condition: Condition
  /// Whether it began (true) or ended.
  public var present: Bool
  /// The mains frequency of ``Condition/hum``, the beats a minute of ``Condition/heartbeat``, or the amplitude of
  /// ``Condition/loudRest`` in microvolts.
  public var value: Double?

  /// A change of `condition`.
  public init(_ condition: Condition, present: Bool, value: Double? = nil) {
    self.condition = condition
    self.present = present
    self.value = value
  }
}

/// The level of rest, in the stream's small unit (microvolts, or counts).
public struct FloorReport: Hashable, Sendable {
  /// Why it is reported.
  public enum Cause: String, Hashable, Sendable {
    /// First learnt.
    case learnt
    /// Learnt again, after an electrode was off.
    case relearnt
    /// Taken from an earlier recording: what was heard at first was far above it.
    case remembered
    /// The noise of the electrode changed at once, and the level with it.
    case step
    /// It moved by more than a decibel since it was last reported.
    case drift
  }

  /// RMS at rest.
  public var rms: Double
  /// Why it is reported.
  public var cause: Cause

  /// A report of the level of rest.
  public init(rms: Double, cause: Cause) {
    self.rms = rms
    self.cause = cause
  }
}

/// Spasms that recur within a minute of each other, or leg movements that are a series by a scoring rule.
public struct Bout: Hashable, Sendable {
  /// Its number, from 1, in the order in which bouts begin on any channel.
  public var id: Int
  /// The episodes in it: spasms, or leg movements.
  public var spasms: [Int]
  /// Onset of its first episode.
  public var start: Seconds
  /// End of its last episode.
  public var end: Seconds

  /// A bout.
  public init(id: Int, spasms: [Int], start: Seconds, end: Seconds) {
    self.id = id
    self.spasms = spasms
    self.start = start
    self.end = end
  }
}
