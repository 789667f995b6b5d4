internal import Foundation

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
    /// There is no room on the disk.
    case diskFull
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

extension SessionError {
  /// What the system said of a file: `code` is its error number.
  init(system code: Int32, path: String) {
    let kind: Kind =
      switch code {
      case EACCES, EPERM, EROFS: .forbidden
      case ENOENT, ENOTDIR: .absent
      case ENOSPC, EDQUOT: .diskFull
      default: .failed
      }
    self.init(kind, path: path, reason: String(cString: strerror(code)))
  }

  /// Why a file could not be read whole.
  init(reading path: String, _ error: any Error) {
    switch (error as? CocoaError)?.code {
    case .fileReadNoSuchFile: self.init(.absent, path: path, reason: "there is no such file")
    case .fileReadNoPermission: self.init(.forbidden, path: path, reason: "may not be read")
    default: self.init(.failed, path: path, reason: "cannot be read")
    }
  }
}
