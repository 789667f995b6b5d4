public import FirmwareProtocol
public import Signals

/// The host's side of an OpenBCI Cyton, with or without a Daisy, through its radio dongle's serial line.
///
/// The board is stopped, reset, asked what it is and set up; then it streams. After a lost link it is listened to first: the board does not
/// know of a dongle that was pulled, and what it sends goes on to be counted. The radio carries 250 packets a second and no other rate, which
/// is the board's own after a reset; so no rate is set.
public struct CytonHost: DeviceHost {
  /// How the board is set up.
  public struct Settings: Hashable, Sendable {
    /// The converter's gain: 1, 2, 4, 6, 8, 12 or 24.
    public var gain = 24
    /// Whether each channel measures between two electrodes of its own, as muscle is measured.
    public var isBipolar = true

    /// The greatest gain, each channel between two electrodes.
    public init() {}
  }

  /// Where it stands in its talk with the board; each but the last two begins by saying something.
  enum Phase: Equatable {
    /// A link was made while the board streamed: does it still?
    case listening
    case quieting
    case greeting
    case attaching
    case setting(channel: Int)
    case starting
    case streaming
    case stopping
    case stopped
    case failed(String)
  }

  public var stage: HostStage {
    switch phase {
    case .streaming: .streaming
    case .stopping: .stopping
    case .stopped: .stopped
    case .failed(let reason): .failed(reason)
    default: .opening
    }
  }
  public var clock: ClockFit { packets.clock }
  public var accounts: [[SampleAccount]] { samples.accounts }

  var phase = Phase.quieting
  let settings: Settings
  var name = "OpenBCI Cyton"
  var hasDaisy = false
  /// When what the phase says was said; nil before.
  var saidAt: Double?
  /// How often it was said.
  var tries = 0
  var heardAt = 0.0
  var text = CytonText()
  /// Whether the dongle has answered in place of the board.
  var isBoardSilent = false
  var scanner = PacketScanner(
    head: [CytonPacket.head], length: CytonPacket.length, words: CytonText.beginnings
  ) { packet in
    packet.last.map(CytonPacket.tails.contains) == true
  }
  var packets = Self.freshPackets
  var samples = RunGatherer()
  /// What the next packet begins: nothing, the first run, or another one.
  var isBeginning = true
  var hasRun = false
  /// Samples before this one are not whole.
  var firstFrame: UInt64 = 0
  var motion = CytonMotion()
  var pairing = CytonPairing()
  /// Whether what comes makes no sense, and that has been told.
  var isAstray = false
  var toldRadio: String?

  static var freshPackets: CountedPackets {
    CountedPackets(length: CytonPacket.length, period: Seconds(1 / Double(CytonPacket.rate)))
  }

  /// So long a silence is one, in seconds.
  static let quiet = 0.25
  static let longestQuieting = 2.0
  /// How long a board that goes on streaming is waited for.
  static let listening = 1.0
  static let patience = 2.0
  /// Older firmware does not answer a channel's settings.
  static let settingPatience = 0.5
  static let mostTries = 3

  /// A host of a board that it will set up so.
  public init(_ settings: Settings = Settings()) { self.settings = settings }

  public mutating func connect(at now: Seconds, _ take: (DeviceEvent) -> Void) {
    take(.speed(CytonCommand.speed))
    scanner.reset()
    text.reset()
    heardAt = now.value
    isBoardSilent = false
    enter(phase == .streaming ? .listening : .quieting)
    if phase == .listening { saidAt = now.value }
  }

  public mutating func stop() {
    if phase != .stopped { enter(.stopping) }
  }

  public mutating func advance(to now: Seconds, _ take: (DeviceEvent) -> Void) {
    if let saidAt, now.value - reference(saidAt) >= patience { lapse() }
    guard saidAt == nil, let words = words else { return }
    saidAt = now.value
    tries += 1
    heardAt = now.value
    text.reset()
    if phase == .starting { scanner.reset() }
    take(.send(words))
  }

  mutating func enter(_ phase: Phase) { (self.phase, saidAt, tries) = (phase, nil, 0) }

  /// What the phase has to say.
  private var words: [UInt8]? {
    switch phase {
    case .quieting, .stopping: CytonCommand.stop
    case .greeting: CytonCommand.reset
    case .attaching: CytonCommand.sixteenChannels
    case .setting(let channel): CytonCommand.channel(channel, settings)
    case .starting: CytonCommand.start
    case .listening, .streaming, .stopped, .failed: nil
    }
  }

  private var patience: Double {
    switch phase {
    case .quieting, .stopping: Self.quiet
    case .listening: Self.listening
    case .setting: Self.settingPatience
    default: Self.patience
    }
  }

  /// From when on patience is counted: quiet begins with the last byte, for as long as that is borne.
  private func reference(_ saidAt: Double) -> Double {
    phase == .quieting || phase == .stopping
      ? min(max(saidAt, heardAt), saidAt + Self.longestQuieting - Self.quiet) : saidAt
  }

  /// What was waited for has not come, or the quiet has.
  private mutating func lapse() {
    switch phase {
    case .listening: enter(.quieting)
    case .quieting: enter(.greeting)
    case .stopping: enter(.stopped)
    case .setting(let channel): settle(channel)
    case .attaching: enter(.setting(channel: 0))
    case .greeting, .starting:
      guard tries >= Self.mostTries else {
        saidAt = nil
        return
      }
      enter(.failed(failure))
    case .streaming, .stopped, .failed: break
    }
  }

  private var failure: String {
    if phase == .starting { return "the board answers and sends no samples" }
    return isBoardSilent
      ? "the dongle answers and the board does not; is it switched on, and on the dongle's channel?"
      : "does not answer as an OpenBCI board does"
  }

  var channels: Int { hasDaisy ? 16 : 8 }

  mutating func settle(_ channel: Int) {
    enter(channel + 1 < channels ? .setting(channel: channel + 1) : .starting)
  }
}
