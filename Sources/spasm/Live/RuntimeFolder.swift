import Foundation

/// Where a running program leaves its sockets: `$XDG_RUNTIME_DIR/spasm`, which is its owner's alone.
enum RuntimeFolder {
  /// The folder, made where it is not there; nil where the system names none.
  static var path: String? {
    let folder = ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"] ?? "/run/user/\(getuid())"
    guard folder.hasPrefix("/"), access(folder, W_OK) == 0 else { return nil }
    let path = "\(folder)/spasm"
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { return nil }
    return path
  }
}
