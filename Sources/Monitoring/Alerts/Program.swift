internal import Glibc

/// A program that alerts are handed to: its file, found once, and what goes before each alert's own arguments.
struct Program: Hashable, Sendable {
  /// The file's absolute path.
  let path: String
  /// Arguments that stay the same.
  let arguments: [String]

  /// The program at an absolute path, or the first of this name in the folders of `searchPath`; nil where there is none.
  ///
  /// A folder of `searchPath` that is not absolute is passed over: what lies in the working folder is nobody's choice.
  init?(_ name: String, arguments: [String] = [], searchPath: String?) {
    let candidates =
      name.contains("/")
      ? [name] : (searchPath ?? Self.usualPath).split(separator: ":").map { "\($0)/\(name)" }
    guard !name.isEmpty, let path = candidates.first(where: { $0.hasPrefix("/") && Self.isProgram($0) })
    else { return nil }
    self.path = path
    self.arguments = arguments
  }

  /// Whether there is a file at `path` that may be run.
  private static func isProgram(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }

  private static let usualPath = "/usr/local/bin:/usr/bin:/bin"
}

/// What of the environment a program is given that alerts are handed to.
public struct AlertSurroundings: Sendable {
  /// `NAME=value`, in the order of the names.
  let environment: [String]
  /// The folders that programs are looked for in.
  let searchPath: String?
  /// Folder for private files that live as long as the monitor.
  let folder: String
  /// Ends the programs that run when the monitor does.
  public let end = ProgramEnd()

  /// Surroundings from a whole environment, of which only what a program needs to find its desktop is kept.
  public init(environment: [String: String]) {
    self.environment = environment.filter { name, value in
      !value.utf8.contains(0) && (Self.kept.contains(name) || name.hasPrefix("LC_"))
    }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    searchPath = environment["PATH"]
    let folders = [environment["XDG_RUNTIME_DIR"], environment["TMPDIR"]]
    folder = folders.compactMap { $0 }.first { $0.hasPrefix("/") } ?? "/tmp"
  }

  private static let kept: Set = [
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "XDG_RUNTIME_DIR",
    "XDG_CONFIG_HOME", "XDG_DATA_HOME", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "PULSE_SERVER", "PIPEWIRE_RUNTIME_DIR", "PIPEWIRE_REMOTE",
  ]
}
