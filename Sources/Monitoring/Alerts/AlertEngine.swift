public import Events
public import Signals

/// What a person is to be told of, by rules, from the events of one wearable or several.
///
/// A value without a clock: events and the host's time come in, alerts come out. An occurrence, from its beginning to its
/// end, is told once at the most. What comes sooner after an alert of its rule than the rule allows is held back: told later
/// if it lasts, else counted in the next alert. Times of the host never go back; one that does counts as the latest.
public struct AlertEngine: Sendable {
  /// The rules, in the order in which a person wrote them.
  public let rules: [AlertRule]
  /// When a silence that was asked for ends, by the host's clock.
  public private(set) var silentUntil: Seconds?
  private var lanes: [Int: Lane] = [:]
  private var now: Seconds = 0

  /// How long a person silences alerts.
  public static let usualSilence: Seconds = 600

  /// What is kept of one wearable.
  private struct Lane {
    var labels: [String] = []
    var writer = EventLineWriter(streams: [])
    var followers: [RuleFollower]

    /// `event` as far as a rule for the channel of this label is about it; nil where it is not.
    func narrowed(_ event: Event, to label: String?) -> Event? {
      guard let label else { return event }
      if let channel = event.channel { return self.label(channel) == label ? event : nil }
      guard case .device(var state) = event.body else { return event }
      state.electrodesOff = state.electrodesOff.filter { self.label($0) == label }
      var event = event
      event.body = .device(state)
      return event
    }

    func label(_ channel: Int) -> String? {
      labels.indices.contains(channel) ? labels[channel] : nil
    }
  }

  /// An engine that has seen nothing.
  public init(rules: [AlertRule]) { self.rules = rules }

  /// Takes an event of a wearable, counted from 0, at host time `now`; says what is to be told.
  ///
  /// A wearable begins with its `recording` line, which tells what its channels are called.
  public mutating func take(_ event: Event, wearable: Int = 0, now: Seconds) -> [Alert] {
    advance(to: now)
    var lane = lanes[wearable] ?? Lane(followers: rules.map(RuleFollower.init))
    // Other than in an array the lane must not be held twice, or all of it would be copied.
    lanes[wearable] = nil
    defer { lanes[wearable] = lane }
    switch event.body {
    case .recording(let header):
      lane.labels = header.streams.filter { $0.kind == .emg }.flatMap { $0.channels.map(\.label) }
      lane.writer = EventLineWriter(streams: header.streams)
      for position in lane.followers.indices { lane.followers[position].restart() }
      return []
    case .summary:
      for position in lane.followers.indices { lane.followers[position].restart() }
      return []
    default: break
    }
    // A channel that no recording line told of has no name to be told by.
    if let channel = event.channel, lane.label(channel) == nil { return [] }
    var alerts: [Alert] = []
    for (position, rule) in rules.enumerated() {
      guard let event = lane.narrowed(event, to: rule.channel) else { continue }
      for saying in lane.followers[position].take(event, at: self.now, isSilent: isSilent) {
        alerts.append(alert(saying, by: rule, of: lane, wearable))
      }
    }
    return alerts
  }

  /// Says what is to be told because it is `now`; asked once a second or more often.
  public mutating func tick(_ now: Seconds) -> [Alert] {
    advance(to: now)
    var alerts: [Alert] = []
    let (time, isSilent) = (self.now, isSilent)
    for wearable in lanes.keys.sorted() {
      for (position, rule) in rules.enumerated() {
        guard let saying = lanes[wearable]?.followers[position].tick(time, isSilent: isSilent),
          let lane = lanes[wearable]
        else { continue }
        alerts.append(alert(saying, by: rule, of: lane, wearable))
      }
    }
    return alerts
  }

  /// Tells nothing for `span` from `now` on; what lasts longer is told after it.
  ///
  /// A span of 0 ends a silence.
  public mutating func silence(for span: Seconds = usualSilence, now: Seconds) {
    advance(to: now)
    silentUntil = span > 0 ? self.now + span : nil
  }

  /// Rules about a channel that none of the wearables has; once all have begun, a person should know.
  public var rulesWithoutChannel: [AlertRule] {
    let labels = Set(lanes.values.flatMap(\.labels))
    return rules.filter { rule in rule.channel.map { !labels.contains($0) } ?? false }
  }

  private var isSilent: Bool { silentUntil != nil }

  private mutating func advance(to time: Seconds) {
    now = max(now, time)
    if let end = silentUntil, now >= end { silentUntil = nil }
  }

  private func alert(_ saying: RuleWatch.Saying, by rule: AlertRule, of lane: Lane, _ wearable: Int) -> Alert
  {
    var words = AlertSentence.text(saying, by: rule, label: { lane.label($0) ?? "" }, at: now)
    if wearable > 0 || lanes.keys.contains(where: { $0 != wearable }) {
      words = "wearable \(wearable + 1): \(words)"
    }
    return Alert(
      state: saying.state, rule: rule, wearable: wearable, at: saying.occurrence.cause.at, given: now,
      heldBack: saying.heldBack, fullWords: words,
      eventLine: lane.writer.line(saying.occurrence.cause).dropLast())
  }
}
