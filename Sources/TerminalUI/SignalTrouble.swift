internal import Events
internal import Signals

/// A stretch of a channel, or of a whole stream, in which something is wrong with the signal or in it.
struct SignalTrouble: Hashable, Sendable {
  /// The label of the channel, or the name of the stream.
  var place: String
  /// The EMG channels it is on.
  var channels: [Int]
  /// What is wrong, in words.
  var words: String
  /// Whether it is an absence of samples or a condition of the signal.
  var cause: Cause
  /// When it began.
  var start: Seconds
  /// When it ended; nil when it lasts to the end of the recording.
  var end: Seconds?

  /// What is the matter.
  enum Cause: Hashable, Sendable {
    case gap
    case condition(Quality.Condition)
  }

  /// Whether muscle cannot be seen while it lasts.
  var hidesMuscle: Bool {
    switch cause {
    case .gap: true
    case .condition(let condition): condition.hidesMuscle
    }
  }

  /// Whether it says of a channel only what `gap` says of its stream.
  func isImplied(by gap: SignalTrouble) -> Bool {
    guard cause == .condition(.missing), gap.cause == .gap, channels.allSatisfy(gap.channels.contains) else {
      return false
    }
    return start >= gap.start && start <= (gap.end ?? start)
  }
}

extension SignalTrouble {
  /// A row for each, or a row for each place and kind where there are more than `longest`.
  static func rows(_ troubles: [SignalTrouble], until end: Seconds, longest: Int) -> [[TextTable.Cell]] {
    if troubles.count <= longest {
      return troubles.map { trouble in
        let length = trouble.end.map { spanText($0 - trouble.start) } ?? "to the end"
        return [.init(clockText(trouble.start)), .init(trouble.place), .init(length), .init(trouble.words)]
      }
    }
    var groups: [(first: SignalTrouble, count: Int, length: Seconds)] = []
    for trouble in troubles {
      let length = (trouble.end ?? end) - trouble.start
      if let known = groups.firstIndex(where: {
        $0.first.place == trouble.place && $0.first.words == trouble.words
      }) {
        groups[known].count += 1
        groups[known].length += length
      } else {
        groups.append((trouble, 1, length))
      }
    }
    return groups.map { group in
      [
        .init(clockText(group.first.start)), .init(group.first.place), .init(spanText(group.length)),
        .init("\(group.first.words) (\(counted(group.count, "time")))"),
      ]
    }
  }
}

extension GapCause {
  /// The cause in words.
  var words: String {
    switch self {
    case .discontinuity: "the recording was interrupted"
    case .truncated: "the file ends too early"
    case .lost: "lost on the way"
    case .overrun: "came faster than they were taken"
    case .late: "came too late"
    }
  }
}
