internal import Glibc
public import Links
public import Signals

/// A device, live: what it sends as blocks, on one time line through resets and lost links.
///
/// The first sample of a stream lies where its device time puts it, counted from the first sample of all; after a reset or a long
/// silence the samples go on where the clocks say. What was lost on the way is a gap: what the device sends later belongs to a
/// time that has been judged, and is left to a capture. What an electrode picks up that the device itself finds off is missing, so that
/// what is judged is what is kept. A device that has gone, or sends nothing any more, is called again until it is there, or the caller has
/// enough. Between samples it tells news of the device, and that nothing comes ten times a second.
public final class DeviceSource: BlockSource {
  /// How a device is reached, and what the caller wants to know.
  public struct Settings {
    /// Makes the link, again each time that it was lost.
    public var connect: () throws(LinkError) -> any PacketLink
    /// A clock that never goes back and counts while the machine sleeps: with one that does not, a device that had been left alone for
    /// an hour would be taken to be where it was.
    public var now: () -> Seconds
    /// Waits so long, where there is no link to wait for.
    public var pause: (Seconds) -> Void = { span in usleep(UInt32(max(0, span.value * 1e6))) }
    /// Whether the caller has had enough: the device is told to stop, and the source ends.
    public var isStopped: () -> Bool
    /// Takes what goes over the wire, both ways.
    public var capture: (Capture.Record) -> Void = { _ in }

    /// Settings of a link.
    public init(
      connect: @escaping () throws(LinkError) -> any PacketLink, now: @escaping () -> Seconds,
      isStopped: @escaping () -> Bool
    ) {
      self.connect = connect
      self.now = now
      self.isStopped = isStopped
    }
  }

  public let description: SourceDescription
  public var damage: [String] {
    session.line.damaged > 0 ? ["\(session.line.damaged) frames were damaged on the way"] : []
  }
  /// Lets the wearer feel something, from any thread, where the device can.
  public let vibrator = Vibrator()

  private let name: String
  private let settings: Settings
  private var session: DeviceSession
  private var link: (any PacketLink)?
  private var retry: Seconds = 0
  private var ending: Seconds?
  /// When new samples came last: bytes that make none, or the same ones again, are no signal.
  private var heard: Seconds
  /// How many samples had come by then.
  private var known: Int64 = 0
  /// When the link was listened to last, and since when without a break.
  private var listening: (since: Seconds, last: Seconds)
  /// When something was delivered last.
  private var delivered: Seconds
  /// Why the device is not heard, as it was told; nil while it is.
  private var absence: String?

  /// How long a device may take to tell what it carries.
  private static let patience: Seconds = 10
  /// How long it is waited for, to say where it stopped.
  private static let farewell: Seconds = 2
  private static let retryInterval: Seconds = 1
  /// A device that streams says something once a second: after three it is missed, after ten the link is made anew.
  private static let longestSilence: Seconds = 3
  private static let longestWait: Seconds = 10
  /// What waits is heard within so long.
  private static let grace: Seconds = 0.5
  private static let idleInterval: Seconds = 0.1
  private static let pauseWithoutLink: Seconds = 0.005

  /// Connects to a device of this kind and asks what it carries; `name` is told in errors.
  ///
  /// - Throws: ``LinkError`` where there is no device, it does not answer, or it carries nothing that can be followed.
  public init(_ kind: DeviceKind = .native, name: String, settings: Settings) throws(LinkError) {
    self.name = name
    self.settings = settings
    let link = try settings.connect()
    var session = DeviceSession(kind)
    let begin = settings.now()
    try Self.connect(&session, link, settings)
    while session.profile == nil {
      if case .failed(let reason) = session.stage {
        throw LinkError(.unavailable, name: name, reason: reason)
      }
      guard settings.now() - begin < Self.patience, !settings.isStopped() else {
        throw LinkError(.unavailable, name: name, reason: "does not tell what it carries")
      }
      try Self.exchange(&session, link, settings)
    }
    let line = session.line
    guard let profile = session.profile, !line.streams.isEmpty else {
      throw LinkError(.unavailable, name: name, reason: "carries no muscle and no motion")
    }
    self.link = link
    (heard, delivered) = (settings.now(), settings.now())
    listening = (heard, heard)
    description = SourceDescription(
      format: profile.name, streams: line.streams, announcedFrames: line.streams.map { _ in nil },
      guesses: profile.guesses, ignored: line.ignored)
    self.session = session
  }

  public func next(into block: inout Block) -> Delivery {
    while true {
      if let delivery = session.line.take(into: &block) {
        delivered = settings.now()
        return delivery
      }
      if isOver {
        // What it was taken from has it back now, and not when the program ends.
        link = nil
        return .end
      }
      pump()
      if session.line.isEmpty, settings.now() - delivered >= Self.idleInterval {
        delivered = settings.now()
        block.restart(stream: 0, firstIndex: 0, channelCount: 1)
        return .idle
      }
    }
  }

  /// Whether nothing more is waited for.
  private var isOver: Bool {
    let now = settings.now()
    if ending == nil, settings.isStopped() {
      ending = now
      session.stop()
    }
    guard let ending else { return false }
    return session.stage != .stopping || link == nil || now - ending > Self.farewell
  }

  private func pump() {
    session.hand(vibrator, isConnected: link != nil && absence == nil)
    guard let link else { return reconnect() }
    if case .failed(let reason) = session.stage { return lose(reason) }
    do throws(LinkError) {
      try Self.exchange(&session, link, settings)
      listen()
    } catch {
      lose(error.reason)
    }
    if session.isOther { lose("another device answers, which carries other streams") }
  }

  /// Notices that the device has fallen silent, or is heard again.
  private func listen() {
    let now = settings.now()
    // Who was busy with something else has heard nothing in that time, and gets a moment to hear what waits.
    if now - listening.last > Self.grace { listening.since = now }
    listening.last = now
    let came = session.line.count > known
    if came { (heard, known) = (now, session.line.count) }
    if came, absence != nil, session.stage == .streaming {
      absence = nil
      session.line.tell(.linkBack)
    }
    guard now - heard >= Self.longestSilence, now - listening.since >= Self.grace,
      session.stage == .streaming
    else { return }
    miss("sends no samples")
    if now - heard >= Self.longestWait { lose("sends no samples") }
  }

  private func miss(_ reason: String) {
    guard absence != reason else { return }
    absence = reason
    session.line.tell(.linkLost("\(name): \(reason)"))
  }

  private func lose(_ reason: String) {
    link = nil
    retry = settings.now() + Self.retryInterval
    miss(reason)
  }

  private func reconnect() {
    let now = settings.now()
    guard now >= retry else { return settings.pause(min(retry - now, Self.pauseWithoutLink)) }
    retry = now + Self.retryInterval
    guard let link = try? settings.connect(), (try? Self.connect(&session, link, settings)) != nil else {
      return
    }
    self.link = link
    heard = now
  }

  /// The time of what comes and goes, and the same as a capture keeps it: live and replayed, it is one number.
  private static func moment(_ settings: Settings) -> (now: Seconds, nanoseconds: UInt64) {
    let nanoseconds = UInt64(max(0, settings.now().value * 1e9))
    return (Seconds(nanoseconds: nanoseconds), nanoseconds)
  }

  /// Tells the host that there is a link.
  private static func connect(
    _ session: inout DeviceSession, _ link: any PacketLink, _ settings: Settings
  ) throws(LinkError) {
    let (now, nanoseconds) = moment(settings)
    settings.capture(Capture.Record(time: nanoseconds, direction: .connected, bytes: []))
    var events: [DeviceEvent] = []
    session.connect(at: now) { events.append($0) }
    try pass(events, to: link, at: nanoseconds, settings)
  }

  /// Reads what is there, waiting a few milliseconds, and writes what is due.
  private static func exchange(
    _ session: inout DeviceSession, _ link: any PacketLink, _ settings: Settings
  ) throws(LinkError) {
    var came: [(bytes: [UInt8], endpoint: UInt8)] = []
    try link.receive(waiting: 5) { came.append(($0, $1)) }
    // When it came, and not when it was first waited for.
    let (now, nanoseconds) = moment(settings)
    var events: [DeviceEvent] = []
    for (bytes, endpoint) in came {
      settings.capture(
        Capture.Record(time: nanoseconds, direction: .fromDevice, endpoint: endpoint, bytes: bytes))
      bytes.withUnsafeBytes { session.receive($0, from: endpoint, at: now) { events.append($0) } }
    }
    session.advance(to: now) { events.append($0) }
    try pass(events, to: link, at: nanoseconds, settings)
  }

  /// Does to the link what the host asks for.
  private static func pass(
    _ events: [DeviceEvent], to link: any PacketLink, at nanoseconds: UInt64, _ settings: Settings
  ) throws(LinkError) {
    for event in events {
      switch event {
      case .send(let bytes, let endpoint):
        settings.capture(
          Capture.Record(time: nanoseconds, direction: .toDevice, endpoint: endpoint, bytes: bytes))
        try link.send(bytes, to: endpoint)
      case .speed(let bitsPerSecond): try link.setSpeed(bitsPerSecond)
      default: break
      }
    }
  }
}

extension Seconds {
  /// Host time as a capture keeps it.
  init(nanoseconds: UInt64) { self.init(Double(nanoseconds) * 1e-9) }
}
