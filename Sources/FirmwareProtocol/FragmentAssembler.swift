/// Puts frames together that came in parts.
public struct FragmentAssembler: Sendable {
  private var id: UInt8 = 0
  private var total = 0
  private var bytes: [UInt8] = []

  /// An assembler that waits for a first part.
  public init() { bytes.reserveCapacity(WireLimit.frame) }

  /// Takes a part; gives the bytes of the whole frame when it is the last.
  ///
  /// - Throws: ``WireError/badFragment`` where it does not continue what was there, which is forgotten then, or the whole
  ///   is a frame that is not sent in parts.
  public mutating func take(_ part: FragmentFrame) throws(WireError) -> [UInt8]? {
    if part.offset == 0 {
      bytes.removeAll(keepingCapacity: true)
      (id, total) = (part.id, Int(part.total))
    }
    let end = Int(part.offset) + part.payload.count
    guard part.id == id, Int(part.total) == total, Int(part.offset) == bytes.count, !part.payload.isEmpty,
      end <= total, part.isLast == (end == total)
    else {
      forget()
      throw .badFragment
    }
    bytes += part.payload
    guard part.isLast else { return nil }
    let whole = bytes
    forget()
    guard Self.mayBeParted(whole) else { throw .badFragment }
    return whole
  }

  private mutating func forget() {
    bytes.removeAll(keepingCapacity: true)
    total = 0
  }

  /// Parts of parts, compact frames and samples are not sent so; an anchor may be.
  private static func mayBeParted(_ whole: [UInt8]) -> Bool {
    switch whole.first.flatMap(FrameType.init) {
    case .fragment, .compact: false
    case .data: whole.count >= 20 && whole[18] == 0 && whole[19] == 0
    default: true
    }
  }
}
