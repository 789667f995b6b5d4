internal import Signals
internal import Synchronization

/// Where the first wearable's time lies on the host's clock, as its recorder learns it.
///
/// The recorders of one session may run on threads of their own; this is all that they share.
final class SessionTimeline: Sendable {
  struct Line {
    /// The host's clock at the first sample.
    var zero: Double
    /// By how much the device's clock is faster than the host's, in parts per million.
    var drift: Double
  }

  private let state = Mutex<Line?>(nil)

  init() {}

  var line: Line? {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }
}

/// How a wearable's clock runs against the host's, by when its samples are taken.
struct WearableClock {
  private var arrivals = ClockFit()
  /// What the device's source says of its clock and its link.
  private var told = DeviceState()
  private var next: Double
  private let isFirst: Bool
  private let timeline: SessionTimeline

  /// A fit wants some samples before it says anything.
  private static let warmUp = 15.0
  private static let interval = 60.0

  init(isFirst: Bool, timeline: SessionTimeline, now: Double) {
    self.isFirst = isFirst
    self.timeline = timeline
    next = now + Self.warmUp
  }

  /// Takes the device's time at the end of a block, and when it came.
  mutating func take(_ device: Seconds, at now: Double) { arrivals.add(device: device, host: Seconds(now)) }

  /// Takes what the device's source says.
  mutating func take(_ state: DeviceState) { told = state }

  /// What is known by now, once a minute.
  mutating func due(at now: Double) -> SessionClock? {
    guard now >= next else { return nil }
    next = now + Self.interval
    return known()
  }

  /// What is known by now; nil while too little has come, of this wearable or of the first.
  func known() -> SessionClock? {
    guard let zero = arrivals.host(of: 0)?.value, let drift = arrivals.drift else { return nil }
    if isFirst { timeline.line = SessionTimeline.Line(zero: zero, drift: drift) }
    guard let first = timeline.line else { return nil }
    // Whoever listens to the link itself knows the drift better.
    return SessionClock(
      offset: isFirst ? 0 : (zero - first.zero) * (1 + first.drift * 1e-6), drift: told.drift ?? drift,
      jitter: told.jitter.map { $0.value * 1000 })
  }
}
