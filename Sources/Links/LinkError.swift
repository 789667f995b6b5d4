/// Why a link or a capture cannot be used.
public struct LinkError: Error, Hashable, Sendable {
  /// What kind of trouble it is.
  public enum Kind: Hashable, Sendable {
    /// There is no such device, or it has gone.
    case unavailable
    /// It is not allowed.
    case forbidden
    /// What is read makes no sense.
    case malformed
    /// Reading or writing failed.
    case failed
  }

  public var kind: Kind
  /// Which link or file.
  public var name: String
  /// What is wrong, in plain words.
  public var reason: String

  public init(_ kind: Kind, name: String, reason: String) {
    (self.kind, self.name, self.reason) = (kind, name, reason)
  }

  /// One line that names what and why.
  public var message: String { "\(name): \(reason)" }
}
