/// Samples of a fixed width, lowest byte first.
enum SampleCoding {
  /// Puts all values of `payload` in place of `values`.
  static func read(_ payload: UnsafeRawBufferPointer, encoding: SampleEncoding, into values: inout [Int32]) {
    guard let width = encoding.width else { return }
    let count = payload.count / width
    values.reserveCapacity(count)
    values.removeAll(keepingCapacity: true)
    switch encoding {
    case .i16:
      for position in 0..<count {
        values.append(
          Int32(Int16(littleEndian: payload.loadUnaligned(fromByteOffset: 2 * position, as: Int16.self))))
      }
    case .i24:
      for position in 0..<count {
        let low = UInt32(payload[3 * position]) | UInt32(payload[3 * position + 1]) << 8
        let bits = low | UInt32(payload[3 * position + 2]) << 16
        values.append(Int32(bitPattern: bits << 8) >> 8)
      }
    case .i32, .packed:
      for position in 0..<count {
        values.append(
          Int32(littleEndian: payload.loadUnaligned(fromByteOffset: 4 * position, as: Int32.self)))
      }
    }
  }

  /// Appends values, cut to the width.
  static func write(_ values: [Int32], encoding: SampleEncoding, onto out: inout [UInt8]) {
    let width = encoding.width ?? 0
    for value in values {
      for byte in 0..<width { out.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
    }
  }
}
