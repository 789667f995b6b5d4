/// An episode as a session's event log has it.
///
/// Kinds and subtypes stay words: a log of a later version may have others.
public struct LoggedEpisode: Codable, Hashable, Sendable {
  public var id: Int
  public var kind: String
  public var subtype: String?
  /// Seconds of the session.
  public var onset: Double
  public var offset: Double
  /// How likely it was involuntary, from 0 to 1.
  public var involuntary: Double?
  public var bout: Int?
  public var severity: Severity?
  public var evidence: Evidence?
  /// The channel's label, and its place among the EMG channels.
  public var channel: String?
  public var channelIndex: Int?

  /// How long it lasted, in seconds.
  public var duration: Double { offset - onset }

  /// How strong the signal was.
  public struct Severity: Codable, Hashable, Sendable {
    /// RMS over the level of rest.
    public var timesRest: Double?
    /// Microvolt seconds, or count seconds.
    public var integrated: Double?
    /// Per cent of the strongest voluntary contraction.
    public var mvcPercent: Double?

    private enum CodingKeys: String, CodingKey {
      case integrated
      case timesRest = "x_rest"
      case mvcPercent = "mvc_percent"
    }
  }

  /// What decided it: amplitudes in `unit`, decibels, g, degrees, shares.
  public struct Evidence: Codable, Hashable, Sendable {
    public var unit: String?
    public var restRMS: Double?
    public var rms: Double?
    public var peak: Double?
    public var ratio: Double?
    public var threshold: Double?
    public var motion: Double?
    public var posture: Double?
    public var company: Double?
    public var unevenness: Double?
    public var quality: Double?
    public var blanked: Double?

    /// The names of the numbers in the log, and where they are kept; in the log's order.
    static let numbers: [(name: String, value: @Sendable (Evidence) -> Double?)] = [
      ("rest_rms", { $0.restRMS }), ("rms", { $0.rms }), ("peak", { $0.peak }), ("ratio_db", { $0.ratio }),
      ("threshold_db", { $0.threshold }), ("motion_g", { $0.motion }), ("posture_deg", { $0.posture }),
      ("company", { $0.company }), ("unevenness_db", { $0.unevenness }), ("quality", { $0.quality }),
      ("blanked", { $0.blanked }),
    ]

    private enum CodingKeys: String, CodingKey {
      case unit, rms, peak, company, quality, blanked
      case restRMS = "rest_rms"
      case ratio = "ratio_db"
      case threshold = "threshold_db"
      case motion = "motion_g"
      case posture = "posture_deg"
      case unevenness = "unevenness_db"
    }
  }

  private enum CodingKeys: String, CodingKey {
    case id, kind, subtype, bout, severity, evidence, channel
    case onset = "onset_s"
    case offset = "offset_s"
    case involuntary = "p_involuntary"
    case channelIndex = "channel_index"
  }
}

/// A bout as a session's event log has it.
public struct LoggedBout: Codable, Hashable, Sendable {
  public var id: Int
  /// The numbers of its episodes.
  public var spasms: [Int]
  /// Seconds of the session.
  public var start: Double
  public var end: Double
  /// The channel's label.
  public var channel: String?

  private enum CodingKeys: String, CodingKey {
    case id, spasms, channel
    case start = "start_s"
    case end = "end_s"
  }
}
