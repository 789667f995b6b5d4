internal import Glibc

/// A byte stream to a device or a host: a serial line, a pseudo-terminal or a socket.
public final class ByteLink: DeviceLink {
  /// Which link it is, for errors.
  public let name: String
  private let descriptor: Int32
  private static let most = 1 << 16

  init(descriptor: Int32, name: String) {
    (self.descriptor, self.name) = (descriptor, name)
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  }

  deinit { close(descriptor) }

  /// Opens the link to a device.
  ///
  /// - Throws: ``LinkError``: unavailable, forbidden.
  public static func open(_ address: LinkAddress) throws(LinkError) -> ByteLink {
    let name = address.description
    switch address {
    case .terminal(let path):
      let descriptor = Glibc.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
      guard descriptor >= 0 else { throw Self.failure(name) }
      makeRaw(descriptor)
      return ByteLink(descriptor: descriptor, name: name)
    case .unix(let path): return try connect(Socket.unix(path), name: name)
    case .tcp(let port): return try connect(Socket.loopback(port), name: name)
    }
  }

  private static func connect(_ socket: Socket?, name: String) throws(LinkError) -> ByteLink {
    guard let socket else {
      throw LinkError(.unavailable, name: name, reason: "is too long a path for a socket")
    }
    let descriptor = socket.make()
    guard descriptor >= 0, socket.withAddress({ Glibc.connect(descriptor, $0, $1) }) == 0 else {
      let error = failure(name)
      if descriptor >= 0 { close(descriptor) }
      throw error
    }
    return ByteLink(descriptor: descriptor, name: name)
  }

  /// Reads what is there, waiting up to `milliseconds` for the first byte; nothing where none came.
  ///
  /// - Throws: ``LinkError``: unavailable where the other side has gone.
  public func read(waiting milliseconds: Int32) throws(LinkError) -> [UInt8] {
    var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let ready = Glibc.poll(&poll, 1, milliseconds)
    guard ready > 0 else {
      if ready < 0, errno != EINTR { throw Self.failure(name) }
      return []
    }
    var bytes = [UInt8](repeating: 0, count: Self.most)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    if count > 0 { return Array(bytes.prefix(count)) }
    if count < 0, [EAGAIN, EINTR].contains(errno) { return [] }
    // A terminal whose other side is closed tells by an error; so does a socket closed on unread bytes.
    throw count < 0 && ![EIO, ECONNRESET].contains(errno)
      ? Self.failure(name) : LinkError(.unavailable, name: name, reason: "has gone")
  }

  /// Writes all bytes; gives false, and writes what went, where the link takes no more for a second.
  ///
  /// - Throws: ``LinkError``: unavailable where the other side has gone.
  @discardableResult
  public func write(_ bytes: [UInt8]) throws(LinkError) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { raw in
        // A socket whose other side has gone must not end the program by a signal.
        let sent = Glibc.send(descriptor, raw.baseAddress, raw.count, Int32(MSG_NOSIGNAL))
        return sent < 0 && errno == ENOTSOCK ? Glibc.write(descriptor, raw.baseAddress, raw.count) : sent
      }
      if count > 0 {
        done += count
        continue
      }
      guard errno == EAGAIN || errno == EINTR else {
        throw [EPIPE, ECONNRESET, EIO].contains(errno)
          ? LinkError(.unavailable, name: name, reason: "has gone") : Self.failure(name)
      }
      var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      if Glibc.poll(&poll, 1, 1000) == 0 { return false }
    }
    return true
  }

  /// Runs a serial line at so many bits a second, 8N1; nothing on a socket.
  ///
  /// - Throws: ``LinkError`` where the line cannot run at it.
  public func setSpeed(_ bitsPerSecond: Int) throws(LinkError) {
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else { return }
    guard let speed = Self.speeds[bitsPerSecond], cfsetspeed(&settings, speed_t(speed)) == 0,
      tcsetattr(descriptor, TCSANOW, &settings) == 0
    else { throw LinkError(.failed, name: name, reason: "cannot run at \(bitsPerSecond) bits a second") }
  }

  private static let speeds: [Int: Int32] = [
    9600: B9600, 57_600: B57600, 115_200: B115200, 230_400: B230400, 460_800: B460800, 921_600: B921600,
  ]

  /// The user at the other end of a socket of this machine; nil of any other link.
  public var peerUser: UInt32? {
    // struct ucred of socket(7): process, user, group.
    var peer: (UInt32, UInt32, UInt32) = (0, 0, 0)
    var length = socklen_t(MemoryLayout.size(ofValue: peer))
    return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 ? peer.1 : nil
  }

  /// Bytes as they are: no echo, no lines, no signals.
  static func makeRaw(_ descriptor: Int32) {
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else { return }
    cfmakeraw(&settings)
    cfsetspeed(&settings, speed_t(B921600))
    tcsetattr(descriptor, TCSANOW, &settings)
    // What the kernel kept from before was not for us.
    tcflush(descriptor, TCIFLUSH)
  }

  static func failure(_ name: String) -> LinkError {
    let code = errno
    let kind: LinkError.Kind =
      switch code {
      case EACCES, EPERM: .forbidden
      case ENOENT, ENXIO, ENODEV, ECONNREFUSED, EIO: .unavailable
      default: .failed
      }
    return LinkError(kind, name: name, reason: String(cString: strerror(code)))
  }
}
