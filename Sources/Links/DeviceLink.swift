/// What a device is talked to over: bytes in order, both ways.
///
/// Reading waits, by the clock of the link: a link in virtual time lets that time pass.
public protocol DeviceLink: AnyObject {
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
