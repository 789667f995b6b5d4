internal import FirmwareProtocol
internal import Glibc
public import Links
public import Signals

/// A device of the native protocol, live: what it sends as blocks, on one time line through resets and lost links.
///
/// The first sample of a stream lies where its device time puts it, counted from the first sample of all; after a reset or a long
/// silence the samples go on where the clocks say. What was lost on the way is a gap: what the device sends later belongs to a
/// time that has been judged, and is left to a capture. What an electrode picks up that the device itself finds off is missing, so that
/// what is judged is what is kept. A device that has gone, or says nothing any more, is called again until it is there, or the caller has
/// enough. Between samples it tells news of the device, and that nothing comes ten times a second.
public final class DeviceSource: BlockSource {
  /// How a device is reached, and what the caller wants to know.
  public struct Settings {
    /// Makes the link, again each time that it was lost.
    public var connect: () throws(LinkError) -> any DeviceLink
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
      connect: @escaping () throws(LinkError) -> any DeviceLink, now: @escaping () -> Seconds,
      isStopped: @escaping () -> Bool
    ) {
      self.connect = connect
      self.now = now
      self.isStopped = isStopped
    }
  }

  public let description: SourceDescription
  public private(set) var damage: [String] = []
  /// Lets the wearer feel something, from any thread, where the device can.
  public let vibrator = Vibrator()

  private let name: String
  private let settings: Settings
  private var host = NativeHost()
  private var link: (any DeviceLink)?
  private var retry: Seconds = 0
  private var line: DeviceLine
  private var ending: Seconds?
  /// When bytes came last.
  private var heard: Seconds
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
  private static let idleInterval: Seconds = 0.1
  private static let pauseWithoutLink: Seconds = 0.005

  /// Connects to a device and asks what it carries; `name` is told in errors.
  ///
  /// - Throws: ``LinkError`` where there is no device, it does not answer, or it carries nothing that can be followed.
  public init(name: String, settings: Settings) throws(LinkError) {
    self.name = name
    self.settings = settings
    let link = try settings.connect()
    var heard: (greeting: Reply.Greeting, streams: [StreamDescriptor])?
    let begin = settings.now()
    while heard == nil {
      if case .failed(let failure) = host.phase {
        throw LinkError(.unavailable, name: name, reason: failure.reason)
      }
      guard settings.now() - begin < Self.patience, !settings.isStopped() else {
        throw LinkError(.unavailable, name: name, reason: "does not tell what it carries")
      }
      _ = try Self.exchange(&host, link, settings) { event, _ in
        if case .described(let greeting, let streams) = event { heard = (greeting, streams) }
      }
    }
    let greeting = heard?.greeting
    line = DeviceLine(heard?.streams ?? [])
    guard !line.streams.isEmpty else {
      throw LinkError(.unavailable, name: name, reason: "carries no muscle and no motion")
    }
    self.link = link
    (self.heard, delivered) = (settings.now(), settings.now())
    let words = greeting.map { "\(printable($0.firmware)) on \(printable($0.hardware))" } ?? "a device"
    description = SourceDescription(
      format: words, streams: line.streams, announcedFrames: line.streams.map { _ in nil },
      ignored: line.ignored)
  }

  public func next(into block: inout Block) -> Delivery {
    while true {
      if let delivery = line.take(into: &block) {
        delivered = settings.now()
        return delivery
      }
      if isOver { return .end }
      pump()
      if line.isEmpty, settings.now() - delivered >= Self.idleInterval {
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
      host.stop()
    }
    guard let ending else { return false }
    return host.phase != .stopping || link == nil || now - ending > Self.farewell
  }

  private func pump() {
    vibrator.hand(to: &host, isConnected: link != nil && absence == nil)
    guard let link else { return reconnect() }
    if case .failed(let failure) = host.phase {
      // It is called again from the start.
      lose(failure.reason)
      return forget()
    }
    var isOther = false
    do throws(LinkError) {
      let came = try Self.exchange(&host, link, settings) { event, now in
        if case .described(_, let streams) = event, !line.isDescribed(by: streams) { isOther = true }
        if !isOther { line.take(event, at: now) }
      }
      listen(came)
    } catch {
      lose(error.reason)
    }
    guard isOther else { return }
    lose("another device answers, which carries other streams")
    forget()
  }

  /// Notices that the device has fallen silent, or is heard again.
  private func listen(_ came: Bool) {
    let now = settings.now()
    if came { heard = now }
    if came, absence != nil, host.phase == .streaming {
      absence = nil
      line.tell(.linkBack)
    }
    line.look(host.clock, at: now)
    guard now - heard >= Self.longestSilence, host.phase == .streaming else { return }
    miss("says nothing")
    if now - heard >= Self.longestWait { lose("says nothing") }
  }

  private func miss(_ reason: String) {
    guard absence != reason else { return }
    absence = reason
    line.tell(.linkLost("\(name): \(reason)"))
  }

  private func lose(_ reason: String) {
    link = nil
    retry = settings.now() + Self.retryInterval
    if absence == nil { miss(reason) }
  }

  private func forget() {
    host = NativeHost()
    line.forgetBoot()
  }

  private func reconnect() {
    let now = settings.now()
    guard now >= retry else { return settings.pause(min(retry - now, Self.pauseWithoutLink)) }
    retry = now + Self.retryInterval
    guard let link = try? settings.connect() else { return }
    self.link = link
    heard = now
  }

  /// Reads what is there, waiting a few milliseconds, and writes what is due; gives whether anything came.
  private static func exchange(
    _ host: inout NativeHost, _ link: any DeviceLink, _ settings: Settings,
    _ take: (NativeHost.Event, Seconds) -> Void
  ) throws(LinkError) -> Bool {
    let came = try link.read(waiting: 5)
    // When it came, and not when it was first waited for.
    let now = settings.now()
    let nanoseconds = UInt64(max(0, now.value * 1e9))
    var out: [[UInt8]] = []
    func handle(_ event: NativeHost.Event) {
      if case .send(let bytes) = event { out.append(bytes) } else { take(event, now) }
    }
    if !came.isEmpty {
      settings.capture(Capture.Record(time: nanoseconds, direction: .fromDevice, bytes: came))
      came.withUnsafeBytes { host.receive($0, at: now, handle) }
    }
    host.tick(at: now, handle)
    for bytes in out {
      settings.capture(Capture.Record(time: nanoseconds, direction: .toDevice, bytes: bytes))
      try link.write(bytes)
    }
    return !came.isEmpty
  }
}

extension NativeHost.Failure {
  /// What went wrong, in words.
  public var reason: String {
    switch self {
    case .silent(let request): "does not answer \(request.type)"
    case .refused(let type, let result): "refuses with \(type): \(result)"
    }
  }
}
