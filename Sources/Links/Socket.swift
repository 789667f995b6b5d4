internal import Glibc

/// A stream socket's address, of a file or of a port of this machine.
struct Socket {
  private let family: Int32
  private var bytes: [UInt8]

  /// Of a file; nil where the path is longer than the system takes.
  static func unix(_ path: String) -> Socket? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array(path.utf8)
    guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    return Socket(family: AF_UNIX, bytes: withUnsafeBytes(of: address) { Array($0) })
  }

  /// Of a port that nobody outside this machine can reach.
  static func loopback(_ port: UInt16) -> Socket? {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return Socket(family: AF_INET, bytes: withUnsafeBytes(of: address) { Array($0) })
  }

  func make() -> Int32 { socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0) }

  /// The address as the system's calls want it; there is always one, since the bytes hold a whole address.
  func withAddress<Result>(_ body: (UnsafePointer<sockaddr>?, socklen_t) -> Result) -> Result {
    bytes.withUnsafeBytes { raw in
      body(raw.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(raw.count))
    }
  }
}
