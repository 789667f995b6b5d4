public import Signals
internal import Synchronization

/// Time that passes only when it is told to: what a machine's clocks show, in a world that is played.
public final class VirtualClock: Sendable {
  private struct State {
    var elapsed: Seconds = 0
    var asleep: Seconds = 0
    var wallLead: Double
  }

  private let state: Mutex<State>

  /// A clock at 0, when the wall clock shows `wall`, in seconds since 1970.
  public init(wall: Double = 1_700_000_000) { state = Mutex(State(wallLead: wall)) }

  /// Since the beginning; counts while the machine sleeps.
  public var elapsed: Seconds { state.withLock(\.elapsed) }
  /// Since the beginning, but for what the machine slept.
  public var awake: Seconds { state.withLock { $0.elapsed - $0.asleep } }
  /// What the wall clock shows, in seconds since 1970.
  public var wall: Double { state.withLock { $0.elapsed.value + $0.wallLead } }

  /// Lets so much time pass.
  public func pass(_ span: Seconds) { state.withLock { $0.elapsed = $0.elapsed + max(0, span) } }

  /// Lets the machine sleep so long.
  public func sleep(_ span: Seconds) {
    state.withLock { state in
      state.elapsed = state.elapsed + max(0, span)
      state.asleep = state.asleep + max(0, span)
    }
  }

  /// Sets the wall clock by so many seconds, forward or back.
  public func setWall(by seconds: Double) { state.withLock { $0.wallLead += seconds } }
}
