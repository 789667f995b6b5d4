/// Which device, on Bluetooth Low Energy: six bytes, and of which of two kinds they are, without which nobody answers.
public struct BluetoothAddress: Hashable, Sendable, CustomStringConvertible {
  /// Of which kind an address is.
  public enum Kind: String, Hashable, Sendable {
    /// Given by the maker.
    case `public`
    /// Chosen by the device.
    case random
  }

  /// As they are written, the highest first.
  public let bytes: [UInt8]
  public let kind: Kind

  /// Six bytes as they go over the air and through the kernel, the lowest first; nil of another number.
  public init?(reversed bytes: [UInt8], _ kind: Kind) {
    guard bytes.count == 6 else { return nil }
    (self.bytes, self.kind) = (bytes.reversed(), kind)
  }

  /// `C0:FF:EE:00:00:01/random`; small letters do as well.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let kind = Kind(rawValue: String(parts[1])) else { return nil }
    let pairs = parts[0].split(separator: ":", omittingEmptySubsequences: false)
    let bytes = pairs.compactMap { pair in
      pair.count == 2 && pair.allSatisfy { $0.isHexDigit && $0.isASCII } ? UInt8(pair, radix: 16) : nil
    }
    guard pairs.count == 6, bytes.count == 6 else { return nil }
    (self.bytes, self.kind) = (bytes, kind)
  }

  public var description: String {
    let pairs = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
    return "\(pairs.joined(separator: ":"))/\(kind.rawValue)"
  }
}
