internal import FirmwareProtocol

/// A file of what went over a wire, both ways: a head, then records.
///
/// Head: the bytes `SPASMCAP`, a version (1), and the device's kind with its length before it. Record: u32 length of the
/// bytes, u64 host time in nanoseconds, u8 direction, u8 endpoint, the bytes, and the CRC-32 of all of that; numbers are
/// little-endian. Any prefix of a capture is one, but for its last record.
public enum Capture {
  /// Which way bytes went.
  public enum Direction: UInt8, CaseIterable, Sendable {
    case fromDevice, toDevice
    /// Neither: a link was made, the first or another one. Such a record has no bytes.
    case connected
  }

  /// Bytes that went one way at one time.
  public struct Record: Hashable, Sendable {
    /// Host time in nanoseconds, from any start.
    public var time: UInt64
    public var direction: Direction
    /// Which of the link's ways: 0 of a byte stream.
    public var endpoint: UInt8
    public var bytes: [UInt8]

    public init(time: UInt64, direction: Direction, endpoint: UInt8 = 0, bytes: [UInt8]) {
      (self.time, self.direction, self.endpoint, self.bytes) = (time, direction, endpoint, bytes)
    }
  }

  static let magic = Array("SPASMCAP".utf8)
  static let version: UInt8 = 1
  static let headLength = 14
  /// No record is longer: a length beyond is damage, and reserves no memory.
  static let mostBytes = 1 << 20

  /// The head of a capture of a device of this kind, such as `native`.
  public static func head(kind: String) -> [UInt8] {
    let kind = Array(kind.utf8.prefix(255))
    return magic + [version, UInt8(kind.count)] + kind
  }

  /// A record as bytes.
  public static func encode(_ record: Record) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(headLength + record.bytes.count + 4)
    append(UInt32(record.bytes.count), to: &out)
    append(record.time, to: &out)
    out += [record.direction.rawValue, record.endpoint]
    out += record.bytes
    let check = out.withUnsafeBytes { Checksum.crc32($0) }
    append(check, to: &out)
    return out
  }

  private static func append(_ value: some FixedWidthInteger, to out: inout [UInt8]) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      out.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}

/// Reads a capture out of its bytes.
///
/// Nothing is believed: a record whose check is another ends the reading with an error that names its place; what came
/// before is good.
public struct CaptureReader: Sendable {
  /// What kind of device it is of.
  public let kind: String
  private let bytes: [UInt8]
  private let name: String
  /// Where the next record begins.
  public private(set) var offset: Int

  /// Opens the capture that `bytes` are; `name` is told in errors.
  public init(_ bytes: [UInt8], name: String) throws(LinkError) {
    guard bytes.starts(with: Capture.magic), bytes.count > 9 else {
      throw LinkError(.malformed, name: name, reason: "is no capture of a wire")
    }
    guard bytes[8] == Capture.version else {
      throw LinkError(
        .malformed, name: name, reason: "is a capture of version \(bytes[8]); this program reads 1")
    }
    let end = 10 + Int(bytes[9])
    guard bytes.count >= end, let kind = String(validating: bytes[10..<end], as: UTF8.self) else {
      throw LinkError(.malformed, name: name, reason: "is cut in its head")
    }
    (self.bytes, self.name, self.kind, offset) = (bytes, name, kind, end)
  }

  /// The next record; nil at the end.
  ///
  /// - Throws: ``LinkError`` with the place of a record that is damaged or cut.
  public mutating func next() throws(LinkError) -> Capture.Record? {
    guard offset < bytes.count else { return nil }
    let left = bytes.count - offset
    guard left >= Capture.headLength + 4 else { throw cut() }
    let length = Int(number(at: offset, 4))
    guard length <= Capture.mostBytes else { throw damaged() }
    guard left >= Capture.headLength + length + 4 else { throw cut() }
    let end = offset + Capture.headLength + length
    let check = bytes[offset..<end].withUnsafeBytes { Checksum.crc32($0) }
    guard UInt64(check) == number(at: end, 4), let direction = Capture.Direction(rawValue: bytes[offset + 12])
    else {
      throw damaged()
    }
    let record = Capture.Record(
      time: number(at: offset + 4, 8), direction: direction, endpoint: bytes[offset + 13],
      bytes: Array(bytes[offset + Capture.headLength..<end]))
    offset = end + 4
    return record
  }

  private func number(at place: Int, _ size: Int) -> UInt64 {
    (0..<size).reversed().reduce(0) { $0 << 8 | UInt64(bytes[place + $1]) }
  }

  private func cut() -> LinkError {
    LinkError(.malformed, name: name, reason: "ends in the middle of a record, at byte \(offset)")
  }

  private func damaged() -> LinkError {
    LinkError(.malformed, name: name, reason: "is damaged at byte \(offset)")
  }
}
