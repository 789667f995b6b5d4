internal import Events
internal import Foundation

/// How two lists of episodes of one recording differ.
public struct EpisodeDifference: Hashable, Sendable {
  /// Two episodes of one channel that overlap and differ.
  public struct Change: Hashable, Sendable {
    public var before: LoggedEpisode
    public var after: LoggedEpisode
  }

  /// Episodes that are the same in both.
  public private(set) var same = 0
  /// Episodes of one kind whose edges lie elsewhere, by less than a person would see.
  public private(set) var shifted = 0
  public private(set) var changed: [Change] = []
  public private(set) var gone: [LoggedEpisode] = []
  public private(set) var new: [LoggedEpisode] = []

  /// A tenth of a second, as reports tell times.
  private static let visible = 0.1

  /// Whether both lists say the same.
  public var isEmpty: Bool { shifted == 0 && changed.isEmpty && gone.isEmpty && new.isEmpty }

  /// Compares what was said before with what is said after: kinds, subtypes, onsets and ends.
  ///
  /// Of episodes that overlap, those are the same one that share most.
  ///
  /// - Complexity: O(n log n) where few episodes of a channel overlap.
  public init(from before: [LoggedEpisode], to after: [LoggedEpisode]) {
    let channels = Set((before + after).map { $0.channelIndex ?? 0 }).sorted()
    for channel in channels {
      compare(
        before.filter { $0.channelIndex ?? 0 == channel }.sorted { $0.onset < $1.onset },
        after.filter { $0.channelIndex ?? 0 == channel }.sorted { $0.onset < $1.onset })
    }
    changed.sort { $0.before.onset < $1.before.onset }
    gone.sort { $0.onset < $1.onset }
    new.sort { $0.onset < $1.onset }
  }

  private mutating func compare(_ before: [LoggedEpisode], _ after: [LoggedEpisode]) {
    var pairs: [(before: Int, after: Int, shared: Double)] = []
    var first = 0
    for (number, old) in before.enumerated() {
      while first < after.count, after[first].offset <= old.onset { first += 1 }
      for later in after.indices.dropFirst(first) {
        if after[later].onset >= old.offset { break }
        let shared = min(old.offset, after[later].offset) - max(old.onset, after[later].onset)
        if shared > 0 { pairs.append((number, later, shared)) }
      }
    }
    var (old, fresh) = (Set(before.indices), Set(after.indices))
    for pair in pairs.sorted(by: { $0.shared > $1.shared })
    where old.contains(pair.before) && fresh.contains(pair.after) {
      old.remove(pair.before)
      fresh.remove(pair.after)
      let (one, other) = (before[pair.before], after[pair.after])
      let move = max(abs(one.onset - other.onset), abs(one.offset - other.offset))
      if one.kind == other.kind, one.subtype == other.subtype, move < Self.visible {
        if move == 0 { same += 1 } else { shifted += 1 }
      } else {
        changed.append(Change(before: before[pair.before], after: after[pair.after]))
      }
    }
    gone += old.map { before[$0] }
    new += fresh.map { after[$0] }
  }
}

extension LoggedEpisode {
  /// The episodes among lines of events, as a log has them.
  public static func all(in lines: [[UInt8]]) -> [LoggedEpisode] {
    lines.compactMap { line in
      line.starts(with: #"{"type":"episode""#.utf8)
        ? try? JSONDecoder().decode(LoggedEpisode.self, from: Data(line)) : nil
    }
  }
}
