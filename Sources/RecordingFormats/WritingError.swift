/// Why a recording cannot be written.
public struct WritingError: Error, Hashable, Sendable {
  /// What kind of trouble it is; the command's exit code follows from it.
  public enum Kind: Hashable, Sendable {
    /// The format cannot hold what it was asked to.
    case unsuitable
    /// The file may not be written.
    case forbidden
    /// Writing failed.
    case output
  }

  /// What kind of trouble it is.
  public var kind: Kind
  /// The file.
  public var path: String
  /// What is wrong, in plain words.
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
