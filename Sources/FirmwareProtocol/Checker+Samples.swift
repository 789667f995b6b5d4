extension Checker {
  mutating func check(_ frame: DataFrame, _ raw: UnsafeRawBufferPointer, _ tell: (Finding) -> Void) {
    var stream = device.streams[frame.stream] ?? .init()
    defer { device.streams[frame.stream] = stream }
    let name = "stream \(frame.stream)"
    checkValues(frame, raw, tell)
    if frame.isHistoric { return checkHistoric(frame, &stream, tell) }
    hold(
      "R11", device.state == .streaming, "\(name): samples come while the session is \(device.state)", tell)
    check(time: frame.time, name, tell)
    if let next = stream.next {
      let gap = frame.index &- next
      hold("R13", gap < 1 << 31, "\(name): index \(frame.index) comes after \(next)", tell)
      hold("R14", gap < 1 << 31, "\(name): samples from \(frame.index) on come twice", tell)
      let dropped = frame.dropped ?? 0
      hold("R15", dropped <= gap || gap >= 1 << 31, "\(name): \(dropped) dropped in a gap of \(gap)", tell)
      if gap > 0, gap < 1 << 31 { stream.needsAnchor = stream.isCompact }
    }
    if let encoding = stream.encoding, let channels = stream.channelCount {
      hold(
        "R18", encoding == frame.encoding && channels == Int(frame.channels),
        "\(name): \(frame.encoding) of \(frame.channels) channels, and \(encoding) of \(channels) before",
        tell)
    }
    (stream.encoding, stream.channelCount) = (frame.encoding, Int(frame.channels))
    checkRate(frame, &stream, tell)
    stream.next = frame.index &+ UInt32(frame.count)
    (stream.anchorAt, stream.needsAnchor) = (now, false)
    stream.compact.take(frame)
  }

  mutating func check(_ frame: CompactFrame, _ tell: (Finding) -> Void) {
    var stream = device.streams[frame.stream] ?? .init()
    defer { device.streams[frame.stream] = stream }
    stream.isCompact = true
    hold(
      "R11", device.state == .streaming,
      "stream \(frame.stream): samples come while the session is \(device.state)", tell)
    let isFresh = stream.anchorAt.map { now - $0 <= 1.5 } ?? false
    hold(
      "R23", isFresh && !stream.needsAnchor, "stream \(frame.stream): no anchor before a COMPACT frame", tell)
    var values: [Int32] = []
    do throws(WireError) {
      let index = try stream.compact.take(frame, into: &values)
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
    _ frame: DataFrame, _ raw: UnsafeRawBufferPointer, _ tell: (Finding) -> Void
  ) {
    guard frame.count > 0, let about = device.descriptions[Int(frame.stream)] else { return }
    var values: [Int32] = []
    frame.read(&values, from: raw)
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
    let nearest = rates.map { Double($0.numerator) / Double($0.denominator) }.min {
      abs($0 - measured) < abs($1 - measured)
    }
    let error = (measured / (nearest ?? measured) - 1) * 1e6
    hold(
      "R17", abs(error) <= 1000 || device.isUnstable,
      "stream \(frame.stream): \(Int(error.rounded())) ppm off its rate over ten seconds", tell)
    stream.origin = (frame.index, frame.time)
  }
}
