internal import Events
internal import Signals

/// Turns the events of one wearable into what one rule waits for.
struct RuleFollower {
  private(set) var watch: RuleWatch
  /// Why an electrode counts as off, by channel.
  private var reasons: [Int: Set<Reason>] = [:]
  /// Host times of the latest activities that a rule counts, oldest first; no more than it counts.
  private var latest: [Seconds] = []
  /// Spasms of the bouts that are open.
  private var spasms: [Int: Int] = [:]

  /// A call is renewed once a second; without that it is not known any more whether the spasm goes on.
  private static let patience: Seconds = 2

  private enum Reason: Hashable {
    case signal(Quality.Condition)
    case device
  }

  init(_ rule: AlertRule) { watch = RuleWatch(rule) }

  /// Forgets what went on, as when another recording begins; how often may be told stays.
  mutating func restart() {
    watch.endAll()
    (reasons, latest, spasms) = ([:], [], [:])
  }

  /// Takes an event that the rule may be about; says what is to be told.
  mutating func take(_ event: Event, at now: Seconds, isSilent: Bool) -> [RuleWatch.Saying] {
    var sayings: [RuleWatch.Saying] = []
    switch watch.rule.subject {
    case .activity(let kind, let limit):
      follow(event, kind, limit ?? 0, at: now, isSilent: isSilent, &sayings)
    case .repeated(let kind, let limit, let count, let within):
      guard case .episode(let episode) = event.body, episode.kind == kind, episode.duration > limit ?? 0
      else { break }
      if latest.count == count { latest.removeFirst() }
      latest.append(now)
      guard latest.count == count, let first = latest.first, now - first <= within else { break }
      watch.begin(.wearable, since: first, due: now, count: count, cause: event)
    case .bout(let limit): follow(event, bouts: limit, at: now, isSilent: isSilent, &sayings)
    case .battery(let limit):
      guard case .device(let state) = event.body, let battery = state.battery else { break }
      // A battery's figure wavers; it is one occurrence until it is well above the limit, or on a charger.
      if state.isCharging == true || battery >= limit.value + 0.02 {
        watch.end(.wearable)
      } else if battery < limit.value {
        watch.begin(.wearable, since: now, due: now, cause: event)
      }
    case .disk(let limit):
      guard case .health(let health) = event.body else { break }
      if health.condition == .spaceLow, let hours = health.hoursLeft {
        // It is told at a few levels only; between them the hours run.
        watch.begin(.wearable, since: now, due: now + max(0, Seconds(hours * 3600) - limit), cause: event)
      } else if health.condition == .pausedDiskFull {
        watch.begin(.wearable, since: now, due: now, cause: event)
      } else if health.condition == .resumed {
        watch.end(.wearable)
      }
    case .condition(.electrodeOff, let limit): follow(event, electrodes: limit, at: now)
    case .condition(let condition, let limit):
      guard case .health(let health) = event.body, let holds = condition.holds(after: health.condition) else {
        break
      }
      if !holds {
        watch.end(.wearable)
      } else if watch.open[.wearable] == nil {
        watch.begin(.wearable, since: now, due: now + limit, cause: event)
      }
    }
    if let saying = tick(now, isSilent: isSilent) { sayings.append(saying) }
    return sayings
  }

  /// What is to be told because time has passed.
  mutating func tick(_ now: Seconds, isSilent: Bool) -> RuleWatch.Saying? {
    if case .repeated(_, _, _, let within) = watch.rule.subject, let first = latest.first,
      now - first > within
    {
      watch.end(.wearable)
    }
    return watch.tell(at: now, isSilent: isSilent)
  }

  private mutating func follow(
    _ event: Event, _ kind: Episode.Kind, _ limit: Seconds, at now: Seconds, isSilent: Bool,
    _ sayings: inout [RuleWatch.Saying]
  ) {
    guard let channel = event.channel else { return }
    let place = RuleWatch.Place.channel(channel)
    switch event.body {
    case .spasm(.withdrawn, _) where kind == .spasm:
      if let saying = watch.retract(place, cause: event, isSilent: isSilent) { sayings.append(saying) }
    case .spasm(_, let onset) where kind == .spasm:
      let length = event.at - onset
      if case .spasm(_, let before)? = watch.open[place]?.cause.body, before != onset { watch.end(place) }
      watch.begin(
        place, since: now - length, due: now + max(0, limit - length), expires: now + Self.patience,
        cause: event)
    case .episode(let episode) where episode.kind == kind:
      if episode.duration > limit {
        watch.begin(place, since: now - episode.duration, due: now, cause: event)
        if let saying = watch.tell(at: now, isSilent: isSilent) { sayings.append(saying) }
      }
      watch.end(place)
    default: break
    }
  }

  private mutating func follow(
    _ event: Event, bouts limit: Int, at now: Seconds, isSilent: Bool, _ sayings: inout [RuleWatch.Saying]
  ) {
    switch event.body {
    case .episode(let episode) where episode.kind == .spasm:
      guard let bout = episode.bout else { return }
      let count = spasms[bout, default: 0] + 1
      spasms[bout] = count
      if count >= limit { watch.begin(.bout(bout), since: now, due: now, count: count, cause: event) }
    case .bout(let bout):
      // A series of leg movements has its number only now.
      if bout.spasms.count >= limit {
        watch.begin(.bout(bout.id), since: now, due: now, count: bout.spasms.count, cause: event)
        if let saying = watch.tell(at: now, isSilent: isSilent) { sayings.append(saying) }
      }
      spasms[bout.id] = nil
      watch.end(.bout(bout.id))
    default: break
    }
  }

  private mutating func follow(_ event: Event, electrodes limit: Seconds, at now: Seconds) {
    switch event.body {
    case .quality(let quality):
      guard let channel = event.channel, [.flat, .railed, .missing].contains(quality.condition) else {
        return
      }
      set(.signal(quality.condition), quality.present, channel, event, limit, at: now)
    case .device(let state):
      let before = reasons.filter { $0.value.contains(.device) }.keys
      for channel in Set(before).union(state.electrodesOff) {
        set(.device, state.electrodesOff.contains(channel), channel, event, limit, at: now)
      }
    default: break
    }
  }

  private mutating func set(
    _ reason: Reason, _ isPresent: Bool, _ channel: Int, _ event: Event, _ limit: Seconds, at now: Seconds
  ) {
    let wasOff = !reasons[channel, default: []].isEmpty
    if isPresent { reasons[channel, default: []].insert(reason) } else { reasons[channel]?.remove(reason) }
    let isOff = !reasons[channel, default: []].isEmpty
    if isOff, !wasOff { watch.begin(.channel(channel), since: now, due: now + limit, cause: event) }
    if !isOff { watch.end(.channel(channel)) }
  }
}

extension AlertRule.Condition {
  /// Whether it holds after such news; nil where they do not say.
  fileprivate func holds(after news: Health.Condition) -> Bool? {
    switch (self, news) {
    case (.linkLost, .linkLost), (.outletFailed, .outletFailed): true
    case (.recordingPaused, .pausedDiskFull), (.recordingPaused, .pausedFailure): true
    case (.linkLost, .linkBack), (.outletFailed, .outletBack), (.recordingPaused, .resumed): false
    default: nil
    }
  }
}
