/// CRC-32 as zlib has it: polynomial 0x04C11DB7 reflected, initial value and final exclusive-or all ones.
public enum Checksum {
  /// The check of `bytes`.
  ///
  /// - Complexity: O(n), eight bytes a step (slicing by eight, Kounavis and Berry 2005).
  public static func crc32(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    tables.withUnsafeBufferPointer { table in
      var crc = ~UInt32(0)
      var position = 0
      while bytes.count - position >= 8 {
        let low = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)) ^ crc
        let high = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position + 4, as: UInt32.self))
        let first: UInt32 = table[0x700 + Int(low & 0xFF)] ^ table[0x600 + Int(low >> 8 & 0xFF)]
        let second: UInt32 = table[0x500 + Int(low >> 16 & 0xFF)] ^ table[0x400 + Int(low >> 24)]
        let third: UInt32 = table[0x300 + Int(high & 0xFF)] ^ table[0x200 + Int(high >> 8 & 0xFF)]
        let fourth: UInt32 = table[0x100 + Int(high >> 16 & 0xFF)] ^ table[Int(high >> 24)]
        crc = first ^ second ^ third ^ fourth
        position += 8
      }
      while position < bytes.count {
        crc = (crc >> 8) ^ table[Int((crc ^ UInt32(bytes[position])) & 0xFF)]
        position += 1
      }
      return ~crc
    }
  }

  /// Eight tables of 256: what a byte does, and what it does after one to seven more.
  private static let tables: [UInt32] = {
    var tables: [UInt32] = []
    for start in 0..<256 as Range<UInt32> {
      var crc = start
      for _ in 0..<8 { crc = (crc >> 1) ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
      tables.append(crc)
    }
    for position in 256..<2048 {
      let before = tables[position - 256]
      tables.append((before >> 8) ^ tables[Int(before & 0xFF)])
    }
    return tables
  }()
}
