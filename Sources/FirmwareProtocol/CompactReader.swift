/// What compact frames of one stream are, by the frames before them.
public struct CompactReader: Sendable {
  private var anchor: (encoding: SampleEncoding, channels: Int)?
  private var next: UInt32 = 0

  /// A reader that waits for an anchor.
  public init() {}

  /// Takes a frame of the stream that is not compact; historic ones say nothing of those to come.
  public mutating func take(_ frame: DataFrame) {
    guard !frame.isHistoric else { return }
    anchor = (frame.encoding, Int(frame.channels))
    next = frame.index &+ UInt32(frame.count)
  }

  /// Forgets the anchor, as at a reset of the device.
  public mutating func forget() { anchor = nil }

  /// Puts the values of a compact frame in place of `values`, and gives the index of the first sample.
  ///
  /// - Throws: ``WireError``.
  public mutating func take(_ frame: CompactFrame, into values: inout [Int32]) throws(WireError) -> UInt32 {
    guard !frame.payload.isEmpty else { throw .badCount }
    guard let anchor else { throw .noAnchor }
    guard let width = anchor.encoding.width else { throw .badEncoding }
    let size = frame.payload.count
    guard size <= WireLimit.values * width else { throw .badCount }
    guard size.isMultiple(of: width * anchor.channels) else { throw .badPayload }
    frame.payload.withUnsafeBytes { SampleCoding.read($0, encoding: anchor.encoding, into: &values) }
    // The lowest index with these low bits that is not before the end of the frame before.
    let index = next &+ UInt32(frame.indexLow &- UInt16(truncatingIfNeeded: next))
    next = index &+ UInt32(size / (width * anchor.channels))
    return index
  }
}
