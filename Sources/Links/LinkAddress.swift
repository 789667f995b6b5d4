/// Where a device of the native protocol is heard: `tty:PATH`, `unix:PATH` or `tcp:HOST:PORT`.
public enum LinkAddress: Hashable, Sendable, CustomStringConvertible {
  /// A serial line or a pseudo-terminal.
  case terminal(path: String)
  /// A socket in the file system.
  case unix(path: String)
  /// A port, of this machine alone.
  case tcp(port: UInt16)

  /// The address that `text` is, or nil.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty else { return nil }
    let locator = String(parts[1])
    switch parts[0] {
    case "tty": self = .terminal(path: locator)
    case "unix": self = .unix(path: locator)
    case "tcp":
      let ends = locator.split(separator: ":", omittingEmptySubsequences: false)
      guard ends.count == 2, ends[0] == "127.0.0.1" || ends[0] == "localhost", let port = UInt16(ends[1]),
        port > 0
      else { return nil }
      self = .tcp(port: port)
    default: return nil
    }
  }

  public var description: String {
    switch self {
    case .terminal(let path): "tty:\(path)"
    case .unix(let path): "unix:\(path)"
    case .tcp(let port): "tcp:127.0.0.1:\(port)"
    }
  }
}
