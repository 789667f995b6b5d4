import Signals
import Simulation

/// A device in software whose every sample follows from when it was taken, so that a test can say whether it is in its place.
///
/// Made from the fact sheets, and not from the hosts.
protocol TestPeripheral: VirtualPeripheral {
  /// What a sample says that was taken as the `tick`-th since the world began.
  func values(_ tick: Int) -> [Int32]
  /// Samples of its first stream a second.
  var rate: Double { get }
  var isStreaming: Bool { get }
  /// Whether what it sends by radio is heard.
  var isInReach: Bool { get set }
}

/// A number that is like no other, of so many bits.
func mixed(_ tick: Int, _ channel: Int, bits: Int) -> Int32 {
  var x =
    UInt64(truncatingIfNeeded: tick) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(channel) &* 0xD1B5_4A32_D192_ED03
  x ^= x >> 29
  x = x &* 0xBF58_476D_1CE4_E5B9
  x ^= x >> 32
  return Int32(truncatingIfNeeded: x & (1 << UInt64(bits) - 1))
}

extension [UInt8] {
  /// Appends a number, its highest byte first.
  mutating func append(big value: Int32, bytes: Int) {
    for place in (0..<bytes).reversed() {
      append(UInt8(truncatingIfNeeded: UInt32(bitPattern: value) >> UInt32(8 * place)))
    }
  }
}
