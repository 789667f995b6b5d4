/// A session as the library lists it.
public struct LibrarySession: Hashable, Sendable {
  /// How a session stands.
  public enum State: String, Hashable, Sendable {
    /// It is being recorded.
    case recording
    /// It was cut off, and is not mended yet.
    case open
    /// It was closed by the recorder.
    case closed
    /// It had been cut off, and was mended.
    case repaired
    /// Its description cannot be read.
    case unreadable
  }

  /// The folder's name.
  public var id: String
  public var state: State
  public var started: WallTime?
  /// In seconds of device time; of a session without an end, up to what its log tells.
  public var duration: Double
  public var source: String
  public var device: String
  public var preset: String
  /// `continuous` or `episodes`.
  public var mode: String
  /// Of all wearables, as are the counts.
  public var channels: Int
  /// What its files take on the disk.
  public var bytes: Int64
  /// What is wrong with it, in a line.
  public var trouble: String?
  /// How many episodes there are, by kind.
  public var counts: [String: Int] = [:]
  public var bouts = 0
  public var notes = 0
  /// How many wearables were recorded.
  public var wearables = 1
}

/// An episode with the session it belongs to, and what the person says of it.
public struct LibraryEpisode: Hashable, Sendable {
  public var session: String
  /// Which wearable saw it, from 1; its number counts among that wearable's.
  public var wearable = 1
  /// The wall clock at its onset, where the session tells its start.
  public var at: WallTime?
  /// Its moments are those of the session, whose time is the first wearable's.
  public var episode: LoggedEpisode
  /// What the person corrected it to; the detector's word stays in ``episode``.
  public var correction: String?

  /// An episode of a session.
  public init(
    session: String, wearable: Int = 1, at: WallTime?, episode: LoggedEpisode, correction: String? = nil
  ) {
    self.session = session
    self.wearable = wearable
    self.at = at
    self.episode = episode
    self.correction = correction
  }

  /// What it is held for: the person's word, where there is one.
  public var heldFor: String { correction ?? episode.kind }
}
