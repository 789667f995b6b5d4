public import Events
public import Signals
internal import Synchronization

/// What other threads have to say to a lane, and how they see that it is alive.
public final class Inbox: Sendable {
  private struct State {
    var news: [Health] = []
    var pulse: Seconds?
    var isOver = false
  }

  private let state = Mutex(State())

  /// An empty one.
  public init() {}

  /// News beyond so many are not kept: the first ones tell the cause.
  private static let most = 100

  /// Leaves news for the log; the lane writes it within a second.
  public func put(_ health: Health) {
    state.withLock { if $0.news.count < Self.most { $0.news.append(health) } }
  }

  /// Whether the lane is over, or has looked after its work since `moment`.
  public func isWell(since moment: Seconds) -> Bool {
    state.withLock { $0.isOver || ($0.pulse ?? moment) >= moment }
  }

  func empty() -> [Health] {
    state.withLock { state in
      defer { state.news.removeAll() }
      return state.news
    }
  }

  func pulse(at now: Seconds) { state.withLock { $0.pulse = now } }

  func end() { state.withLock { $0.isOver = true } }
}
