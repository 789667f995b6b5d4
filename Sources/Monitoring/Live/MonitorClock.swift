internal import Glibc
public import Signals

/// The clocks of the machine, as values: in a test they are moved by hand.
public struct MonitorClock: Sendable {
  /// Seconds that never go back and go on while the machine sleeps.
  public var elapsed: @Sendable () -> Seconds
  /// Seconds that never go back and stand still while the machine sleeps.
  public var awake: @Sendable () -> Seconds
  /// What a clock on the wall shows, in seconds since 1970: people and programs set it.
  public var wall: @Sendable () -> Double
  /// Waits so long.
  public var pause: @Sendable (Seconds) -> Void

  /// Clocks.
  public init(
    elapsed: @escaping @Sendable () -> Seconds, awake: @escaping @Sendable () -> Seconds,
    wall: @escaping @Sendable () -> Double, pause: @escaping @Sendable (Seconds) -> Void
  ) {
    self.elapsed = elapsed
    self.awake = awake
    self.wall = wall
    self.pause = pause
  }

  /// The machine's own: CLOCK_BOOTTIME, CLOCK_MONOTONIC and CLOCK_REALTIME of clock_gettime(2).
  public static let system = MonitorClock(
    elapsed: { Seconds(read(CLOCK_BOOTTIME)) }, awake: { Seconds(read(CLOCK_MONOTONIC)) },
    wall: { read(CLOCK_REALTIME) },
    pause: { span in
      guard span > 0 else { return }
      let whole = span.value.rounded(.down)
      var rest = timespec(tv_sec: Int(whole), tv_nsec: Int((span.value - whole) * 1e9))
      nanosleep(&rest, nil)
    })

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// Notices a wall clock that was set and a machine that slept, by how its clocks run against each other.
struct ClockWatch {
  private var wallLead: Double
  private var slept: Double
  /// Clocks that are steered rather than set move by far less between two looks.
  private static let least = 1.0

  init(_ clock: MonitorClock) {
    wallLead = clock.wall() - clock.elapsed().value
    slept = (clock.elapsed() - clock.awake()).value
  }

  /// By how many seconds the wall clock was set since the last look, and how long the machine slept; 0 where neither was.
  mutating func look(_ clock: MonitorClock) -> (jump: Double, sleep: Double) {
    let elapsed = clock.elapsed()
    let lead = clock.wall() - elapsed.value
    let asleep = (elapsed - clock.awake()).value
    let (jump, sleep) = (lead - wallLead, asleep - slept)
    // What is told begins a new account; what is not adds up until it is worth telling.
    if abs(jump) >= Self.least { wallLead = lead }
    if sleep >= Self.least { slept = asleep }
    return (abs(jump) >= Self.least ? jump : 0, sleep >= Self.least ? sleep : 0)
  }
}
