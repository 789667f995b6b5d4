/// What truly happened in one recording of the benchmark: the content of its `ID.json`.
///
/// Times are seconds from the recording's first sample. Fields that no score depends on are left out.
public struct Truth: Hashable, Sendable {
  /// The recording's name; its prediction file is named after it.
  public var id: String
  /// The recording's file beside the truth; nil where it has the truth's own name.
  public var file: String?
  /// `limb` or `trunk`: what the user tells the detector, where it is known.
  public var site: String?
  /// Sampling rate of the muscle signal, in hertz.
  public var rate: Double
  /// How many EMG channels there are.
  public var channels: Int
  /// How long it is, in seconds.
  public var duration: Double
  /// What happened.
  public var events: [Event]
  /// What disturbed the signals.
  public var artefacts: [Artefact]

  /// A truth.
  public init(
    id: String, file: String? = nil, site: String? = nil, rate: Double, channels: Int, duration: Double,
    events: [Event], artefacts: [Artefact] = []
  ) {
    self.id = id
    self.file = file
    self.site = site
    self.rate = rate
    self.channels = channels
    self.duration = duration
    self.events = events
    self.artefacts = artefacts
  }

  /// One thing that happened on one channel.
  public struct Event: Hashable, Sendable, Interval {
    /// The EMG channel, from 0.
    public var channel: Int
    /// `spasm`, `twitch`, `voluntary`, `ambiguous` or `hold`.
    public var kind: String
    /// First moment of the added muscle signal, in seconds.
    public var start: Double
    /// Last moment of it, in seconds.
    public var end: Double
    /// First moment at which the added muscle reaches the RMS of rest, in seconds.
    public var detectableStart: Double
    /// Last moment at which it does, in seconds.
    public var detectableEnd: Double
    /// Whether it is neither hit nor miss: too weak, cross-talk, or inside a heartbeat.
    public var ignored: Bool
    /// Its power over everything else that is there, in decibels; where only that is told, its plateau's over rest.
    public var ratio: Double?
    /// What movement goes with it, where motion is measured: of a spasm `plain`, `during` (it begins inside one) or
    /// `after` one, with `+mid` for one in its middle; of a voluntary contraction `move` or `posture`.
    public var motion: String?
    /// Whether the converter reached a rail in it.
    public var railed: Bool

    /// An event; it is detectable throughout unless told otherwise.
    public init(
      channel: Int, kind: String, start: Double, end: Double, detectableStart: Double? = nil,
      detectableEnd: Double? = nil, ignored: Bool = false, ratio: Double? = nil, motion: String? = nil,
      railed: Bool = false
    ) {
      self.channel = channel
      self.kind = kind
      self.start = start
      self.end = end
      self.detectableStart = detectableStart ?? start
      self.detectableEnd = detectableEnd ?? end
      self.ignored = ignored
      self.ratio = ratio
      self.motion = motion
      self.railed = railed
    }
  }

  /// One disturbance.
  public struct Artefact: Hashable, Sendable {
    /// What it is, such as `baseline_step`.
    public var kind: String
    /// When it begins, in seconds.
    public var start: Double
    /// When it ends, in seconds.
    public var end: Double
    /// The EMG channels it is on.
    public var channels: [Int]

    /// A disturbance.
    public init(kind: String, start: Double, end: Double, channels: [Int]) {
      self.kind = kind
      self.start = start
      self.end = end
      self.channels = channels
    }
  }
}
