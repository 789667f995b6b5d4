extension Checker {
  mutating func check(_ frame: DataFrame, _ raw: UnsafeRawBufferPointer, _ tell: (Finding) -> Void) {
    var stream = device.streams[frame.stream] ?? .init()
    defer { device.streams[frame.stream] = stream }
    let name = "stream \(frame.stream)"
    checkValues(frame, raw, &stream, tell)
    if frame.isHistoric { return checkHistoric(frame, &stream, tell) }
    checkTurn(name, tell)
    let isBack = stream.next.map { frame.index &- $0 >= 1 << 31 } ?? false
    if let next = stream.next {
      let comesTwice = isBack && frame.count > 0 && !stream.isGap(frame.index, UInt32(frame.count))
      hold("R13", !isBack || comesTwice, "\(name): index \(frame.index) comes after \(next)", tell)
      hold("R14", !comesTwice, "\(name): samples from \(frame.index) on come twice", tell)
      let (dropped, gap) = (frame.dropped ?? 0, frame.index &- next)
      hold("R15", dropped <= gap, "\(name): \(dropped) dropped in a gap of \(gap)", tell)
    }
    checkEncoding(frame, &stream, tell)
    guard !isBack else { return }
    if frame.count > 0 {
      hold("R16", frame.time >= stream.time, "\(name): device time goes back to \(frame.time)", tell)
      stream.time = frame.time
      checkRate(frame, &stream, tell)
    }
    stream.skip(to: frame.index)
    stream.next = frame.index &+ UInt32(frame.count)
    stream.anchorAt = now
    stream.compact.take(frame)
  }

  /// Encoding and channels are those that were configured; where that was before our time, those of the first frame.
  private mutating func checkEncoding(
    _ frame: DataFrame, _ stream: inout DeviceRecord.Stream, _ tell: (Finding) -> Void
  ) {
    let encoding = stream.configured.map(\.encoding) ?? stream.encoding
    let channels = stream.configured?.channelCount ?? stream.channelCount
    let listed = device.descriptions[Int(frame.stream)]?.encodings
    let isListed = listed?.contains(frame.encoding) ?? true
    let isPlain = encoding == .packed || (stream.configured == nil && frame.encoding == .packed)
    if let channels {
      hold(
        "R18", isListed && channels == Int(frame.channels) && (encoding == frame.encoding || isPlain),
        "stream \(frame.stream): \(frame.encoding) of \(frame.channels) channels, and not as it was configured",
        tell)
    } else {
      hold("R18", isListed, "stream \(frame.stream): \(frame.encoding) is not described", tell)
    }
    if stream.encoding != .packed { stream.encoding = frame.encoding }
    stream.channelCount = Int(frame.channels)
  }

  mutating func check(_ frame: CompactFrame, _ tell: (Finding) -> Void) {
    var stream = device.streams[frame.stream] ?? .init()
    defer { device.streams[frame.stream] = stream }
    checkTurn("stream \(frame.stream)", tell)
    let isFresh = stream.anchorAt.map { now - $0 <= 1.5 } ?? false
    hold("R23", isFresh, "stream \(frame.stream): no anchor before a COMPACT frame", tell)
    guard isFresh else { return }
    var values: [Int32] = []
    do throws(WireError) {
      let index = try stream.compact.take(frame, into: &values)
      stream.skip(to: index)
      stream.next = index &+ UInt32(values.count / max(1, stream.channelCount ?? 1))
    } catch {
      hold("R01", false, "stream \(frame.stream): a COMPACT frame is \(error)", tell)
    }
  }

  private mutating func checkHistoric(
    _ frame: DataFrame, _ stream: inout DeviceRecord.Stream, _ tell: (Finding) -> Void
  ) {
    guard let range = stream.range else {
      return hold("R24", false, "stream \(frame.stream): historic samples that nobody asked for", tell)
    }
    let isInside = frame.index &- range.first <= range.end &- range.first
    hold(
      "R24", isInside,
      "stream \(frame.stream): historic index \(frame.index) is outside \(range.first) to \(range.end)", tell)
    let (dropped, gap) = (frame.dropped ?? 0, frame.index &- range.first)
    hold(
      "R15", dropped <= gap || !isInside, "stream \(frame.stream): \(dropped) dropped in a gap of \(gap)",
      tell)
    if frame.count == 0 {
      hold(
        "R24", frame.index == range.end,
        "stream \(frame.stream): the anchor closes at \(frame.index) and not \(range.end)", tell)
      stream.range = nil
    } else {
      stream.range?.first = frame.index &+ UInt32(frame.count)
    }
  }

  private mutating func checkValues(
    _ frame: DataFrame, _ raw: UnsafeRawBufferPointer, _ stream: inout DeviceRecord.Stream,
    _ tell: (Finding) -> Void
  ) {
    guard frame.count > 0, let about = device.descriptions[Int(frame.stream)] else { return }
    var values: [Int32] = []
    frame.read(&values, from: raw)
    let channels = Int(frame.channels)
    if frame.isHistoric {
      let (known, other) = stream.sent.compare(values, channels: channels, from: frame.index)
      if known > 0 {
        hold("R25", other == nil, "stream \(frame.stream): sample \(other ?? 0) was another live", tell)
      }
    } else if device.features?.contains(.store) == true {
      stream.sent.keep(values, channels: channels, from: frame.index)
    }
    let outside = values.first { !about.rails.contains($0) }
    hold("R19", outside == nil, "stream \(frame.stream): \(outside ?? 0) is beyond the rails", tell)
    for channel in 0..<Int(frame.channels) {
      let isRailed = stride(from: channel, to: values.count, by: Int(frame.channels)).contains {
        values[$0] == about.rails.lowerBound || values[$0] == about.rails.upperBound
      }
      guard isRailed else { continue }
      let isTold = frame.quality(of: channel, in: raw)?.contains(.saturated) ?? false
      hold(
        "R20", isTold, "stream \(frame.stream), channel \(channel): at a rail, and not told to be saturated",
        tell)
    }
  }

  /// Index and time keep the rate that is described, over ten seconds.
  private mutating func checkRate(
    _ frame: DataFrame, _ stream: inout DeviceRecord.Stream, _ tell: (Finding) -> Void
  ) {
    guard let origin = stream.origin, frame.time > origin.time else {
      return stream.origin = (frame.index, frame.time)
    }
    let elapsed = Double(frame.time - origin.time) * 1e-6
    guard elapsed >= 10, let rates = device.descriptions[Int(frame.stream)]?.rates else { return }
    let measured = Double(frame.index &- origin.index) / elapsed
    let own = stream.configured.flatMap { rates.indices.contains($0.rate) ? [rates[$0.rate]] : nil }
    let nearest = (own ?? rates).map { Double($0.numerator) / Double($0.denominator) }.min {
      abs($0 - measured) < abs($1 - measured)
    }
    let error = (measured / (nearest ?? measured) - 1) * 1e6
    hold(
      "R17", abs(error) <= 1000 || device.isUnstable,
      "stream \(frame.stream): \(Int(error.rounded())) ppm off its rate over ten seconds", tell)
    stream.origin = (frame.index, frame.time)
  }
}
