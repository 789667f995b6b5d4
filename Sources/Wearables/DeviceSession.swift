internal import Signals

/// The host of a device and the time line of what it sent: all that is between a link, or a capture of one, and the blocks.
struct DeviceSession: ~Copyable {
  private let kind: DeviceKind
  private var host: any DeviceHost & ~Copyable
  /// What the device carries; nil until it has been told.
  private(set) var profile: DeviceProfile?
  var line = DeviceLine([])
  /// Whether a device answers that is another one.
  private(set) var isOther = false

  /// Where the host stands.
  var stage: HostStage { mutating get { host.stage } }

  init(_ kind: DeviceKind) {
    self.kind = kind
    host = kind.makeHost()
  }

  /// Takes that a link was made; what cannot go on is begun anew.
  mutating func connect(at now: Seconds, _ out: (DeviceEvent) -> Void) {
    var isBegunAnew = isOther
    if case .failed = host.stage { isBegunAnew = true }
    if isBegunAnew {
      host = kind.makeHost()
      line.forgetBoot()
      isOther = false
    }
    step(at: now, out) { $0.connect(at: now, $1) }
  }

  /// Takes what came over the link.
  mutating func receive(
    _ bytes: UnsafeRawBufferPointer, from endpoint: UInt8, at now: Seconds, _ out: (DeviceEvent) -> Void
  ) {
    step(at: now, out) { $0.receive(bytes, from: endpoint, at: now, $1) }
    // With what comes and not with the time, so that a capture tells the same.
    line.look(host.clock, at: now)
  }

  /// Sends what is due.
  mutating func advance(to now: Seconds, _ out: (DeviceEvent) -> Void) {
    step(at: now, out) { $0.advance(to: now, $1) }
  }

  mutating func stop() { host.stop() }

  mutating func hand(_ vibrator: Vibrator, isConnected: Bool) {
    vibrator.hand(to: &host, isConnected: isConnected)
  }

  /// Lets the host do something; `out` takes what is for the link.
  private mutating func step(
    at now: Seconds, _ out: (DeviceEvent) -> Void,
    _ body: (inout any DeviceHost & ~Copyable, (DeviceEvent) -> Void) -> Void
  ) {
    var events: [DeviceEvent] = []
    body(&host) { events.append($0) }
    for event in events { take(event, at: now, out) }
  }

  private mutating func take(_ event: DeviceEvent, at now: Seconds, _ out: (DeviceEvent) -> Void) {
    switch event {
    case .send, .speed: out(event)
    case .described(let profile):
      if self.profile == nil {
        self.profile = profile
        line = DeviceLine(profile.streams)
      } else {
        isOther = isOther || !line.isDescribed(by: profile.streams)
      }
    default: if !isOther, profile != nil { line.take(event, at: now) }
    }
  }
}
