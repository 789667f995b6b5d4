internal import Signals

/// Turns the contractions of acts into the events of a truth, by playing each alone and measuring it.
struct EventMeasurer: Sendable {
  /// Events fainter than this over rest, in decibels, are not asked of a detector, as in the benchmark.
  private static let faintest: Decibels = 3
  /// Cross-talk fainter than this is lost in rest; what is stronger may add up with that of another muscle.
  private static let faintestCrossTalk: Decibels = -6
  /// Shorter than this, nothing is a spasm, as in the benchmark.
  private static let shortestSpasm: Seconds = 3

  private let yardstick: ActivityMeasure.Yardstick
  /// Whether all events are asked of a detector, because their ratio was asked for.
  private let asksForAll: Bool
  /// Samples of the recording.
  private let length: Int64

  /// For a recording of `scenario` that lasts `duration`.
  init(_ scenario: Scenario, duration: Seconds) {
    let wearable = scenario.wearable
    asksForAll = scenario.ratio != nil
    yardstick = ActivityMeasure.Yardstick(rate: wearable.muscleRate, rest: wearable.rest)
    length = wearable.muscleRate.index(nearest: duration)
  }

  /// The events of one contraction of `act`: itself, what flickers up after it, and what neighbours see of it.
  ///
  /// The recording's ends cut off what lies beyond them.
  func events(of activity: MuscleActivity, _ contraction: Act.Contraction, in act: Act)
    -> [SimulatedTruth.Event]
  {
    let firing = contraction.firing
    var player = Player(activity, until: length)
    var events: [SimulatedTruth.Event] = []
    let own = firing.sustained + FiringPattern.tail
    if let event = measure(&player, until: own, plateau: firing.plateau) {
      events.append(named(event, firing, act))
    }
    for window in firing.aftermath {
      guard var event = measure(&player, until: window.upperBound, plateau: nil) else { continue }
      event.kind = Act.Kind.twitch.rawValue
      event.subtype = Act.Subtype.afterDischarge.rawValue
      event.isIgnored = true
      events.append(event)
    }
    return events
  }

  /// What another electrode sees of a contraction of `act`, when that is a quarter of its rest or more.
  func crossTalk(of activity: MuscleActivity, _ contraction: Act.Contraction, in act: Act)
    -> SimulatedTruth.Event?
  {
    let firing = contraction.firing
    var player = Player(activity, until: length)
    guard
      var event = measure(
        &player, until: firing.sustained + FiringPattern.tail, plateau: firing.plateau),
      event.ratio >= Self.faintestCrossTalk
    else { return nil }
    event = named(event, firing, act)
    event.isCrossTalk = true
    event.isIgnored = true
    return event
  }

  private func named(_ event: SimulatedTruth.Event, _ firing: FiringPattern, _ act: Act)
    -> SimulatedTruth.Event
  {
    var event = event
    event.kind = act.kind.rawValue
    event.subtype = act.subtype?.rawValue
    event.motion = act.motion?.rawValue
    event.rise = Seconds(firing.rise)
    event.fall = Seconds(firing.fall)
    event.isTrain = act.isTrain
    // What is left of it at the recording's end may not show yet what it is.
    let isCut = yardstick.rate.index(nearest: event.end) >= length - 1
    let least: Seconds = act.kind == .spasm ? Self.shortestSpasm : 0
    if isCut, act.kind == .twitch || event.end - event.start < least { event.isIgnored = true }
    return event
  }

  /// A contraction's signal, as far as it has been measured.
  private struct Player {
    var activity: MuscleActivity
    /// Samples of it that the recording holds.
    let available: Int64
    var position: Int64

    /// `activity` from the recording's start on, in a recording of `length` samples.
    init(_ activity: MuscleActivity, until length: Int64) {
      self.activity = activity
      self.activity.skip(to: 0)
      available = min(activity.count, length - activity.firstIndex)
      position = max(0, -activity.firstIndex)
    }
  }

  /// An event without a name: the signal from where the player is `until` a time, in seconds from its start.
  private func measure(_ player: inout Player, until end: Double, plateau: Range<Double>?)
    -> SimulatedTruth.Event?
  {
    let rate = yardstick.rate
    let start = player.position
    func place(_ time: Double) -> Int64 {
      max(0, min(player.available, rate.index(nearest: Seconds(time))) - start)
    }
    let count = place(end)
    let samples = plateau.map { place($0.lowerBound)..<place($0.upperBound) }
    player.position += count
    guard count > 0,
      let measure = ActivityMeasure(
        &player.activity, count: count, plateau: samples.flatMap { $0.isEmpty ? nil : $0 },
        rest: player.activity.rest, by: yardstick)
    else { return nil }
    let origin = player.activity.firstIndex + start
    func time(_ offset: Int64) -> Seconds { rate.time(of: origin + offset) }
    var event = SimulatedTruth.Event(
      channel: player.activity.channel, kind: "", driveStart: time(0), start: time(measure.first),
      end: time(measure.last), detectableStart: time(measure.detectable.first),
      detectableEnd: time(measure.detectable.last), ratio: measure.ratio,
      isIgnored: !asksForAll && measure.ratio < Self.faintest)
    if measure.railed.count > 0 {
      event.railed = .init(
        samples: measure.railed.count, from: time(measure.railed.first), to: time(measure.railed.last))
    }
    return event
  }
}
