internal import FirmwareProtocol
internal import Glibc
public import Links
public import Signals

/// A device of the native protocol, live: what it sends as blocks, on one time line through resets and lost links.
///
/// The first sample of a stream lies where its device time puts it, counted from the device's start of streaming; after a reset the
/// samples go on where the host's clock says. What was lost on the way is a gap: what the device sends later belongs to a time that
/// has been judged, and is left to a capture. A device that has gone is called again until it is there, or the caller has enough.
public final class DeviceSource: BlockSource {
  /// How a device is reached, and what the caller wants to know.
  public struct Settings {
    /// Makes the link, again each time that it was lost.
    public var connect: () throws(LinkError) -> ByteLink
    /// A clock that never goes back.
    public var now: () -> Seconds
    /// Whether the caller has had enough: the device is told to stop, and the source ends.
    public var isStopped: () -> Bool
    /// Takes what goes over the wire, both ways.
    public var capture: (Capture.Record) -> Void = { _ in }

    /// Settings of a link.
    public init(
      connect: @escaping () throws(LinkError) -> ByteLink, now: @escaping () -> Seconds,
      isStopped: @escaping () -> Bool
    ) {
      self.connect = connect
      self.now = now
      self.isStopped = isStopped
    }
  }

  /// Told that the device has gone, with the reason, and that it is back, with nil.
  public var onLink: (LinkError?) -> Void = { _ in }
  /// Called while nothing comes, several times a second.
  public var whileIdle: () -> Void = {}
  public let description: SourceDescription
  public private(set) var damage: [String] = []

  private let name: String
  private let settings: Settings
  private var host = NativeHost()
  private var link: ByteLink?
  private var retry: Seconds = 0
  private var line: DeviceLine
  private var ending: Seconds?

  /// How long a device may take to tell what it carries.
  private static let patience: Seconds = 10
  /// How long it is waited for, to say where it stopped.
  private static let farewell: Seconds = 2
  private static let retryInterval: Seconds = 1

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
      let now = settings.now()
      if case .failed(let failure) = host.phase {
        throw LinkError(.unavailable, name: name, reason: failure.reason)
      }
      guard now - begin < Self.patience, !settings.isStopped() else {
        throw LinkError(.unavailable, name: name, reason: "does not tell what it carries")
      }
      try Self.exchange(&host, link, settings, at: now) { event in
        if case .described(let greeting, let streams) = event { heard = (greeting, streams) }
      }
    }
    let greeting = heard?.greeting
    line = DeviceLine(heard?.streams ?? [])
    guard !line.streams.isEmpty else {
      throw LinkError(.unavailable, name: name, reason: "carries no muscle and no motion")
    }
    self.link = link
    let words = greeting.map { "\(printable($0.firmware)) on \(printable($0.hardware))" } ?? "a device"
    description = SourceDescription(
      format: words, streams: line.streams, announcedFrames: line.streams.map { _ in nil },
      ignored: line.ignored)
  }

  public func next(into block: inout Block) -> Delivery {
    while true {
      if let delivery = line.take(into: &block) { return delivery }
      if isOver { return .end }
      pump()
      if line.isEmpty { whileIdle() }
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
    let now = settings.now()
    guard let link else { return reconnect(at: now) }
    if case .failed(let failure) = host.phase {
      // It is called again from the start.
      lose(LinkError(.unavailable, name: name, reason: failure.reason), at: now)
      host = NativeHost()
      line.forgetBoot()
      return
    }
    var isOther = false
    do throws(LinkError) {
      try Self.exchange(&host, link, settings, at: now) { event in
        if case .described(_, let streams) = event, !line.isDescribed(by: streams) { isOther = true }
        if !isOther { line.take(event, at: now) }
      }
    } catch {
      lose(error, at: now)
    }
    guard isOther else { return }
    lose(
      LinkError(.unavailable, name: name, reason: "another device answers, which carries other streams"),
      at: now)
    host = NativeHost()
    line.forgetBoot()
  }

  private func lose(_ error: LinkError, at now: Seconds) {
    link = nil
    retry = now + Self.retryInterval
    onLink(error)
  }

  private func reconnect(at now: Seconds) {
    guard now >= retry else {
      usleep(5_000)
      return
    }
    retry = now + Self.retryInterval
    guard let link = try? settings.connect() else { return }
    self.link = link
    onLink(nil)
  }

  /// Reads what is there, waiting a few milliseconds, and writes what is due.
  private static func exchange(
    _ host: inout NativeHost, _ link: ByteLink, _ settings: Settings, at now: Seconds,
    _ take: (NativeHost.Event) -> Void
  ) throws(LinkError) {
    let came = try link.read(waiting: 5)
    let nanoseconds = UInt64(max(0, now.value * 1e9))
    var out: [[UInt8]] = []
    func handle(_ event: NativeHost.Event) {
      if case .send(let bytes) = event { out.append(bytes) } else { take(event) }
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
