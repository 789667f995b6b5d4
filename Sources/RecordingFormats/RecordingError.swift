/// Why a recording cannot be replayed: what is wrong, where, and what to do.
public struct RecordingError: Error, Hashable, Sendable {
  /// What kind of trouble it is; the command's exit code follows from it.
  public enum Kind: Hashable, Sendable {
    /// There is no such file.
    case absent
    /// The file may not be read.
    case forbidden
    /// The file cannot be understood.
    case malformed
    /// The file can be understood only with something that the caller must tell, such as a rate.
    case needsOption
    /// Reading failed on the way.
    case input
  }

  /// What kind of trouble it is.
  public var kind: Kind
  /// The file.
  public var path: String
  /// Where in it: `line 4711`, `byte 184`, `header of signal 3`; nil for the file as a whole.
  public var place: String?
  /// What is wrong there, in plain words, and what to do where that is known.
  public var reason: String

  /// An error about `path`.
  public init(_ kind: Kind, path: String, place: String? = nil, reason: String) {
    self.kind = kind
    self.path = path
    self.place = place
    self.reason = reason
  }

  /// One line that names the file, the place and the reason.
  public var message: String {
    place.map { "\(path): \($0): \(reason)" } ?? "\(path): \(reason)"
  }
}
