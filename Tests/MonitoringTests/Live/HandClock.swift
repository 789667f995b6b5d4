import Monitoring
import Signals
import Synchronization

/// Clocks that a test moves by hand.
final class HandClock: Sendable {
  struct Hands {
    var elapsed = 100.0
    var slept = 0.0
    var wall = 1.8e9
  }

  private let hands = Mutex(Hands())

  var clock: MonitorClock {
    MonitorClock(
      elapsed: { Seconds(self.hands.withLock(\.elapsed)) },
      awake: { Seconds(self.hands.withLock { $0.elapsed - $0.slept }) },
      wall: { self.hands.withLock(\.wall) }, pause: { self.move($0.value) })
  }

  /// Lets time pass.
  func move(_ seconds: Double) {
    hands.withLock {
      $0.elapsed += seconds
      $0.wall += seconds
    }
  }

  /// Sets the wall clock.
  func set(by seconds: Double) { hands.withLock { $0.wall += seconds } }

  /// Lets the machine sleep.
  func sleep(_ seconds: Double) {
    move(seconds)
    hands.withLock { $0.slept += seconds }
  }
}
