import Foundation
import Synchronization

/// A server on this machine that answers every request with the same bytes, and notes what it was asked.
final class LoopbackServer: Sendable {
  let port: UInt16
  private let listener: Int32
  private let asked = Mutex<[String]>([])

  /// - Parameter answer: all that is sent back; nil never answers.
  init(answer: String?) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.listener = listener
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isOpen = withUnsafeMutablePointer(to: &place) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
        bind(listener, place, length) == 0 && listen(listener, 8) == 0
          && getsockname(listener, place, &length) == 0
      }
    }
    guard isOpen else { throw CocoaError(.fileNoSuchFile) }
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    port = UInt16(bigEndian: place.sin_port)
    Thread.detachNewThread { [self] in
      var open: [Int32] = []
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { break }
        open.append(connection)
        let request = Self.request(from: connection)
        asked.withLock { $0.append(request) }
        guard let answer else { continue }
        _ = answer.utf8CString.withUnsafeBytes {
          send(connection, $0.baseAddress, $0.count - 1, Int32(MSG_NOSIGNAL))
        }
        shutdown(connection, Int32(SHUT_WR))
      }
      for connection in open { close(connection) }
      close(listener)
    }
  }

  /// What was asked so far.
  var requests: [String] { asked.withLock { $0 } }

  /// Ends it; connections that wait are closed.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  /// Everything up to the end of the body that the head tells of.
  private static func request(from connection: Int32) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let text = String(decoding: bytes, as: UTF8.self)
      if let head = text.range(of: "\r\n\r\n") {
        let length = text.firstMatch(of: #/Content-Length: (\d+)/#).flatMap { Int($0.1) } ?? 0
        if text[head.upperBound...].utf8.count >= length { return text }
      }
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { return text }
      bytes += buffer[..<count]
    }
  }
}
