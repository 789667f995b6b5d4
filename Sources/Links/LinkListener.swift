internal import Glibc

/// Waits for a host: the side of a device, for one in software.
public final class LinkListener {
  /// Where it is found.
  public let address: LinkAddress
  private let descriptor: Int32
  /// Held open, so that a terminal is there before anybody opens it and after.
  private let other: Int32

  // TIOCSPTLCK and TIOCGPTN (asm-generic/ioctls.h): what unlockpt and ptsname do.
  private static let lock: UInt = 0x4004_5431
  private static let number: UInt = 0x8004_5430

  private init(_ address: LinkAddress, _ descriptor: Int32, other: Int32 = -1) {
    (self.address, self.descriptor, self.other) = (address, descriptor, other)
  }

  deinit {
    close(descriptor)
    if other >= 0 { close(other) }
    if case .unix(let path) = address { unlink(path) }
  }

  /// Listens on a socket.
  ///
  /// - Throws: ``LinkError``; a file that is there is never replaced, unless it is a socket that nobody listens on.
  public static func listen(_ address: LinkAddress) throws(LinkError) -> LinkListener {
    let name = address.description
    let socket: Socket?
    switch address {
    case .unix(let path):
      socket = Socket.unix(path)
      var place = stat()
      if stat(path, &place) == 0, place.st_mode & S_IFMT == S_IFSOCK, (try? ByteLink.open(address)) == nil {
        unlink(path)
      }
    case .tcp(let port): socket = Socket.loopback(port)
    case .terminal: return try terminal()
    }
    guard let socket else {
      throw LinkError(.unavailable, name: name, reason: "is too long a path for a socket")
    }
    let descriptor = socket.make()
    guard descriptor >= 0 else { throw ByteLink.failure(name) }
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    // Nobody but the owner: what is sent is a person's signals.
    let mask = umask(0o177)
    let isBound = socket.withAddress { bind(descriptor, $0, $1) } == 0
    umask(mask)
    guard isBound, Glibc.listen(descriptor, 1) == 0 else {
      let error = ByteLink.failure(name)
      close(descriptor)
      throw error
    }
    return LinkListener(address, descriptor)
  }

  /// A pseudo-terminal of its own; its path is in ``address``.
  public static func terminal() throws(LinkError) -> LinkListener {
    let descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (locked, number) = (Int32(0), UInt32(0))
    guard descriptor >= 0, ioctl(descriptor, Self.lock, &locked) == 0,
      ioctl(descriptor, Self.number, &number) == 0
    else { throw ByteLink.failure("tty:") }
    let path = "/dev/pts/\(number)"
    let other = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    if other >= 0 { ByteLink.makeRaw(other) }
    return LinkListener(.terminal(path: path), descriptor, other: other)
  }

  /// The next host, waiting up to `milliseconds`; nil where none came.
  public func accept(waiting milliseconds: Int32) throws(LinkError) -> ByteLink? {
    if case .terminal = address { return ByteLink(descriptor: dup(descriptor), name: address.description) }
    var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard Glibc.poll(&poll, 1, milliseconds) > 0 else { return nil }
    let host = Glibc.accept(descriptor, nil, nil)
    guard host >= 0 else { throw ByteLink.failure(address.description) }
    _ = fcntl(host, F_SETFD, FD_CLOEXEC)
    return ByteLink(descriptor: host, name: address.description)
  }
}
