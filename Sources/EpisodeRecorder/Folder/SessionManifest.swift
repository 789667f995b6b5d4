internal import Foundation

/// What `manifest.json` says: written when a session is closed, or mended.
public struct SessionManifest: Codable, Hashable, Sendable {
  /// How the session came to its end.
  public enum Ending: String, Codable, Hashable, Sendable {
    /// It was closed by the recorder.
    case closed
    /// It had been cut off, and was closed later.
    case repaired
  }

  /// A file of the session.
  public struct File: Codable, Hashable, Sendable {
    public var name: String
    public var bytes: Int64
    /// SHA-256, in hexadecimal digits.
    public var sha256: String
  }

  /// A part of the signals: data records of one grid, one after the other.
  public struct Part: Codable, Hashable, Sendable {
    public var name: String
    /// The place of its first data record on the grid.
    public var firstRecord: Int64
    public var records: Int64

    private enum CodingKeys: String, CodingKey {
      case name, records
      case firstRecord = "first_record"
    }
  }

  /// The account of a stream in frames: expected = received + lost + overrun; and received = stored + not stored.
  public struct Account: Codable, Hashable, Sendable {
    public var expected: Int64
    public var received: Int64
    public var lost: Int64
    public var overrun: Int64
    /// Frames that arrived and are in no part: the disk was full, or they belong to no episode.
    public var notStored: Int64

    private enum CodingKeys: String, CodingKey {
      case expected, received, lost, overrun
      case notStored = "not_stored"
    }
  }

  public var schema = SessionDescription.schema
  public var ending: Ending
  /// How long the session is, in seconds of device time.
  public var duration: Double
  /// By stream; nil where the session was cut off before it could be told.
  public var ledger: [Account]?
  public var parts: [Part]
  /// Every file but this one and the notes, which a person may add to.
  public var files: [File]
  /// Where the wearable's time lies, and how its clock ran; nil where it was not measured.
  public var clock: SessionClock?
  /// The folders of further wearables that there were when this was written; nil where there were none.
  public var companions: [String]?

  private enum CodingKeys: String, CodingKey {
    case schema, ending, ledger, parts, files, clock, companions
    case duration = "duration_s"
  }
}
