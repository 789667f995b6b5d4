/// What a device is talked to over: packets of bytes both ways, each on one of the link's ways (a characteristic, a pipe).
///
/// Reading waits, by the clock of the link: a link in virtual time lets that time pass.
public protocol PacketLink: AnyObject {
  /// Hands over what is there, in order and each with its endpoint, waiting up to `milliseconds` for the first of it.
  ///
  /// - Throws: ``LinkError``: unavailable where the other side has gone.
  func receive(waiting milliseconds: Int32, _ take: (_ bytes: [UInt8], _ endpoint: UInt8) -> Void)
    throws(LinkError)

  /// Sends bytes to an endpoint; gives false where the link takes no more.
  ///
  /// - Throws: ``LinkError``: unavailable where the other side has gone.
  @discardableResult
  func send(_ bytes: [UInt8], to endpoint: UInt8) throws(LinkError) -> Bool

  /// Runs a serial line at so many bits a second; nothing on a link without a speed of its own.
  ///
  /// - Throws: ``LinkError`` where the line cannot run at it.
  func setSpeed(_ bitsPerSecond: Int) throws(LinkError)
}

extension PacketLink {
  public func setSpeed(_ bitsPerSecond: Int) throws(LinkError) {}
}

/// A link of one way: bytes in order, both ways.
public protocol DeviceLink: PacketLink {
  /// Reads what is there, waiting up to `milliseconds` for the first byte; nothing where none came.
  ///
  /// - Throws: ``LinkError``: unavailable where the other side has gone.
  func read(waiting milliseconds: Int32) throws(LinkError) -> [UInt8]

  /// Writes all bytes; gives false, and writes what went, where the link takes no more.
  ///
  /// - Throws: ``LinkError``: unavailable where the other side has gone.
  @discardableResult
  func write(_ bytes: [UInt8]) throws(LinkError) -> Bool
}

extension DeviceLink {
  public func receive(waiting milliseconds: Int32, _ take: (_ bytes: [UInt8], _ endpoint: UInt8) -> Void)
    throws(LinkError)
  {
    let bytes = try read(waiting: milliseconds)
    if !bytes.isEmpty { take(bytes, 0) }
  }

  @discardableResult
  public func send(_ bytes: [UInt8], to endpoint: UInt8) throws(LinkError) -> Bool { try write(bytes) }
}
