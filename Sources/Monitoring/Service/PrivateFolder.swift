public import EpisodeRecorder
internal import Glibc

/// A folder that nobody but its owner may enter: where a monitor leaves its socket.
public enum PrivateFolder {
  /// The folder for sockets: `$XDG_RUNTIME_DIR/spasm`, or `/run/user/UID/spasm`, or else `run` in the library.
  ///
  /// A relative `$XDG_RUNTIME_DIR` is passed over, and so is one that is not this user's alone, as the XDG Base Directory
  /// Specification asks.
  public static func forSockets(environment: [String: String], library: LibraryFolder) -> String {
    let told = environment["XDG_RUNTIME_DIR"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    for folder in [told, "/run/user/\(getuid())"].compactMap(\.self) where trouble(of: folder) == nil {
      return "\(folder)/spasm"
    }
    return "\(library.path)/run"
  }

  /// Makes the folder at `path` where it is not there, and the one above it.
  ///
  /// - Throws: ``SessionError`` where it cannot be made, is a link, belongs to someone else, or may be entered by others.
  public static func make(_ path: String) throws(SessionError) {
    if mkdir(path, 0o700) != 0, errno == ENOENT, let slash = path.lastIndex(of: "/") {
      _ = mkdir(String(path[..<slash]), 0o700)
      _ = mkdir(path, 0o700)
    }
    if let trouble = trouble(of: path) { throw SessionError(.forbidden, path: path, reason: trouble) }
  }

  /// Why a folder is not this user's alone; nil where it is.
  public static func trouble(of path: String) -> String? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return String(cString: strerror(errno)) }
    guard status.st_mode & S_IFMT == S_IFDIR else { return "is no folder" }
    guard status.st_uid == geteuid() else { return "belongs to someone else" }
    guard status.st_mode & 0o077 == 0 else { return "may be entered by others; 'chmod 700' mends that" }
    return nil
  }
}
