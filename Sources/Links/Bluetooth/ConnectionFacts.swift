internal import FirmwareProtocol
public import Signals

/// How a connection is kept up, as far as it can be read.
public struct ConnectionFacts: Hashable, Sendable {
  /// How often both sides talk; nil where it cannot be read.
  public var interval: Seconds?
  /// How many times the device may leave out.
  public var latency: Int?
  /// After what silence the connection is over.
  public var timeout: Seconds?
  /// How the radio sends, in words such as `2M`; nil where it cannot be read.
  public var phy: String?
  /// The longest packet of the Attribute Protocol.
  public var mtu: Int?

  public init() {}

  /// Takes an event of a controller, where it is about the connection `handle`; gives whether it was.
  public mutating func take(event bytes: [UInt8], handle: UInt16) -> Bool {
    bytes.withUnsafeBytes { raw in
      var cursor = ByteCursor(raw)
      guard cursor.number() == UInt8(0x3E), let _: UInt8 = cursor.number(), let kind: UInt8 = cursor.number(),
        cursor.number() == UInt8(0), let number: UInt16 = cursor.number(), number & 0x0FFF == handle
      else { return false }
      switch kind {
      // Connection Complete: role, kind of address, address; the enhanced one has two addresses more.
      case 0x01, 0x0A:
        guard cursor.bytes(kind == 0x01 ? 8 : 20) != nil else { return false }
        return takeParameters(&cursor)
      case 0x03: return takeParameters(&cursor)
      case 0x0C:
        guard let sent: UInt8 = cursor.number(), let received: UInt8 = cursor.number() else { return false }
        phy = Self.words(Self.phy(sent), Self.phy(received))
        return true
      default: return false
      }
    }
  }

  /// Takes what the socket option BT_PHY says of both directions.
  public mutating func take(phyBits bits: UInt32) {
    func name(_ masks: [(UInt32, String)]) -> String? { masks.first { bits & $0.0 != 0 }?.1 }
    let sent = name([(0x2000, "coded"), (0x0800, "2M"), (0x0200, "1M")])
    let received = name([(0x4000, "coded"), (0x1000, "2M"), (0x0400, "1M")])
    phy = Self.words(sent, received)
  }

  /// What is known, in words, such as `every 15 ms, 2M, packets of 247 bytes`.
  public var words: String {
    var parts: [String] = []
    if let interval {
      let hundredths = Int((interval.value * 1e5).rounded())
      let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
      parts.append("every \(whole)\(rest == 0 ? "" : ".\(rest < 10 ? "0" : "")\(rest)") ms")
    }
    if let phy { parts.append(phy) }
    if let mtu { parts.append("packets of \(mtu) bytes") }
    return parts.joined(separator: ", ")
  }

  private mutating func takeParameters(_ cursor: inout ByteCursor) -> Bool {
    guard let interval: UInt16 = cursor.number(), let latency: UInt16 = cursor.number(),
      let timeout: UInt16 = cursor.number()
    else { return false }
    self.interval = Seconds(Double(interval) * 1.25e-3)
    self.latency = Int(latency)
    self.timeout = Seconds(Double(timeout) * 1e-2)
    return true
  }

  private static func phy(_ number: UInt8) -> String? {
    switch number {
    case 1: "1M"
    case 2: "2M"
    case 3: "coded"
    default: nil
    }
  }

  private static func words(_ sent: String?, _ received: String?) -> String? {
    guard let sent, let received, sent != received else { return received ?? sent }
    return "\(sent) out, \(received) in"
  }
}
