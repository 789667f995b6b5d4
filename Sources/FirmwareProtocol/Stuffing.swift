internal import Glibc

/// Consistent overhead byte stuffing (Cheshire and Baker 1999, doi:10.1109/90.769765): bytes without a zero, so that a
/// zero can close a frame.
public enum Stuffing {
  /// The most bytes that `count` bytes take, the closing zero included.
  public static func most(_ count: Int) -> Int { count + count / 254 + 2 }

  /// Appends `bytes`, stuffed and closed by a zero.
  public static func stuff(_ bytes: UnsafeRawBufferPointer, onto out: inout [UInt8]) {
    var codePosition = out.count
    out.append(1)
    for (position, byte) in bytes.enumerated() {
      if byte != 0 {
        out.append(byte)
        out[codePosition] += 1
      }
      // A full block needs no zero after it, and no block after it at the very end.
      if byte == 0 || out[codePosition] == 0xFF && position + 1 < bytes.count {
        codePosition = out.count
        out.append(1)
      }
    }
    out.append(0)
  }

  /// Unstuffs what stands between two zeros to `out`, which holds as many bytes; gives how many there are, or nil where
  /// it is no such thing.
  ///
  /// - Complexity: O(n), a block of up to 254 bytes a step.
  static func unstuff(_ bytes: UnsafeRawBufferPointer, to out: UnsafeMutableRawBufferPointer) -> Int? {
    guard let from = bytes.baseAddress, let to = out.baseAddress, out.count >= bytes.count else {
      return bytes.isEmpty ? 0 : nil
    }
    var (read, written) = (0, 0)
    while read < bytes.count {
      let length = Int(bytes[read]) - 1
      read += 1
      guard length >= 0, length <= bytes.count - read else { return nil }
      if length > 0, memchr(from + read, 0, length) != nil { return nil }
      (to + written).copyMemory(from: from + read, byteCount: length)
      written += length
      read += length
      if length < 254, read < bytes.count {
        out[written] = 0
        written += 1
      }
    }
    return written
  }
}
