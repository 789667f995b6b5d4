internal import Dispatch
public import Events
public import Signals
internal import Synchronization

/// Rules, and the ways in which their alerts reach a person.
///
/// Events come from the threads that monitor and never wait: alerts go into a queue with room for a few, from which one thread
/// hands them to the outlets in turn. Where an outlet hangs and the queue is full, the oldest alert makes room and is counted.
public final class AlertDesk: Sendable {
  /// How alerts are brought out.
  public enum Delivery: Sendable {
    /// On a thread of the desk's own.
    case inBackground
    /// At once, before the call is back: for virtual time.
    case inline
  }

  private let state: Mutex<State>
  private let outlets: [any AlertOutlet]
  private let capacity: Int
  private let queue: DispatchQueue?
  private let group = DispatchGroup()
  private let tell: @Sendable (Health) -> Void

  private struct State {
    var engine: AlertEngine
    var waiting: [Alert] = []
    var dropped = 0
    var droppedTold = 0
    var queue = OutletStanding()
    var isDelivering = false
    var isClosed = false
    var standing: [OutletStanding]
  }

  /// A desk for some rules.
  ///
  /// - Parameters:
  ///   - outlets: the quickest first: they are served in this order.
  ///   - capacity: how many alerts may wait.
  ///   - tell: is given what a person should know of outlets, from any thread: one that fails, at most once a minute
  ///     each, and one that works again.
  public init(
    rules: [AlertRule], outlets: [any AlertOutlet], capacity: Int = 16, delivery: Delivery = .inBackground,
    tell: @escaping @Sendable (Health) -> Void
  ) {
    state = Mutex(
      State(
        engine: AlertEngine(rules: rules), standing: outlets.map { _ in OutletStanding() }))
    queue = delivery == .inBackground ? DispatchQueue(label: "SpasmKit.alerts", qos: .userInitiated) : nil
    (self.outlets, self.capacity, self.tell) = (outlets, max(1, capacity), tell)
  }

  /// Takes an event of a wearable, counted from 0, at host time `now`; hands back what is told of it, for a screen.
  @discardableResult
  public func take(_ event: Event, wearable: Int = 0, now: Seconds) -> [Alert] {
    give { $0.take(event, wearable: wearable, now: now) }
  }

  /// Lets time pass; asked once a second or more often.
  @discardableResult
  public func tick(_ now: Seconds) -> [Alert] { give { $0.tick(now) } }

  /// Tells nothing for `span` from `now` on; 0 ends a silence.
  public func silence(for span: Seconds = AlertEngine.usualSilence, now: Seconds) {
    state.withLock { $0.engine.silence(for: span, now: now) }
  }

  /// When a silence that was asked for ends, by the host's clock.
  public var silentUntil: Seconds? { state.withLock { $0.engine.silentUntil } }

  /// Rules about a channel that none of the wearables has.
  public var rulesWithoutChannel: [AlertRule] { state.withLock { $0.engine.rulesWithoutChannel } }

  /// How many alerts made room for later ones.
  public var dropped: Int { state.withLock { $0.dropped } }

  /// Takes no more, and waits for what is under way, for `span` at the most; whether all that waited got its turn.
  @discardableResult
  public func finish(within span: Seconds) -> Bool {
    state.withLock { $0.isClosed = true }
    let isDone = group.wait(timeout: .now() + span.value) == .success
    if !isDone { state.withLock { $0.waiting = [] } }
    return isDone
  }

  private func give(_ ask: (inout AlertEngine) -> [Alert]) -> [Alert] {
    let (alerts, begins) = state.withLock { state in
      let alerts = state.isClosed ? [] : ask(&state.engine)
      state.waiting += alerts
      let excess = state.waiting.count - capacity
      if excess > 0 {
        state.waiting.removeFirst(excess)
        state.dropped += excess
      }
      let begins = !state.isDelivering && !state.waiting.isEmpty
      if begins { state.isDelivering = true }
      return (alerts, begins)
    }
    guard begins else { return alerts }
    if let queue { queue.async(group: group) { self.deliverAll() } } else { deliverAll() }
    return alerts
  }

  private func deliverAll() {
    while let alert = next() {
      for (position, outlet) in outlets.enumerated() {
        var failure: AlertFailure?
        do throws(AlertFailure) { try outlet.deliver(alert) } catch { failure = error }
        let news = state.withLock { $0.standing[position].news(of: outlet.name, failure, at: alert.given) }
        if let news { tell(news) }
      }
      if let news = newsOfQueue(at: alert.given) { tell(news) }
    }
  }

  /// Whether alerts were let go, as far as it has not been told.
  private func newsOfQueue(at now: Seconds) -> Health? {
    state.withLock { state in
      let lost = state.dropped - state.droppedTold
      let failure = AlertFailure(
        outlet: "queue", reason: "\(lost) of the alerts were let go, since an outlet takes long",
        remedy: "leave that outlet out, or let rules alert less often")
      let news = state.queue.news(of: "queue", lost > 0 ? failure : nil, at: now)
      if news?.condition == .outletFailed { state.droppedTold = state.dropped }
      return news
    }
  }

  private func next() -> Alert? {
    state.withLock { state in
      if state.waiting.isEmpty {
        state.isDelivering = false
        return nil
      }
      return state.waiting.removeFirst()
    }
  }
}

/// Whether an outlet works, as far as it has been told.
struct OutletStanding {
  private var isToldFailed = false
  private var lastTold: Seconds?

  /// A failing outlet is told at most as often.
  private static let interval: Seconds = 60

  /// What is to be told after an attempt at host time `now`.
  mutating func news(of name: String, _ failure: AlertFailure?, at now: Seconds) -> Health? {
    guard let failure else {
      guard isToldFailed else { return nil }
      isToldFailed = false
      return Health(.outletBack, detail: "alerts: \(name)")
    }
    if let lastTold, now - lastTold < Self.interval { return nil }
    (isToldFailed, lastTold) = (true, now)
    return Health(.outletFailed, detail: "alerts: \(failure.message)")
  }
}
