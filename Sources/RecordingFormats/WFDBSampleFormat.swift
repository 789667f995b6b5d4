internal import Signals

/// How a WFDB signal file packs its samples (signal(5)).
enum WFDBSampleFormat: Int {
  /// Bytes, offset binary.
  case offset8 = 80
  /// Two bytes, little-endian, two's complement.
  case twoBytes = 16
  /// Three bytes, little-endian, two's complement.
  case threeBytes = 24
  /// Twelve bits, two samples in three bytes.
  case packed12 = 212

  /// Significant bits of a sample.
  var bits: Int {
    switch self {
    case .offset8: 8
    case .twoBytes: 16
    case .threeBytes: 24
    case .packed12: 12
    }
  }

  /// The sample value that says "there is no sample here": the lowest.
  var missing: Int32 { -(1 << (Int32(bits) - 1)) }

  /// How many whole samples `bytes` bytes hold.
  func sampleCount(inBytes bytes: Int64) -> Int64 {
    switch self {
    case .offset8: bytes
    case .twoBytes: bytes / 2
    case .threeBytes: bytes / 3
    case .packed12: bytes / 3 * 2 + bytes % 3 / 2
    }
  }

  /// The bytes, from the first sample's, in which samples `range` lie.
  func bytes(of range: Range<Int64>) -> Range<Int64> {
    switch self {
    case .offset8: range
    case .twoBytes: range.lowerBound * 2..<range.upperBound * 2
    case .threeBytes: range.lowerBound * 3..<range.upperBound * 3
    case .packed12:
      range.lowerBound / 2 * 3..<range.upperBound / 2 * 3 + range.upperBound % 2 * 2
    }
  }

  /// Decodes the samples `range` from the bytes that ``bytes(of:)`` names; missing ones become ``Block/missing``.
  func decode(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int64>, into values: inout [Int32]) {
    values.removeAll(keepingCapacity: true)
    let count = range.count
    values.append(contentsOf: repeatElement(0, count: count))
    switch self {
    case .offset8:
      for position in 0..<count { values[position] = Int32(bytes[position]) - 128 }
    case .twoBytes, .threeBytes:
      values.withUnsafeMutableBufferPointer { values in
        decodeLittleEndian(
          bytes, width: self == .twoBytes ? .two : .three, count: count, into: values, from: 0, stride: 1)
      }
    case .packed12:
      // The middle byte has the high bits of both: of the first below, of the second above.
      let odd = Int(range.lowerBound % 2)
      for position in 0..<count {
        let pair = (position + odd) / 2 * 3
        let isSecond = (position + odd) % 2 == 1
        let middle = UInt32(bytes[pair + 1])
        let low = UInt32(bytes[isSecond ? pair + 2 : pair])
        let high = isSecond ? middle >> 4 : middle & 0x0F
        values[position] = Int32(bitPattern: (high << 8 | low) << 20) >> 20
      }
    }
    for position in 0..<count where values[position] == missing { values[position] = Block.missing }
  }
}
