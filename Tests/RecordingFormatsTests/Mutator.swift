/// Spoils bytes in the ways files are spoilt, and in ways they are not; the same for the same seed.
struct Mutator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64 (Steele, Lea and Flood, 2014).
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 to `limit - 1`; 0 for an empty range.
  mutating func number(below limit: Int) -> Int { limit > 0 ? Int(next() % UInt64(limit)) : 0 }

  private static let huge = [
    "99999999", "-1", "0", "4294967296", "9223372036854775807", "1e308", "nan", "-0", "1e-9", "2147483648",
  ]

  /// One to four changes; half of them in the first kilobytes, where headers are.
  mutating func spoil(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0...number(below: 4) {
      let reach = number(below: 2) == 0 ? min(bytes.count, 2048) : bytes.count
      let place = number(below: reach)
      switch number(below: 8) {
      case 0: if !bytes.isEmpty { bytes[place] ^= UInt8(1 << number(below: 8)) }
      case 1: if !bytes.isEmpty { bytes[place] = UInt8(number(below: 256)) }
      case 2: bytes.removeSubrange(place...)
      case 3:
        bytes.insert(contentsOf: (0...number(below: 40)).map { _ in UInt8(number(below: 256)) }, at: place)
      case 4:
        let end = min(bytes.count, place + 1 + number(below: 600))
        bytes.insert(contentsOf: bytes[place..<end], at: number(below: bytes.count))
      case 5:
        bytes.removeSubrange(place..<min(bytes.count, place + 1 + number(below: 300)))
      case 6: changeDigit(of: &bytes, from: place)
      default: putNumber(into: &bytes, from: place)
      }
    }
    return bytes
  }

  private mutating func changeDigit(of bytes: inout [UInt8], from place: Int) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let digit = bytes[place...].firstIndex(where: { digits.contains($0) }) else { return }
    bytes[digit] = Array("0123456789-. ".utf8)[number(below: 13)]
  }

  /// Writes a number that no field expects over the next digits, keeping the length.
  private mutating func putNumber(into bytes: inout [UInt8], from place: Int) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let start = bytes[place...].firstIndex(where: { digits.contains($0) }) else { return }
    let text = Array(Self.huge[number(below: Self.huge.count)].utf8.prefix(bytes.count - start))
    bytes.replaceSubrange(start..<start + text.count, with: text)
  }
}
