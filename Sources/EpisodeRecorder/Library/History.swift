/// What the days brought: episodes by day and by hour of the day, beside how long was recorded.
///
/// An episode counts for what the person holds it for, and for the day and hour of its onset, where it was. A day
/// without a recording is not a day without spasms.
public struct History: Hashable, Sendable {
  /// What happened in a day, or in an hour of the days.
  public struct Span: Hashable, Sendable {
    /// Seconds that were recorded.
    public var recorded: Double = 0
    /// How many episodes began, by what they are held for.
    public var counts: [String: Int] = [:]
    /// Seconds that spasms lasted together.
    public var spasmSeconds: Double = 0
    /// Seconds that the longest lasted.
    public var longest: Double = 0
    /// The strongest spasm's RMS over rest.
    public var strongest: Double?
    /// How many bouts began: spasms that recurred.
    public var bouts = 0
    /// The greatest pain that was noted.
    public var pain: Int?
    public var notes = 0

    public init() {}

    public var spasms: Int { counts["spasm"] ?? 0 }
    public var twitches: Int { counts["twitch"] ?? 0 }
  }

  /// The days, as ``WallTime/day`` counts them; the last is today.
  public private(set) var days: ClosedRange<Int>
  /// A day each, in order.
  public private(set) var byDay: [Span]
  /// An hour of the day each, from midnight; over all days.
  public private(set) var byHour: [Span]
  /// How long each spasm lasted, in ascending order.
  public private(set) var durations: [Double] = []
  /// How many episodes the person corrected.
  public private(set) var corrected = 0

  /// The last `count` days up to the day of `now`.
  public init(
    sessions: [LibrarySession], episodes: [LibraryEpisode], notes: [Note], days count: Int, now: WallTime
  ) {
    days = now.day - max(count, 1) + 1...now.day
    byDay = Array(repeating: Span(), count: days.count)
    byHour = Array(repeating: Span(), count: 24)
    for session in sessions {
      if let started = session.started { add(recordingFrom: started, lasting: session.duration) }
    }
    var bouts: Set<[String]> = []
    for episode in episodes {
      guard let at = episode.at, days.contains(at.day) else { continue }
      var isFirstOfBout = false
      if episode.heldFor == "spasm", let bout = episode.episode.bout {
        isFirstOfBout = bouts.insert([episode.session, String(episode.wearable), String(bout)]).inserted
      }
      change(at) { $0.add(episode, isFirstOfBout: isFirstOfBout) }
      if episode.heldFor == "spasm" { durations.append(episode.episode.duration) }
      if episode.correction != nil { corrected += 1 }
    }
    durations.sort()
    for note in notes where note.kind != .correction && days.contains(note.at.day) {
      change(note.at) { span in
        span.notes += 1
        span.pain = [span.pain, note.pain].compactMap(\.self).max()
      }
    }
  }

  /// Everything together.
  public var total: Span {
    byDay.reduce(into: Span()) { total, day in
      total.recorded += day.recorded
      total.counts.merge(day.counts) { $0 + $1 }
      total.spasmSeconds += day.spasmSeconds
      total.longest = max(total.longest, day.longest)
      total.strongest = [total.strongest, day.strongest].compactMap(\.self).max()
      total.bouts += day.bouts
      total.pain = [total.pain, day.pain].compactMap(\.self).max()
      total.notes += day.notes
    }
  }

  private mutating func change(_ at: WallTime, _ body: (inout Span) -> Void) {
    body(&byDay[at.day - days.lowerBound])
    body(&byHour[at.hour])
  }

  /// Books a recording, hour by hour.
  private mutating func add(recordingFrom started: WallTime, lasting duration: Double) {
    guard duration.isFinite, duration > 0 else { return }
    let zone = Double(started.offset ?? 0)
    let end = started.unixSeconds + duration
    var moment = max(started.unixSeconds, Double(days.lowerBound) * 86_400 - zone)
    while moment < end {
      let at = WallTime(unixSeconds: moment, offset: started.offset)
      guard days.contains(at.day) else { return }
      let nextHour = Double(at.day * 24 + at.hour + 1) * 3600 - zone
      let span = min(end, nextHour) - moment
      change(at) { $0.recorded += span }
      moment = nextHour
    }
  }
}

extension History.Span {
  fileprivate mutating func add(_ episode: LibraryEpisode, isFirstOfBout: Bool) {
    counts[episode.heldFor, default: 0] += 1
    guard episode.heldFor == "spasm" else { return }
    spasmSeconds += episode.episode.duration
    longest = max(longest, episode.episode.duration)
    strongest = [strongest, episode.episode.severity?.timesRest].compactMap(\.self).max()
    if isFirstOfBout { bouts += 1 }
  }
}
