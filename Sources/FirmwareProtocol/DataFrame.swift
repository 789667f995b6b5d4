/// Samples of one stream, or an anchor; the samples themselves stay in the frame's bytes.
public struct DataFrame: Hashable, Sendable {
  /// The stream's number.
  public var stream: UInt8
  /// Index of the first sample; of an anchor, of the next to come.
  public var index: UInt32
  /// Device time of that sample, in microseconds.
  public var time: UInt64
  /// Boot id.
  public var boot: UInt16
  /// How the payload holds samples.
  public var encoding: SampleEncoding
  /// Values a sample.
  public var channels: UInt8
  /// Samples; 0 makes it an anchor.
  public var count: UInt16
  /// Sent again on request.
  public var isHistoric = false
  /// How many samples just before `index` exist nowhere, where the frame tells.
  public var dropped: UInt32?
  /// Where each channel's quality stands in the frame's bytes, where the frame tells.
  var qualityRange: Range<Int>?
  /// Where the samples stand in the frame's bytes.
  var payloadRange = 0..<0

  /// A frame of samples to be sent, or an anchor.
  public init(
    stream: UInt8, index: UInt32, time: UInt64, boot: UInt16, encoding: SampleEncoding, channels: UInt8,
    count: UInt16
  ) {
    (self.stream, self.index, self.time, self.boot) = (stream, index, time, boot)
    (self.encoding, self.channels, self.count) = (encoding, channels, count)
  }

  /// How many values it has.
  public var valueCount: Int { Int(count) * Int(channels) }

  /// The quality of a channel in the frame whose bytes these are; nil where the frame does not tell.
  public func quality(of channel: Int, in bytes: UnsafeRawBufferPointer) -> SampleQuality? {
    guard let range = qualityRange, range.indices.contains(range.lowerBound + channel),
      range.upperBound <= bytes.count
    else { return nil }
    return SampleQuality(rawValue: bytes[range.lowerBound + channel])
  }

  /// Puts the values of the frame whose bytes these are in place of `values`, sample by sample.
  ///
  /// - Complexity: O(values); allocates nothing once `values` has room for ``WireLimit/values``.
  public func read(_ values: inout [Int32], from bytes: UnsafeRawBufferPointer) {
    values.removeAll(keepingCapacity: true)
    guard payloadRange.upperBound <= bytes.count else { return }
    let payload = UnsafeRawBufferPointer(rebasing: bytes[payloadRange])
    if encoding == .packed {
      _ = PackedSamples.read(payload, channels: Int(channels), count: Int(count), into: &values)
    } else {
      SampleCoding.read(payload, encoding: encoding, into: &values)
    }
  }
}

extension DataFrame {
  /// Decodes what follows the first four bytes.
  init(
    _ bytes: UnsafeRawBufferPointer, flags: UInt8, stream: UInt8, headerLength: Int
  ) throws(WireError) {
    var cursor = ByteCursor(bytes, at: 4)
    guard let index: UInt32 = cursor.number(), let time = cursor.time(), let boot: UInt16 = cursor.number(),
      let encoding: UInt8 = cursor.number(), let channels: UInt8 = cursor.number(),
      let count: UInt16 = cursor.number()
    else { throw .badHeader }
    let tellsDropped = flags & FrameFlag.dropped != 0
    let tellsQuality = flags & FrameFlag.quality != 0
    let qualityStart = cursor.position + (tellsDropped ? 4 : 0)
    guard headerLength >= qualityStart + (tellsQuality ? Int(channels) : 0) else { throw .badHeader }
    guard (1...WireLimit.channels).contains(Int(channels)) else { throw .badChannels }
    guard let known = SampleEncoding(rawValue: encoding) else { throw .badEncoding }
    self.init(
      stream: stream, index: index, time: time, boot: boot, encoding: known, channels: channels, count: count)
    isHistoric = flags & FrameFlag.historic != 0
    if tellsDropped { dropped = cursor.number() }
    if tellsQuality { qualityRange = qualityStart..<qualityStart + Int(channels) }
    payloadRange = headerLength..<bytes.count
    guard valueCount <= WireLimit.values else { throw .badCount }
    let payload = UnsafeRawBufferPointer(rebasing: bytes[payloadRange])
    if let width = known.width ?? (valueCount == 0 ? 0 : nil) {
      guard payload.count == valueCount * width else { throw .badPayload }
    } else {
      guard PackedSamples.isSound(payload, channels: Int(channels), count: Int(count)) else {
        throw .badPacked
      }
    }
  }

  /// Appends the frame with these values, sample by sample, and these qualities, a channel each.
  ///
  /// Values are cut to the width of the encoding.
  /// - Throws: ``WireError`` where it is no frame that could be decoded.
  public func write(
    _ values: [Int32], quality: [SampleQuality]? = nil, checked: Bool, onto out: inout [UInt8]
  ) throws(WireError) {
    guard (1...WireLimit.channels).contains(Int(channels)) else { throw .badChannels }
    guard values.count == valueCount, valueCount <= WireLimit.values else { throw .badCount }
    guard quality.map({ $0.count == Int(channels) }) ?? true else { throw .badHeader }
    let start = out.count
    let header = 20 + (dropped == nil ? 0 : 4) + (quality?.count ?? 0)
    var flags = checked ? FrameFlag.check : 0
    if isHistoric { flags |= FrameFlag.historic }
    if dropped != nil { flags |= FrameFlag.dropped }
    if quality != nil { flags |= FrameFlag.quality }
    out += [FrameType.data.rawValue, flags, stream, UInt8(header)]
    out.append(number: index)
    out.append(time: time)
    out.append(number: boot)
    out += [encoding.rawValue, channels]
    out.append(number: count)
    if let dropped { out.append(number: dropped) }
    for bits in quality ?? [] { out.append(bits.rawValue) }
    if encoding == .packed {
      if !values.isEmpty { PackedSamples.write(values, channels: Int(channels), onto: &out) }
    } else {
      SampleCoding.write(values, encoding: encoding, onto: &out)
    }
    try Frame.close(&out, from: start, checked: checked)
  }
}
