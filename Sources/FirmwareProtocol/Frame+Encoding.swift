extension Frame {
  /// The bytes of a frame without samples; `checked` with its CRC.
  ///
  /// - Throws: ``WireError`` where it is no frame that could be decoded. Frames of samples are written by
  ///   ``DataFrame/write(_:quality:checked:onto:)``, and an anchor here too.
  public func encoded(checked: Bool) throws(WireError) -> [UInt8] {
    var out: [UInt8] = []
    let flags = checked ? FrameFlag.check : 0
    switch self {
    case .data(let frame): try frame.write([], checked: checked, onto: &out)
    case .compact(let frame):
      out = [FrameType.compact.rawValue, flags, frame.stream, 6]
      out.append(number: frame.indexLow)
      out += frame.payload
    case .status(let frame):
      out = [FrameType.status.rawValue, flags, 0, 20]
      out.append(number: frame.boot)
      out.append(time: frame.time)
      out += [frame.state.rawValue, frame.battery ?? 255]
      out.append(number: frame.millivolts ?? 0)
      out.append(number: frame.temperature ?? .min)
      out.append(number: frame.conditions.rawValue)
      out.append(positions: frame.positions)
    case .marker(let frame):
      out = [FrameType.marker.rawValue, flags, 0, 14]
      out.append(number: frame.boot)
      out.append(time: frame.time)
      out += [frame.button, frame.number]
    case .fragment(let frame):
      out = [FrameType.fragment.rawValue, flags | (frame.isLast ? FrameFlag.last : 0), frame.id, 8]
      out.append(number: frame.offset)
      out.append(number: frame.total)
      out += frame.payload
    case .request(let request, let id):
      out = [request.type.rawValue, flags, id, UInt8(request.type.shortestHeader)]
      request.write(onto: &out)
    case .reply(let reply, let id):
      out = [reply.type.rawValue, flags, id, UInt8(reply.type.shortestHeader)]
      try reply.write(onto: &out)
    }
    if case .data = self { return out }
    try Self.close(&out, from: 0, checked: checked)
    let error: WireError? = out.withUnsafeBytes { bytes in
      do throws(WireError) { _ = try Frame(bytes, needsCheck: checked) } catch { return error }
      return nil
    }
    if let error { throw error }
    return out
  }

  /// Appends the check of the frame from `start` on, where it has one.
  static func close(_ out: inout [UInt8], from start: Int, checked: Bool) throws(WireError) {
    if checked {
      let check = out[start...].withUnsafeBytes { Checksum.crc32($0) }
      out.append(number: check)
    }
    guard out.count - start <= WireLimit.frame else {
      out.removeSubrange(start...)
      throw .tooLong
    }
  }
}

extension Request {
  /// The type of its frame.
  public var type: FrameType {
    switch self {
    case .hello: .hello
    case .describe: .describe
    case .configure: .configure
    case .start: .start
    case .stop: .stop
    case .keep: .keep
    case .time: .time
    case .range: .range
    case .identify: .identify
    case .vibrate: .vibrate
    }
  }

  fileprivate func write(onto out: inout [UInt8]) {
    switch self {
    case .hello(let major, let minor, let maxFrame):
      out += [major, minor]
      out.append(number: maxFrame)
    case .describe(let stream): out += [stream, 0]
    case .configure(let stream, let encoding, let rate, let channels):
      out += [stream, encoding?.rawValue ?? 0, rate, 0]
      out.append(number: channels)
    case .start(let lease), .keep(let lease): out.append(number: lease)
    case .stop, .time: break
    case .range(let stream, let boot, let first, let count):
      out += [stream, 0]
      out.append(number: boot)
      out.append(number: first)
      out.append(number: count)
    case .identify(let seconds): out += [seconds, 0]
    case .vibrate(let pulses, let strength): out += [pulses, strength]
    }
  }
}

extension Reply {
  /// The type of its frame.
  public var type: FrameType {
    switch self {
    case .hello: .helloReply
    case .describe: .describeReply
    case .configure: .configureReply
    case .start: .startReply
    case .stop: .stopReply
    case .keep: .keepReply
    case .time: .timeReply
    case .range: .rangeReply
    case .identify: .identifyReply
    case .vibrate: .vibrateReply
    case .unknown: .refused
    case .refused(let type, _): type
    }
  }

  fileprivate func write(onto out: inout [UInt8]) throws(WireError) {
    switch self {
    case .hello(let greeting):
      guard greeting.uuid.count == 16 else { throw .badValue }
      out += [0, greeting.major, greeting.minor, greeting.streams]
      out.append(number: greeting.boot)
      out.append(number: greeting.maxFrame)
      for value in [greeting.features.rawValue, greeting.store, greeting.description] {
        out.append(number: value)
      }
      out += greeting.uuid + [0, 0, 0, 0]
      out.append(string: greeting.firmware)
      out.append(string: greeting.hardware)
    case .describe(let stream, let description): out += [0, stream] + (try description.encoded())
    case .configure(let stream, let index):
      out += [0, stream]
      out.append(number: index)
    case .start(let moment), .stop(let moment):
      out += [0, 0]
      out.append(number: moment.boot)
      out.append(time: moment.time)
      out.append(positions: moment.positions)
    case .keep(let state): out += [0, state.rawValue]
    case .time(let boot, let received, let held):
      out += [0, 0]
      out.append(number: boot)
      out.append(time: received)
      out.append(number: held)
    case .range(let stream, let first, let count):
      out += [0, stream]
      out.append(number: first)
      out.append(number: count)
    case .identify, .vibrate: out += [0, 0]
    case .unknown(let request, let result): out += [result.rawValue, request]
    case .refused(let type, let result):
      out.append(result.rawValue)
      out += repeatElement(0, count: type.shortestHeader - out.count)
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(positions: [StreamPosition]) {
    for position in positions {
      append(position.stream)
      append(number: position.index)
    }
  }
}
