import Signals
import Testing

@testable import Monitoring

/// A wall clock that is set, and a machine that sleeps.
@Suite struct ClockWatchTests {
  @Test func `a wall clock that is set is told once, with its sign`() {
    let hand = HandClock()
    var watch = ClockWatch(hand.clock)
    hand.move(3600)
    #expect(watch.look(hand.clock) == (0, 0))
    hand.set(by: -7200)
    let told = watch.look(hand.clock)
    #expect(abs(told.jump + 7200) < 1e-3 && told.sleep == 0)
    #expect(watch.look(hand.clock) == (0, 0))
  }

  @Test func `sleep is told once, and is no jump of the wall clock`() {
    let hand = HandClock()
    var watch = ClockWatch(hand.clock)
    hand.sleep(5400)
    let told = watch.look(hand.clock)
    #expect(told.jump == 0 && abs(told.sleep - 5400) < 1e-3)
    #expect(watch.look(hand.clock) == (0, 0))
  }

  @Test func `a clock that is steered a little at a time is told when it has become a second`() {
    let hand = HandClock()
    var watch = ClockWatch(hand.clock)
    var told: [Double] = []
    for _ in 0..<25 {
      hand.set(by: 0.05)
      told += [watch.look(hand.clock).jump].filter { $0 != 0 }
    }
    #expect(told.count == 1 && abs((told.first ?? 0) - 1) < 0.06)
  }
}
