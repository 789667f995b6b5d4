public import FirmwareProtocol
public import Signals

/// The host's side of a board with the firmware of Chords, over its serial line.
///
/// A board may be reset by the opening of its line and is let alone for two seconds; then it is stopped, asked who it is, and
/// started. Older firmware takes any byte for a stop, so that nothing is said before the last answer has come. Most of it runs at 230400
/// bits a second, some at 115200: both are tried.
///
/// A board under one name may have three channels or six: then its first packets tell.
public struct ChordsHost: DeviceHost {
  /// What a person knows of the board.
  public struct Settings: Hashable, Sendable {
    /// By how much the amplifier before the converter amplifies; nil where that is not known, and values stay counts.
    public var analogGain: Double?

    /// Nothing is known.
    public init() {}
  }

  enum Phase: Equatable {
    case settling
    case quieting
    case asking
    case starting
    case streaming
    case stopping
    case stopped
    case failed(String)
  }

  public var stage: HostStage {
    switch phase {
    case .settling, .quieting, .asking, .starting: .opening
    case .streaming: .streaming
    case .stopping: .stopping
    case .stopped: .stopped
    case .failed(let reason): .failed(reason)
    }
  }
  public var clock: ClockFit { packets?.clock ?? ClockFit() }
  public var accounts: [[SampleAccount]] { samples.accounts }

  private var phase = Phase.settling
  private let settings: Settings
  private var enteredAt = 0.0
  /// When what the phase says was said; nil before.
  private var saidAt: Double?
  private var tries = 0
  private var heardAt = 0.0
  private var line: [UInt8] = []
  private var board: ChordsBoard?
  /// A scanner for each number of channels that the board may have; one once that is known.
  private var scanners: [(channels: Int, scanner: PacketScanner)] = []
  private var packets: CountedPackets?
  private var samples = RunGatherer()
  private var isBeginning = true
  private var hasRun = false
  private var isAstray = false

  /// The bits a second that there are, the likelier first.
  private static let speeds = [230_400, 115_200]
  private static let settling = 2.0
  private static let quiet = 0.25
  private static let longestQuieting = 1.0
  /// Older firmware reads for a second before it answers.
  private static let patience = 1.3
  /// Two of each speed.
  private static let mostTries = 4
  private static let longestLine = 64

  /// A host of a board of which so much is known.
  public init(_ settings: Settings = Settings()) { self.settings = settings }

  public mutating func connect(at now: Seconds, _ take: (DeviceEvent) -> Void) {
    take(.speed(Self.speeds[0]))
    enter(.settling)
    enteredAt = now.value
  }

  public mutating func stop() {
    if phase != .stopped { enter(.stopping) }
  }

  public mutating func advance(to now: Seconds, _ take: (DeviceEvent) -> Void) {
    lapse(at: now.value)
    guard saidAt == nil, let words else { return }
    if phase == .asking { take(.speed(Self.speeds[tries / 2 % Self.speeds.count])) }
    (saidAt, heardAt) = (now.value, now.value)
    tries += 1
    line.removeAll(keepingCapacity: true)
    take(.send(Array("\(words)\n".utf8)))
  }

  private mutating func enter(_ phase: Phase) { (self.phase, saidAt, tries) = (phase, nil, 0) }

  private var words: String? {
    switch phase {
    case .quieting, .stopping: "STOP"
    case .asking: "WHORU"
    case .starting: "START"
    case .settling, .streaming, .stopped, .failed: nil
    }
  }

  /// What was waited for has not come, or the quiet has.
  private mutating func lapse(at now: Double) {
    guard let saidAt else {
      if phase == .settling, now - enteredAt >= Self.settling { enter(.quieting) }
      return
    }
    let isQuiet =
      now - max(saidAt, heardAt) >= Self.quiet || now - saidAt >= Self.longestQuieting
    switch phase {
    case .quieting: if isQuiet { enter(.asking) }
    case .stopping: if isQuiet { enter(.stopped) }
    case .asking, .starting:
      guard now - saidAt >= Self.patience else { return }
      guard tries >= Self.mostTries else {
        self.saidAt = nil
        return
      }
      enter(
        .failed(
          phase == .asking
            ? "does not answer as a board with the firmware of Chords does"
            : "the board answers and sends no samples"))
    case .settling, .streaming, .stopped, .failed: break
    }
  }

  public mutating func receive(
    _ bytes: UnsafeRawBufferPointer, from endpoint: UInt8, at now: Seconds, _ take: (DeviceEvent) -> Void
  ) {
    heardAt = now.value
    switch phase {
    case .asking: for byte in bytes { listen(byte, take) }
    case .starting, .streaming, .stopping:
      for place in scanners.indices { scanners[place].scanner.add(bytes, at: now) }
      if scanners.count > 1 { choose(take) }
      if scanners.count == 1 { scan(take) }
      samples.flush(take)
    case .settling, .quieting, .stopped, .failed: break
    }
  }

  /// Takes a byte of the answer to who it is.
  private mutating func listen(_ byte: UInt8, _ take: (DeviceEvent) -> Void) {
    guard byte == 0x0A || byte == 0x0D else {
      if line.count < Self.longestLine { line.append(byte) }
      return
    }
    let name = String(decoding: line, as: UTF8.self)
    line.removeAll(keepingCapacity: true)
    guard saidAt != nil, phase == .asking, let board = ChordsBoard(named: name) else { return }
    self.board = board
    (packets, isBeginning, isAstray) = (nil, true, false)
    scanners = board.channels.map { ($0, board.scanner(channels: $0)) }
    if scanners.count == 1 { introduce(board, take) }
    enter(.starting)
  }

  /// Finds how many channels the board has: two packets of that length in a row are no chance.
  private mutating func choose(_ take: (DeviceEvent) -> Void) {
    for place in scanners.indices {
      let before = scanners[place].scanner
      while let found = scanners[place].scanner.next() {
        guard case .packet = found, let board else { continue }
        scanners = [(scanners[place].channels, before)]
        return introduce(board, take)
      }
    }
  }

  private mutating func introduce(_ board: ChordsBoard, _ take: (DeviceEvent) -> Void) {
    guard let stream = stream(of: board) else { return }
    packets = CountedPackets(
      length: ChordsPacket.length(stream.channels.count), period: stream.rate.period)
    let guesses =
      settings.analogGain == nil
      ? ["values are counts of the converter: the board does not tell how much its amplifier amplifies"] : []
    take(
      .described(
        DeviceProfile(name: "Chords on \(board.name)", streams: [.followed(stream)], guesses: guesses)))
  }

  private func stream(of board: ChordsBoard) -> StreamDescription? {
    scanners.first.flatMap { board.stream(channels: $0.channels, analogGain: settings.analogGain) }
  }

  private mutating func scan(_ take: (DeviceEvent) -> Void) {
    while let found = scanners[0].scanner.next() {
      switch found {
      case .packet(let packet, let time):
        isAstray = false
        packets?.add(packet, number: packet[packet.startIndex + 2], at: time)
        while let placed = packets?.next() { keep(placed, take) }
      case .stray:
        // Before the first packet there may be the end of an answer.
        if !isAstray, phase == .streaming { take(.damaged) }
        isAstray = true
      }
    }
  }

  private mutating func keep(_ packet: CountedPackets.Placed, _ take: (DeviceEvent) -> Void) {
    guard let board, let stream = stream(of: board) else { return }
    if phase == .starting { phase = .streaming }
    if isBeginning {
      isBeginning = false
      if hasRun { take(.begunAnew) }
      hasRun = true
      samples.begin([(RunGatherer.Stream(stream), packet.index)])
      take(.started(time: UInt64(Double(packet.index) / stream.rate.hertz * 1e6)))
    }
    if !samples.continues(0, at: packet.index) { samples.flush(take) }
    samples.add(
      0, at: packet.index, stream.channels.indices.lazy.map { ChordsPacket.value(packet.bytes, $0) })
  }
}
