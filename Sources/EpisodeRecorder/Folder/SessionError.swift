/// Why a session cannot be recorded, read or mended.
public struct SessionError: Error, Hashable, Sendable {
  /// What kind of trouble it is; the command's exit code follows from it.
  public enum Kind: Hashable, Sendable {
    /// There is no such session.
    case absent
    /// What is there cannot be understood.
    case malformed
    /// It may not be read or written.
    case forbidden
    /// Reading or writing failed.
    case failed
    /// It cannot be done as asked.
    case unsuitable
  }

  public var kind: Kind
  /// The file or folder.
  public var path: String
  /// What is wrong, and what to do about it.
  public var reason: String

  /// An error about `path`.
  public init(_ kind: Kind, path: String, reason: String) {
    self.kind = kind
    self.path = path
    self.reason = reason
  }

  /// One line that names the file and the reason.
  public var message: String { "\(path): \(reason)" }
}
