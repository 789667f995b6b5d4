/// Holds what goes over a wire to the rules of conformance.md, and says what breaks them and where.
///
/// Bytes of both directions go in, with their times; what is known of the device is learnt from its own replies, so it is
/// best fed from the beginning of a session. Memory is bounded.
public struct Checker: ~Copyable {
  /// What broke a rule.
  public struct Finding: Hashable, Sendable {
    /// Bytes of this direction before the frame.
    public var offset: Int
    /// Seconds since the first bytes.
    public var time: Double
    /// `R01` and so on.
    public var rule: String
    /// What is wrong, in plain words.
    public var text: String
  }

  /// How many frames came from the device, and how many bytes.
  public internal(set) var frames = 0
  public private(set) var bytes = 0
  /// Rules that something was held to: others had no occasion.
  public internal(set) var tried: Set<String> = []

  private var down = Deframer()
  private var up = Deframer()
  private var offsets = (down: 0, up: 0)
  var now = 0.0
  var offset = 0
  private var start: UInt64?
  var device = DeviceRecord()
  private var assembler = FragmentAssembler()
  private var lastFragment: UInt8?

  /// A checker that knows nothing yet.
  public init() {}

  /// Takes bytes of the device's, at host time `time` in nanoseconds.
  public mutating func take(
    fromDevice raw: UnsafeRawBufferPointer, at time: UInt64, _ tell: (Finding) -> Void
  ) {
    advance(to: time, tell)
    bytes += raw.count
    var deframer = Deframer()
    swap(&deframer, &down)
    // One byte at a time only where a frame ends, so that its place is known.
    var begin = 0
    for end in raw.indices where raw[end] == 0 || end == raw.count - 1 {
      let part = UnsafeRawBufferPointer(rebasing: raw[begin...end])
      offset = offsets.down
      deframer.take(part) { result, frame in take(result, frame, tell) }
      if raw[end] == 0 { offsets.down += pendingDown + part.count } else { pendingDown += part.count }
      if raw[end] == 0 { pendingDown = 0 }
      begin = end + 1
    }
    swap(&deframer, &down)
  }

  private var pendingDown = 0

  /// Takes bytes of the host's.
  public mutating func take(fromHost raw: UnsafeRawBufferPointer, at time: UInt64, _ tell: (Finding) -> Void)
  {
    advance(to: time, tell)
    var deframer = Deframer()
    swap(&deframer, &up)
    deframer.take(raw) { result, _ in
      if case .success(.request(let request, let id)) = result { device.ask(request, id: id, at: now) }
    }
    swap(&deframer, &up)
  }

  /// Ends the check at the time of the last bytes: what should have come by then is told.
  public mutating func finish(_ tell: (Finding) -> Void) { silence(tell) }

  private mutating func advance(to time: UInt64, _ tell: (Finding) -> Void) {
    start = start ?? time
    now = Double(time &- (start ?? time)) * 1e-9
    silence(tell)
  }

  /// Says that a rule is broken by the frame at hand.
  func say(_ rule: String, _ text: String, _ tell: (Finding) -> Void) {
    tell(Finding(offset: offset, time: now, rule: rule, text: text))
  }

  /// Holds to a rule: counts that it was tried, and tells where it does not hold.
  mutating func hold(
    _ rule: String, _ holds: Bool, _ text: String, _ tell: (Finding) -> Void
  ) {
    tried.insert(rule)
    if !holds { say(rule, text, tell) }
  }

  private mutating func take(
    _ result: Result<Frame, WireError>, _ raw: UnsafeRawBufferPointer, _ tell: (Finding) -> Void
  ) {
    switch result {
    case .failure(.unknownType): return
    case .failure(.missingCRC): hold("R02", false, "a frame has no CRC", tell)
    case .failure(.tooLong): hold("R03", false, "a frame is longer than 4096 bytes", tell)
    case .failure(let error): blame(error, raw, tell)
    case .success(let frame):
      frames += 1
      tried.formUnion(["R01", "R02"])
      hold(
        "R03", raw.count <= device.maxFrame, "\(raw.count) bytes, and the host takes \(device.maxFrame)", tell
      )
      checkShape(frame, raw, tell)
      if case .fragment(let part) = frame { return join(part, tell) }
      check(frame, raw, tell)
    }
  }

  /// Says what a frame that cannot be read breaks: a description has a rule of its own.
  private mutating func blame(_ error: WireError, _ raw: UnsafeRawBufferPointer, _ tell: (Finding) -> Void) {
    let isRead = [.badPayload, .badValue, .badString].contains(error)
    guard isRead, raw.count > 4, raw[0] == FrameType.describeReply.rawValue else {
      return hold("R01", false, "a frame is damaged: \(error)", tell)
    }
    device.open[raw[2]] = nil
    hold("R26", false, "a description is not well formed: \(error)", tell)
  }

  private mutating func join(_ part: FragmentFrame, _ tell: (Finding) -> Void) {
    if part.offset == 0 {
      hold("R28", lastFragment != part.id, "two frames in parts have the same id \(part.id)", tell)
      lastFragment = part.id
    }
    do throws(WireError) {
      guard let whole = try assembler.take(part) else { return }
      whole.withUnsafeBytes { raw in
        do throws(WireError) {
          let frame = try Frame(raw, needsCheck: false)
          checkShape(frame, raw, tell)
          check(frame, raw, tell)
        } catch {
          blame(error, raw, tell)
        }
      }
    } catch {
      hold("R28", false, "a part does not fit those before it: \(error)", tell)
    }
  }

  /// What the bytes must be beyond what a receiver needs: nothing in places that are reserved.
  private mutating func checkShape(_ frame: Frame, _ raw: UnsafeRawBufferPointer, _ tell: (Finding) -> Void) {
    guard let type = FrameType(rawValue: raw[0]) else { return }
    if type.rawValue >= 0x90, type != .refused, raw[4] != 0 {
      let rest = raw[5..<raw.count - (raw[1] & FrameFlag.check == 0 ? 0 : 4)]
      let isBare = rest.endIndex == type.shortestHeader && rest.allSatisfy { $0 == 0 }
      return hold("R08", isBare, "\(type): more than the result of a refusal", tell)
    }
    let known: UInt8 = type == .data ? 0x87 : type == .fragment ? 0x81 : 0x80
    hold("R04", raw[1] & ~known == 0, "\(type): flags \(raw[1]) are not in use", tell)
    let reserved: [Int] =
      switch type {
      case .startReply, .stopReply, .timeReply, .identifyReply, .vibrateReply: [5]
      case .helloReply: [40, 41, 42, 43]
      case .status, .marker: [2]
      default: []
      }
    let filled = reserved.filter { $0 < raw.count && raw[$0] != 0 }
    hold("R04", filled.isEmpty, "\(type): reserved bytes at \(filled) are not 0", tell)
    var length = type.shortestHeader
    if case .data(let data) = frame {
      length += (data.dropped == nil ? 0 : 4) + (data.qualityRange == nil ? 0 : Int(data.channels))
    }
    hold("R05", Int(raw[3]) == length, "\(type): the header is \(raw[3]) bytes long and not \(length)", tell)
  }
}
