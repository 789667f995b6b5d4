public import Events
internal import Foundation
public import Signals

/// Several wearables that are monitored at once: two threads each, one that listens and one that judges.
///
/// They fail apart: a wearable that is gone, or a disk that is full for one, is nothing to the others.
public final class Monitor {
  private let feeds: [Feed]
  private let lanes: [Lane]
  private let running = DispatchGroup()
  private let clock: MonitorClock
  /// The detection's tables are on the stack in places.
  private static let stackSize = 8 << 20

  /// A monitor of wearables: `lanes[i]` judges what `feeds[i]` hears.
  public init(_ feeds: [Feed], _ lanes: [Lane], clock: MonitorClock) {
    self.feeds = feeds
    self.lanes = lanes
    self.clock = clock
  }

  /// Begins.
  public func start() {
    for (number, (feed, lane)) in zip(feeds, lanes).enumerated() {
      // From here on each is its thread's alone, until that has ended.
      nonisolated(unsafe) let (feed, lane) = (feed, lane)
      begin("listen \(number + 1)") { feed.run() }
      begin("judge \(number + 1)") { lane.run() }
    }
  }

  /// Waits so long at the most; true when all is over and closed.
  public func wait(_ span: Seconds) -> Bool { running.wait(timeout: .now() + span.value) == .success }

  /// Whether every lane has looked after its work within `span`.
  public func isWell(within span: Seconds) -> Bool {
    let moment = clock.elapsed() - span
    return lanes.allSatisfy { $0.inbox.isWell(since: moment) }
  }

  /// Leaves news for the log of every wearable.
  public func tell(_ health: Health) {
    for lane in lanes { lane.inbox.put(health) }
  }

  private func begin(_ name: String, _ body: @escaping @Sendable () -> Void) {
    running.enter()
    let thread = Thread { [running] in
      body()
      running.leave()
    }
    thread.name = name
    thread.stackSize = Self.stackSize
    thread.start()
  }
}
