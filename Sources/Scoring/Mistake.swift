/// One thing that a score counts against the detector: a truth that no claim matches, a claim that matches
/// nothing, or the two together where they are about the same moment.
public struct Mistake: Hashable, Sendable {
  /// What went wrong.
  public enum Kind: Hashable, Sendable {
    /// Nothing was claimed there.
    case missed
    /// Nothing of that kind is there.
    case falseClaim
    /// Something of another kind was claimed.
    case wrongKind
    /// The right kind was claimed, with a start or an end too far off to count.
    case misplaced
    /// It was claimed as one with another of its kind.
    case merged
    /// A voluntary contraction was claimed as a spasm or a twitch.
    case voluntary
  }

  /// What went wrong.
  public var kind: Kind
  /// The EMG channel, from 0.
  public var channel: Int
  /// What truly happened; nil for a false claim.
  public var truth: Truth.Event?
  /// What was claimed; nil where nothing was.
  public var claim: Prediction?

  /// First and last second of it.
  public var span: ClosedRange<Double> {
    let starts = [truth?.start, claim?.start].compactMap(\.self)
    let ends = [truth?.end, claim?.end].compactMap(\.self)
    let start = starts.min() ?? 0
    return start...max(start, ends.max() ?? start)
  }

  /// It in words, such as `missed twitch` or `spasm called brief`.
  public var words: String {
    let (truth, claim) = (truth?.kind ?? "", claim?.kind ?? "")
    return switch kind {
    case .missed: "missed \(truth)"
    case .falseClaim: "false \(claim)"
    case .wrongKind, .voluntary: "\(truth) called \(claim)"
    case .misplaced: "misplaced \(claim)"
    case .merged: "merged \(truth)"
    }
  }
}

/// Every mistake in what was claimed about a recording, by channel and time.
///
/// Each miss and each false claim that the score counts is in exactly one mistake; a claim that was counted for
/// something else may be named in another one's `claim` too, where a truth beneath it was missed.
///
/// - Complexity: O(truths × claims).
public func mistakes(_ truth: Truth, _ predictions: [Prediction], rule: MatchingRule) -> [Mistake] {
  channelScores(truth, predictions, calls: []).enumerated().flatMap { number, channel in
    channel.mistakes(on: number, by: rule).sorted { $0.span.lowerBound < $1.span.lowerBound }
  }
}

extension ChannelScore {
  fileprivate func mistakes(on channel: Int, by rule: MatchingRule) -> [Mistake] {
    var missed: [Truth.Event] = []
    var wrong: [Prediction] = []
    for kind in ["spasm", "twitch"] {
      let matched = matched(kind, by: rule)
      missed += matched.missed
      wrong += matched.wrong
    }
    var mistakes: [Mistake] = []
    for truth in missed {
      // A false claim explains one miss at most; what was counted otherwise may explain any number.
      let best = claims.filter { truth.overlap(with: $0) > 0 }
        .max { truth.overlap(with: $0) < truth.overlap(with: $1) }
      var kind = Mistake.Kind.missed
      if let best {
        let place = wrong.firstIndex(of: best)
        if let place { wrong.remove(at: place) }
        kind = best.kind != truth.kind ? .wrongKind : place == nil ? .merged : .misplaced
      }
      mistakes.append(Mistake(kind: kind, channel: channel, truth: truth, claim: best))
    }
    let voluntary = sought("voluntary")
    for claim in wrong {
      let meant = voluntary.first { claim.overlap(with: $0) >= 0.5 * claim.length }
      mistakes.append(
        Mistake(kind: meant == nil ? .falseClaim : .voluntary, channel: channel, truth: meant, claim: claim))
    }
    return mistakes
  }
}
