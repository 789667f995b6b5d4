/// Bits of a frame's second byte.
enum FrameFlag {
  static let check: UInt8 = 0x80
  static let historic: UInt8 = 0x01
  static let dropped: UInt8 = 0x02
  static let quality: UInt8 = 0x04
  static let last: UInt8 = 0x01
}

extension FrameType {
  /// The shortest header of the type.
  public var shortestHeader: Int {
    switch self {
    case .stop, .time: 4
    case .compact, .describe, .start, .keep, .identify, .vibrate, .describeReply, .keepReply, .identifyReply,
      .vibrateReply, .refused:
      6
    case .fragment, .hello: 8
    case .configureReply: 10
    case .configure: 12
    case .marker, .startReply, .stopReply, .rangeReply: 14
    case .range, .timeReply: 16
    case .data, .status: 20
    case .helloReply: 44
    }
  }
}

extension Frame {
  /// Decodes a frame; `needsCheck` on byte streams and in files, where every frame has its CRC.
  ///
  /// - Throws: the first ``WireError`` of conformance.md that applies; never traps.
  /// - Complexity: O(n); allocates nothing for frames of samples.
  public init(_ bytes: UnsafeRawBufferPointer, needsCheck: Bool) throws(WireError) {
    guard bytes.count <= WireLimit.frame else { throw .tooLong }
    guard bytes.count >= 4 else { throw .tooShort }
    let (flags, id, headerLength) = (bytes[1], bytes[2], Int(bytes[3]))
    var body = bytes
    if flags & FrameFlag.check != 0 {
      guard bytes.count >= 8 else { throw .tooShort }
      body = UnsafeRawBufferPointer(rebasing: bytes.dropLast(4))
      let told = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: body.count, as: UInt32.self))
      guard Checksum.crc32(body) == told else { throw .badCRC }
    } else if needsCheck {
      throw .missingCRC
    }
    guard let type = FrameType(rawValue: bytes[0]) else { throw .unknownType }
    guard headerLength >= type.shortestHeader, headerLength <= body.count else { throw .badHeader }
    if type == .data {
      self = .data(try DataFrame(body, flags: flags, stream: id, headerLength: headerLength))
      return
    }
    var fields = ByteCursor(body, at: 4)
    let payload = UnsafeRawBufferPointer(rebasing: body[headerLength...])
    switch type {
    case .compact:
      guard let low: UInt16 = fields.number() else { throw .badHeader }
      self = .compact(CompactFrame(stream: id, indexLow: low, payload: Array(payload)))
    case .status: self = .status(try StatusFrame(&fields, payload))
    case .marker:
      guard let boot: UInt16 = fields.number(), let time = fields.time(), let button: UInt8 = fields.number(),
        let number: UInt8 = fields.number()
      else { throw .badHeader }
      self = .marker(MarkerFrame(boot: boot, time: time, button: button, number: number))
    case .fragment:
      guard let offset: UInt16 = fields.number(), let total: UInt16 = fields.number() else {
        throw .badHeader
      }
      guard (1...WireLimit.frame).contains(Int(total)) else { throw .badValue }
      self = .fragment(
        FragmentFrame(
          id: id, offset: offset, total: total, isLast: flags & FrameFlag.last != 0, payload: Array(payload)))
    case .hello, .describe, .configure, .start, .stop, .keep, .time, .range, .identify, .vibrate:
      guard payload.isEmpty else { throw .badPayload }
      self = .request(try Request(type, &fields), id: id)
    case .helloReply, .describeReply, .configureReply, .startReply, .stopReply, .keepReply, .timeReply,
      .rangeReply,
      .identifyReply, .vibrateReply, .refused, .data:
      self = .reply(try Reply(type, &fields, payload), id: id)
    }
  }
}

extension StatusFrame {
  fileprivate init(_ fields: inout ByteCursor, _ payload: UnsafeRawBufferPointer) throws(WireError) {
    guard let boot: UInt16 = fields.number(), let time = fields.time(), let state: UInt8 = fields.number(),
      let battery: UInt8 = fields.number(), let millivolts: UInt16 = fields.number(),
      let temperature: Int16 = fields.number(), let conditions: UInt16 = fields.number()
    else { throw .badHeader }
    // The length of the list comes before values, as it does in the table of errors.
    guard payload.count.isMultiple(of: 5) else { throw .badPayload }
    guard let state = SessionState(rawValue: state), battery <= 100 || battery == 255 else { throw .badValue }
    self.init(boot: boot, time: time, state: state)
    self.battery = battery == 255 ? nil : battery
    self.millivolts = millivolts == 0 ? nil : millivolts
    self.temperature = temperature == .min ? nil : temperature
    self.conditions = DeviceConditions(rawValue: conditions)
    positions = try StreamPosition.list(payload)
  }
}

extension StreamPosition {
  /// A list of streams and indices, five bytes each.
  fileprivate static func list(_ payload: UnsafeRawBufferPointer) throws(WireError) -> [StreamPosition] {
    guard payload.count.isMultiple(of: 5) else { throw .badPayload }
    var cursor = ByteCursor(payload)
    var positions: [StreamPosition] = []
    while let stream: UInt8 = cursor.number(), let index: UInt32 = cursor.number() {
      positions.append(StreamPosition(stream: try known(stream), index: index))
    }
    return positions
  }

  /// A stream's number, if there can be such a stream.
  fileprivate static func known(_ stream: UInt8) throws(WireError) -> UInt8 {
    guard stream < WireLimit.streams else { throw .badValue }
    return stream
  }
}

extension Request {
  fileprivate init(_ type: FrameType, _ fields: inout ByteCursor) throws(WireError) {
    /// The next field; the header was long enough for all of them.
    func next<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type = Value.self) throws(WireError)
      -> Value
    {
      guard let value: Value = fields.number() else { throw .badHeader }
      return value
    }
    func lease() throws(WireError) -> UInt16 {
      let lease: UInt16 = try next()
      guard (1...3600).contains(lease) else { throw .badValue }
      return lease
    }
    switch type {
    case .hello:
      self = .hello(major: try next(), minor: try next(), maxFrame: try next())
      if case .hello(_, _, let maxFrame) = self, maxFrame < 20 { throw .badValue }
    case .describe: self = .describe(stream: try StreamPosition.known(next()))
    case .configure:
      let stream = try StreamPosition.known(next())
      let encoding: UInt8 = try next()
      let rate: UInt8 = try next()
      _ = try next(UInt8.self)
      let channels: UInt32 = try next()
      guard encoding == 0 || SampleEncoding(rawValue: encoding) != nil, channels != 0 else { throw .badValue }
      self = .configure(
        stream: stream, encoding: SampleEncoding(rawValue: encoding), rate: rate, channels: channels)
    case .start: self = .start(lease: try lease())
    case .keep: self = .keep(lease: try lease())
    case .stop: self = .stop
    case .time: self = .time
    case .range:
      let stream = try StreamPosition.known(next())
      _ = try next(UInt8.self)
      let (boot, first, count): (UInt16, UInt32, UInt32) = (try next(), try next(), try next())
      guard count != 0 else { throw .badValue }
      self = .range(stream: stream, boot: boot, first: first, count: count)
    case .vibrate:
      let (pulses, strength): (UInt8, UInt8) = (try next(), try next())
      guard (1...WireLimit.pulses).contains(pulses), (1...100).contains(strength) else { throw .badValue }
      self = .vibrate(pulses: pulses, strength: strength)
    default: self = .identify(seconds: try next())
    }
  }
}

extension Reply {
  fileprivate init(
    _ type: FrameType, _ fields: inout ByteCursor, _ payload: UnsafeRawBufferPointer
  ) throws(WireError) {
    func next<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type = Value.self) throws(WireError)
      -> Value
    {
      guard let value: Value = fields.number() else { throw .badHeader }
      return value
    }
    func time() throws(WireError) -> UInt64 {
      guard let time = fields.time() else { throw .badHeader }
      return time
    }
    let known = RequestResult(rawValue: try next())
    // The length of a list comes before values, as it does in the table of errors.
    let hasList = (type == .startReply || type == .stopReply) && (known == nil || known == .ok)
    guard !hasList || payload.count.isMultiple(of: 5) else { throw .badPayload }
    guard let result = known else { throw .badValue }
    if type == .refused {
      self = .unknown(request: try next(), result)
      return
    }
    guard result == .ok else {
      self = .refused(type, result)
      return
    }
    let other: UInt8 = type == .helloReply ? 0 : try next()
    let isOfStream = [.describeReply, .configureReply, .rangeReply].contains(type)
    if isOfStream { _ = try StreamPosition.known(other) }
    if type == .keepReply, SessionState(rawValue: other) == nil { throw .badValue }
    switch type {
    case .helloReply: self = .hello(try Greeting(&fields, payload))
    case .describeReply: self = .describe(stream: other, try StreamDescriptor(payload))
    case .configureReply: self = .configure(stream: other, index: try next())
    case .startReply, .stopReply:
      let moment = Moment(boot: try next(), time: try time(), positions: try StreamPosition.list(payload))
      self = type == .startReply ? .start(moment) : .stop(moment)
    case .keepReply: self = .keep(SessionState(rawValue: other) ?? .idle)
    case .timeReply: self = .time(boot: try next(), received: try time(), held: try next())
    case .rangeReply: self = .range(stream: other, first: try next(), count: try next())
    case .vibrateReply: self = .vibrate
    default: self = .identify
    }
  }
}

extension Reply.Greeting {
  fileprivate init(_ fields: inout ByteCursor, _ payload: UnsafeRawBufferPointer) throws(WireError) {
    guard let major: UInt8 = fields.number(), let minor: UInt8 = fields.number(),
      let streams: UInt8 = fields.number(),
      let boot: UInt16 = fields.number(), let maxFrame: UInt16 = fields.number(),
      let features: UInt32 = fields.number(), let store: UInt32 = fields.number(),
      let description: UInt32 = fields.number(), let uuid = fields.bytes(16)
    else { throw .badHeader }
    guard (1...WireLimit.streams).contains(Int(streams)), maxFrame >= 20 else { throw .badValue }
    var names = ByteCursor(payload)
    self.init(
      major: major, minor: minor, streams: streams, boot: boot, maxFrame: maxFrame,
      features: DeviceFeatures(rawValue: features), store: store, description: description, uuid: uuid,
      firmware: try names.string(), hardware: try names.string())
  }
}
