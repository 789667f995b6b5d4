public import FirmwareProtocol
public import Signals

/// The host's side of a session with a device that speaks the protocol of `Firmware-Protocol`.
///
/// A value without clock and link: bytes and time go in; requests, samples and news come out, in the order in which
/// they came. It greets, asks for every stream's description, starts, renews the lease, asks again what was lost, and
/// begins anew where the device was reset.
public struct NativeHost: ~Copyable {
  /// Where the session stands.
  public enum Phase: Hashable, Sendable {
    case greeting
    case describing(stream: UInt8)
    case starting
    case streaming
    case stopping
    case stopped
    case failed(Failure)
  }

  /// Why there is no session.
  public enum Failure: Error, Hashable, Sendable {
    /// The device did not answer.
    case silent(Request)
    /// The device refused a request that every device must grant.
    case refused(FrameType, RequestResult)
  }

  /// What comes out.
  public enum Event: Sendable {
    /// Bytes for the device.
    case send([UInt8])
    /// Who the device is and what it carries; once a boot.
    case described(Reply.Greeting, [StreamDescriptor])
    /// Streaming has begun.
    case started(Reply.Moment)
    /// Samples of a stream.
    case samples(SampleRun)
    case status(StatusFrame)
    case marker(MarkerFrame)
    /// The device was reset: what comes is counted anew.
    case restarted(boot: UInt16)
    /// Bytes that are no frame.
    case damaged(WireError)
  }

  /// Accounts of every stream, an epoch each.
  public internal(set) var accounts: [[SampleAccount]] = []
  public internal(set) var phase = Phase.greeting
  /// The device's clock against this one, for the epoch under way.
  public internal(set) var clock = ClockFit()

  var deframer = Deframer()
  var parts = FragmentAssembler()
  var compact: [CompactReader] = []
  /// What the last frame of each stream that was not compact told: for the compact ones that follow.
  var anchors: [Anchor] = []
  var greeting: Reply.Greeting?
  var streams: [StreamDescriptor] = []
  var pending: Pending?
  var backfill = Backfill()
  var lastID: UInt8 = 0
  var keepDue = 0.0
  var lastHeard = 0.0
  /// The boot that the last accounts are of.
  var accountBoot: UInt16?
  var values: [Int32] = []
  /// What the wearer is to feel, and has not been asked for yet.
  private var vibration: (pulses: UInt8, strength: UInt8)?
  let lease: UInt16

  /// A request under way.
  struct Pending {
    var request: Request
    var id: UInt8
    var sentAt: Double
    var tries: Int
  }

  /// Where a stream stood, and when.
  struct Anchor {
    var index: UInt64 = 0
    var time: UInt64 = 0
    var qualities: [SampleQuality] = []
  }

  static let patience = 1.0
  static let mostTries = 8
  /// A device that streams says something once a second.
  static let silence = 2.0

  /// A host that will ask for a lease of so many seconds.
  public init(lease: UInt16 = 30) {
    self.lease = lease
    values.reserveCapacity(WireLimit.values)
  }

  /// How many resets have been seen.
  public var epoch: Int { max(0, accounts.count - 1) }

  /// Sends what is due at `now`; to be called every few milliseconds, first of all too.
  public mutating func tick(at now: Seconds, _ take: (Event) -> Void) {
    if var pending {
      guard now.value - pending.sentAt >= Self.patience else { return }
      guard pending.tries < Self.mostTries else {
        phase = .failed(.silent(pending.request))
        return
      }
      pending.tries += 1
      pending.sentAt = now.value
      self.pending = pending
      send(pending.request, id: pending.id, take)
      return
    }
    switch phase {
    case .greeting:
      ask(.hello(major: 1, minor: 1, maxFrame: UInt16(WireLimit.frame)), at: now, take)
    case .describing(let stream): ask(.describe(stream: stream), at: now, take)
    case .starting: ask(.start(lease: lease), at: now, take)
    case .stopping: ask(.stop, at: now, take)
    case .streaming:
      // A device that has been silent for long may have been reset: it refuses to keep what it has not.
      if now.value >= min(keepDue, lastHeard + Self.silence) {
        keepDue = now.value + Double(lease) / 3
        lastHeard = now.value
        send(.keep(lease: lease), id: nextID(), take)
      }
      if let (pulses, strength) = vibration {
        vibration = nil
        send(.vibrate(pulses: pulses, strength: strength), id: nextID(), take)
      }
      askForLost(at: now, take)
    case .stopped, .failed: break
    }
  }

  /// Whether the device can be felt by who wears it; false before it has told.
  public var vibrates: Bool { greeting?.features.contains(.vibrates) ?? false }

  /// Lets the wearer feel so many pulses, of so many per cent of the greatest strength, with what is sent next.
  ///
  /// One that is lost on the way is not sent again: it would come too late. False where the device has no motor, or does not stream.
  public mutating func vibrate(pulses: UInt8, strength: UInt8) -> Bool {
    guard vibrates, phase == .streaming else { return false }
    vibration = (min(max(pulses, 1), WireLimit.pulses), min(max(strength, 1), 100))
    return true
  }

  /// Ends streaming; the phase becomes `stopped` when the device has said where each stream ended.
  public mutating func stop() {
    guard phase == .streaming || phase == .starting else { return }
    (pending, phase) = (nil, .stopping)
  }

  /// Takes bytes that came at `now`.
  public mutating func receive(_ bytes: UnsafeRawBufferPointer, at now: Seconds, _ take: (Event) -> Void) {
    var deframer = Deframer()
    swap(&deframer, &self.deframer)
    deframer.take(bytes) { result, raw in
      do throws(WireError) {
        handle(try result.get(), raw, at: now, take)
      } catch {
        if error != .unknownType { take(.damaged(error)) }
      }
    }
    swap(&deframer, &self.deframer)
  }

  mutating func nextID() -> UInt8 {
    lastID = lastID == 255 ? 1 : lastID + 1
    return lastID
  }

  private mutating func ask(_ request: Request, at now: Seconds, _ take: (Event) -> Void) {
    let id = nextID()
    pending = Pending(request: request, id: id, sentAt: now.value, tries: 1)
    send(request, id: id, take)
  }

  mutating func send(_ request: Request, id: UInt8, _ take: (Event) -> Void) {
    // Every request that is made here can be encoded.
    guard let bytes = try? Frame.request(request, id: id).encoded(checked: true) else { return }
    var stuffed: [UInt8] = []
    bytes.withUnsafeBytes { Stuffing.stuff($0, onto: &stuffed) }
    take(.send(stuffed))
  }
}
