/// Decodes little-endian samples of `width` bytes into every `stride`-th value of `values`, from `first` on.
///
/// - Complexity: O(`count`); nothing is allocated.
func decodeLittleEndian(
  _ bytes: UnsafeRawBufferPointer, width: EDFVariant.SampleWidth, count: Int,
  into values: UnsafeMutableBufferPointer<Int32>, from first: Int, stride: Int
) {
  guard count > 0 else { return }
  // One check for all samples: the loops below run without.
  precondition(bytes.count >= count * width.rawValue && first >= 0 && stride > 0)
  precondition(first + (count - 1) * stride < values.count)
  guard let source = bytes.baseAddress, var target = values.baseAddress?.advanced(by: first) else { return }
  switch width {
  case .two:
    for position in 0..<count {
      let raw = source.loadUnaligned(fromByteOffset: 2 &* position, as: Int16.self)
      target.pointee = Int32(Int16(littleEndian: raw))
      target += stride
    }
  case .three:
    // Four bytes in one load, all but the last sample, after which the buffer may end.
    for position in 0..<count - 1 {
      let raw = source.loadUnaligned(fromByteOffset: 3 &* position, as: UInt32.self)
      target.pointee = Int32(bitPattern: UInt32(littleEndian: raw) << 8) >> 8
      target += stride
    }
    let last = source + 3 * (count - 1)
    let low = UInt32(last.loadUnaligned(as: UInt16.self).littleEndian)
    let high = UInt32(last.load(fromByteOffset: 2, as: UInt8.self))
    target.pointee = Int32(bitPattern: (high << 16 | low) << 8) >> 8
  }
}
