internal import Foundation

/// What a session's `events.jsonl` tells of episodes: read leniently, since it may be cut off anywhere and grow meanwhile.
public struct EventLog: Hashable, Sendable {
  /// The episodes, in the order in which they were settled; each once.
  public private(set) var episodes: [LoggedEpisode] = []
  public private(set) var bouts: [LoggedBout] = []
  /// How long the session is, in seconds: as the summary says, or up to the last line.
  public private(set) var duration: Double = 0
  /// Whether the log has its summary.
  public private(set) var isComplete = false
  /// Lines that could not be read: the last one of a log that was cut off.
  public private(set) var unreadable = 0

  /// Where in ``episodes`` each is, by its number.
  private var places: [Int: Int] = [:]

  /// An empty log.
  public init() {}

  /// What the file at `path` tells; nothing where there is none.
  ///
  /// - Throws: ``SessionError`` when it cannot be read.
  public init(path: String) throws(SessionError) {
    let decoder = JSONDecoder()
    for line in try TextLines.read(path) {
      guard let head = try? decoder.decode(Head.self, from: line), take(line, head, decoder) else {
        unreadable += 1
        continue
      }
      if !isComplete, Self.isSpan(0, head.at_s) { duration = max(duration, head.at_s) }
    }
  }

  /// Takes a line; false where it holds less than it should.
  private mutating func take(_ line: Data, _ head: Head, _ decoder: JSONDecoder) -> Bool {
    switch head.type {
    case "episode":
      guard let episode = try? decoder.decode(LoggedEpisode.self, from: line),
        Self.isSpan(episode.onset, episode.offset)
      else { return false }
      if let earlier = places[episode.id] {
        episodes[earlier] = episode
      } else {
        places[episode.id] = episodes.count
        episodes.append(episode)
      }
    case "bout":
      guard let bout = try? decoder.decode(LoggedBout.self, from: line), Self.isSpan(bout.start, bout.end)
      else { return false }
      bouts.removeAll { $0.id == bout.id }
      bouts.append(bout)
    case "summary":
      guard let summary = try? decoder.decode(Summary.self, from: line), Self.isSpan(0, summary.duration_s)
      else { return false }
      duration = summary.duration_s
      isComplete = true
    default: break
    }
    return true
  }

  /// Longer than this, thirty years, no session is: a number in a damaged file must not become a date.
  public static let longest = 1e9

  private static func isSpan(_ start: Double, _ end: Double) -> Bool {
    start >= 0 && start <= end && end <= longest
  }

  private struct Head: Decodable {
    var type: String
    var at_s: Double
  }

  private struct Summary: Decodable {
    var duration_s: Double
  }
}
