internal import Events
internal import Signals

/// Events on their way out: put in order, and given up once nothing earlier can follow.
struct EventQueue: Sendable {
  private var waiting: [Event] = []
  private var lastEpisode = 0
  private var lastBout = 0
  private(set) var episodes: [Episode.Kind: Int] = [:]
  private(set) var closedBouts = 0

  /// The number of the next episode.
  mutating func episodeNumber(for kind: Episode.Kind) -> Int {
    lastEpisode += 1
    episodes[kind, default: 0] += 1
    return lastEpisode
  }

  /// The number of the next bout.
  mutating func boutNumber() -> Int {
    lastBout += 1
    return lastBout
  }

  mutating func add(_ event: Event) {
    if case .bout = event.body { closedBouts += 1 }
    var place = waiting.endIndex
    while place > waiting.startIndex, event.precedes(waiting[place - 1]) { place -= 1 }
    waiting.insert(event, at: place)
  }

  /// Gives up every event that became known no later than `time`.
  mutating func release(upTo time: Seconds, _ emit: (Event) -> Void) {
    guard let first = waiting.first, first.at <= time else { return }
    let count = waiting.firstIndex { $0.at > time } ?? waiting.endIndex
    for event in waiting[..<count] { emit(event) }
    waiting.removeSubrange(..<count)
  }
}
