internal import Events
internal import Signals

/// One rule on one wearable: what it waits for, what it has told, and what it held back.
struct RuleWatch {
  /// What an occurrence is of.
  enum Place: Hashable {
    case channel(Int)
    case bout(Int)
    case wearable
  }

  /// Something that a rule watches, as long as it lasts.
  struct Occurrence {
    /// When it began, by the host's clock.
    var began: Seconds
    /// When it is to be told, by the host's clock.
    var due: Seconds
    /// When what is known of it has aged too far to be told; nil where news come only when it changes.
    var expires: Seconds?
    /// The event that told of it last.
    var cause: Event
    /// How often it was: spasms of a bout, twitches of a span.
    var count = 1
    var isTold = false
    /// Whether the alert spoke of it, and did not only count it.
    var isNamed = false
    var isHeld = false
  }

  /// What is to be said, before it has words.
  struct Saying {
    var state: Alert.State
    var place: Place
    var occurrence: Occurrence
    var heldBack: Int
  }

  let rule: AlertRule
  private(set) var open: [Place: Occurrence] = [:]
  private var lastTold: Seconds?
  /// Occurrences that are over and were never told, since the last alert.
  private var untold = 0

  init(_ rule: AlertRule) { self.rule = rule }

  /// Something begins, or there are news of it; it is told when it is due.
  mutating func begin(
    _ place: Place, since began: Seconds, due: Seconds, expires: Seconds? = nil, count: Int = 1, cause: Event
  ) {
    if var known = open[place] {
      (known.due, known.expires, known.cause, known.count) = (due, expires, cause, count)
      open[place] = known
    } else {
      open[place] = Occurrence(began: began, due: due, expires: expires, cause: cause, count: count)
    }
  }

  /// It is over.
  mutating func end(_ place: Place) {
    if let over = open.removeValue(forKey: place), over.isHeld, !over.isTold { untold += 1 }
  }

  /// It was never so; what was said of it is taken back.
  mutating func retract(_ place: Place, cause: Event, isSilent: Bool) -> Saying? {
    guard var gone = open.removeValue(forKey: place), gone.isNamed, !isSilent else { return nil }
    gone.cause = cause
    return Saying(state: .takenBack, place: place, occurrence: gone, heldBack: 0)
  }

  /// All that goes on is over, as when a recording ends.
  mutating func endAll() {
    for place in Array(open.keys) { end(place) }
  }

  /// What is to be told at `now`: the first that is due, which counts those that are due with it.
  mutating func tell(at now: Seconds, isSilent: Bool) -> Saying? {
    // Nearly always there is nothing, and this is asked often.
    guard !open.isEmpty else { return nil }
    let due = open.filter { _, one in
      !one.isTold && one.due <= now && one.expires.map { now <= $0 } ?? true
    }
    guard let first = due.min(by: { Self.order($0) < Self.order($1) }) else { return nil }
    if isSilent || lastTold.map({ now - $0 < rule.every }) ?? false {
      for place in due.keys { open[place]?.isHeld = true }
      return nil
    }
    for place in due.keys { open[place]?.isTold = true }
    open[first.key]?.isNamed = true
    let heldBack = untold + due.count - 1
    (lastTold, untold) = (now, 0)
    return Saying(state: .given, place: first.key, occurrence: first.value, heldBack: heldBack)
  }

  /// The earliest first, then by number, so that the same events lead to the same alerts.
  private static func order(_ item: (key: Place, value: Occurrence)) -> (Seconds, Int) {
    switch item.key {
    case .channel(let number), .bout(let number): (item.value.due, number)
    case .wearable: (item.value.due, 0)
    }
  }
}
