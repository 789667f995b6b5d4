internal import Events
internal import Signals

/// Events on their way out: put in order, and given up once nothing earlier can follow.
///
/// Episodes and bouts get their numbers in that order: the order in which streams come to be judged depends on
/// how their samples arrive.
struct EventQueue: Sendable {
  private var waiting: [Event] = []
  private var lastEpisode = 0
  private var lastBout = 0
  private(set) var episodes: [Episode.Kind: Int] = [:]
  private(set) var closedBouts = 0
  /// The numbers on the lines, by the provisional ones: of the spasms, leg movements and bouts whose bout is not
  /// closed.
  private var spasmNumbers: [Int: Int] = [:]
  private var boutNumbers: [Int: Int] = [:]
  /// Leg movements that no bout will name, and when that became known.
  private var unnamed: [(at: Seconds, episodes: [Int])] = []
  private var saidEpisodes = 0
  private var saidBouts = 0

  /// The provisional number of the next episode.
  mutating func episodeNumber(for kind: Episode.Kind) -> Int {
    lastEpisode += 1
    episodes[kind, default: 0] += 1
    return lastEpisode
  }

  /// The provisional number of the next bout.
  mutating func boutNumber() -> Int {
    lastBout += 1
    return lastBout
  }

  /// Notes at `time` that no bout will name `episodes`, which are leg movements.
  mutating func forget(_ episodes: [Int], at time: Seconds) { unnamed.append((time, episodes)) }

  mutating func add(_ event: Event) {
    if case .bout = event.body { closedBouts += 1 }
    insert(event)
  }

  private mutating func insert(_ event: Event) {
    var place = waiting.endIndex
    while place > waiting.startIndex, event.precedes(waiting[place - 1]) { place -= 1 }
    waiting.insert(event, at: place)
  }

  /// Gives up every event that became known no later than `time`.
  mutating func release(upTo time: Seconds, _ emit: (Event) -> Void) {
    guard let first = waiting.first, first.at <= time else { return }
    let count = waiting.firstIndex { $0.at > time } ?? waiting.endIndex
    // All episodes first: a bout's line may come before the episode that became known with it.
    for position in 0..<count { numberEpisode(at: position) }
    for position in 0..<count { numberBout(at: position) }
    while let first = unnamed.first, first.at <= time {
      for episode in first.episodes { spasmNumbers[episode] = nil }
      unnamed.removeFirst()
    }
    for event in waiting[..<count] { emit(event) }
    waiting.removeSubrange(..<count)
  }

  /// Gives up all that is left; nothing becomes known after the recording's end, which is at `time`.
  mutating func close(at time: Seconds, _ emit: (Event) -> Void) {
    let left = waiting
    waiting.removeAll()
    for var event in left {
      event.at = min(event.at, time)
      insert(event)
    }
    release(upTo: time, emit)
  }

  private mutating func numberEpisode(at position: Int) {
    guard case .episode(var episode) = waiting[position].body else { return }
    saidEpisodes += 1
    // A leg movement may be named by a series that is not one yet.
    if episode.subtype?.isLegMovement == true { spasmNumbers[episode.id] = saidEpisodes }
    if let bout = episode.bout {
      spasmNumbers[episode.id] = saidEpisodes
      if boutNumbers[bout] == nil {
        saidBouts += 1
        boutNumbers[bout] = saidBouts
      }
      episode.bout = boutNumbers[bout]
    }
    episode.id = saidEpisodes
    waiting[position].body = .episode(episode)
  }

  private mutating func numberBout(at position: Int) {
    guard case .bout(var bout) = waiting[position].body else { return }
    bout.id = boutNumbers.removeValue(forKey: bout.id) ?? bout.id
    bout.spasms = bout.spasms.map { spasmNumbers.removeValue(forKey: $0) ?? $0 }
    waiting[position].body = .bout(bout)
  }
}
