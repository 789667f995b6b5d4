/// The Secure Hash Algorithm with 256 bits, which proves that a file is what was written (FIPS 180-4).
///
/// The one that a library offers brings a whole TLS library into the build; this is a page.
struct SHA256 {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var tail: [UInt8] = []
  private var length: UInt64 = 0

  /// Takes more bytes.
  ///
  /// - Complexity: O(bytes).
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    length += UInt64(bytes.count)
    var rest = bytes[...]
    if !tail.isEmpty {
      let needed = min(64 - tail.count, rest.count)
      tail += rest.prefix(needed)
      rest = rest.dropFirst(needed)
      guard tail.count == 64 else { return }
      tail.withUnsafeBytes { Self.compress($0, into: &state) }
      tail.removeAll(keepingCapacity: true)
    }
    let whole = rest.count / 64 * 64
    if whole > 0 {
      Self.compress(UnsafeRawBufferPointer(rebasing: rest.prefix(whole)), into: &state)
    }
    tail += rest.dropFirst(whole)
  }

  /// The digest of all bytes, as hexadecimal digits.
  func hexadecimal() -> String {
    var last = tail
    last.append(0x80)
    while last.count % 64 != 56 { last.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      last.append(UInt8(truncatingIfNeeded: (length &* 8) >> UInt64(shift)))
    }
    var state = state
    last.withUnsafeBytes { Self.compress($0, into: &state) }
    let digits = Array("0123456789abcdef")
    return String(
      state.flatMap { word in
        stride(from: 28, through: 0, by: -4).map { digits[Int(word >> UInt32($0) & 15)] }
      })
  }

  private static func compress(_ blocks: UnsafeRawBufferPointer, into state: inout [UInt32]) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
      constants.withUnsafeBufferPointer { k in
        for start in stride(from: 0, to: blocks.count, by: 64) {
          for index in 0..<16 {
            schedule[index] =
              blocks.loadUnaligned(fromByteOffset: start + 4 * index, as: UInt32.self)
              .bigEndian
          }
          for index in 16..<64 {
            let (a, b) = (schedule[index - 15], schedule[index - 2])
            let low = rotated(a, 7) ^ rotated(a, 18) ^ (a >> 3)
            let high = rotated(b, 17) ^ rotated(b, 19) ^ (b >> 10)
            schedule[index] = schedule[index - 16] &+ low &+ schedule[index - 7] &+ high
          }
          var (a, b, c, d) = (state[0], state[1], state[2], state[3])
          var (e, f, g, h) = (state[4], state[5], state[6], state[7])
          for index in 0..<64 {
            let choice = (e & f) ^ (~e & g)
            let first =
              h &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ choice &+ k[index] &+ schedule[index]
            let majority = (a & b) ^ (a & c) ^ (b & c)
            let second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ majority
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
          }
          for (index, value) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= value }
        }
      }
    }
  }

  @inline(__always)
  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = {
    var primes: [UInt32] = []
    var candidate: UInt32 = 2
    while primes.count < 64 {
      if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes.map { prime in
      // The greatest whole number whose cube is not above prime x 2^96, bit by bit; its low half is the fraction.
      var root: UInt64 = 0
      for bit in stride(from: UInt64(35), through: 0, by: -1) where bit < 36 {
        let tried = root | 1 << bit
        let square = tried.multipliedFullWidth(by: tried)
        // tried < 2^36, so its square is below 2^72 and its cube below 2^108.
        let low = square.low.multipliedFullWidth(by: tried)
        let high = square.high &* tried &+ low.high
        if high < UInt64(prime) << 32 || (high == UInt64(prime) << 32 && low.low == 0) { root = tried }
      }
      return UInt32(truncatingIfNeeded: root)
    }
  }()
}
