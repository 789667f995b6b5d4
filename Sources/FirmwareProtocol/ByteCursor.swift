/// Reads fields one after another; nothing beyond the end is read, and a field that is cut is nil.
package struct ByteCursor {
  private let bytes: UnsafeRawBufferPointer
  package private(set) var position: Int

  package init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// Bytes that are left.
  package var remaining: Int { bytes.count - position }

  /// A number of the width of `Value`, lowest byte first.
  package mutating func number<Value: FixedWidthInteger & BitwiseCopyable>(_: Value.Type = Value.self)
    -> Value?
  {
    let size = MemoryLayout<Value>.size
    guard remaining >= size else { return nil }
    defer { position += size }
    return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Value.self))
  }

  /// A number of 48 bits.
  mutating func time() -> UInt64? {
    guard remaining >= 6, let low: UInt32 = number(), let high: UInt16 = number() else { return nil }
    return UInt64(high) << 32 | UInt64(low)
  }

  /// The next `count` bytes.
  package mutating func bytes(_ count: Int) -> [UInt8]? {
    guard count >= 0, remaining >= count else { return nil }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  /// A string, its length before it.
  mutating func string() throws(WireError) -> String {
    guard let count: UInt8 = number(), let text = bytes(Int(count)),
      let string = String(validating: text, as: UTF8.self)
    else { throw .badString }
    return string
  }
}

extension [UInt8] {
  /// Appends a number, lowest byte first.
  package mutating func append<Value: FixedWidthInteger>(number value: Value) {
    for shift in stride(from: 0, to: Value.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// Appends a number of 48 bits.
  mutating func append(time value: UInt64) {
    append(number: UInt32(truncatingIfNeeded: value))
    append(number: UInt16(truncatingIfNeeded: value >> 32))
  }

  /// Appends a string with its length before it; what does not fit 255 bytes is cut at a character's edge.
  mutating func append(string: String) {
    var text = string
    while text.utf8.count > 255 { text.removeLast() }
    append(UInt8(text.utf8.count))
    append(contentsOf: text.utf8)
  }
}
