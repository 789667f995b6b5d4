import CFirmwareProtocol
import FirmwareProtocol

/// A codec as the vectors see it: both of ours answer alike.
protocol Codec: Sendable {
  /// A decoded frame, the fields it has, and the bytes that come out when it is encoded again.
  typealias Seen = (type: String, id: UInt8, fields: [String: Field], again: [UInt8])

  /// Decodes a frame; the error is one of conformance.md by its name there.
  func see(_ bytes: [UInt8], needsCheck: Bool) -> Result<Seen, Named>
  /// Decodes what stands between two zeros.
  func seeStuffed(_ bytes: [UInt8]) -> Result<Seen, Named>
  /// Decodes a description, and encodes it again.
  func describe(_ bytes: [UInt8]) -> (fields: Field, again: [UInt8])?
  /// Decompresses.
  func unpack(_ bytes: [UInt8], channels: Int, count: Int) -> [Int32]?
  /// Compresses.
  func pack(_ samples: [Int32], channels: Int) -> [UInt8]
  /// Stuffs, without the closing zero.
  func stuff(_ bytes: [UInt8]) -> [UInt8]
}

/// An error by its name in conformance.md.
struct Named: Error, Hashable {
  var name: String
}

let codecs: [any Codec] = [SwiftCodec(), CCodec()]
