/// When a claimed spasm counts as a true one.
public enum MatchingRule: String, Hashable, Sendable, CaseIterable {
  /// Shared time is at least half of the time that either covers.
  case iou
  /// Shared time is at least half of the shorter of the two.
  case overlap
}

/// Which claim found which truth: pairs of positions, each truth and each claim in one pair at most.
typealias Pairs = [(truth: Int, claim: Int)]

/// Pairs true spasms with claimed ones on one channel, the best overlaps first.
func matchSpasms(_ truths: [Truth.Event], _ claims: [Prediction], by rule: MatchingRule) -> Pairs {
  bestPairs(truths, claims) { truth, claim in
    let union = truth.intersectionOverUnion(with: claim)
    let counts =
      switch rule {
      case .iou: union >= 0.5
      case .overlap: truth.overlap(with: claim) >= 0.5 * min(truth.length, claim.length)
      }
    return counts ? -union : nil
  }
}

/// Pairs true twitches with claimed ones on one channel, the nearest starts first.
///
/// A pair counts when the two, each widened by 0.10 s, touch, and the claim is not much longer than the truth.
func matchTwitches(_ truths: [Truth.Event], _ claims: [Prediction]) -> Pairs {
  bestPairs(truths, claims) { truth, claim in
    let distance = max(truth.start, claim.start) - min(truth.end, claim.end)
    guard distance <= 0.2, claim.length <= max(1.0, 3 * truth.length) else { return nil }
    return abs(truth.start - claim.start)
  }
}

/// One-to-one pairs, taken greedily by the smallest cost; `cost` is nil where a pair does not count.
///
/// - Complexity: O(truths × claims) comparisons of times, and a sort of the pairs that count.
private func bestPairs(
  _ truths: [Truth.Event], _ claims: [Prediction], cost: (Truth.Event, Prediction) -> Double?
) -> Pairs {
  var candidates: [(cost: Double, truth: Int, claim: Int)] = []
  for (i, truth) in truths.enumerated() {
    for (j, claim) in claims.enumerated()
    where !(claim.end < truth.start - 0.3 || claim.start > truth.end + 0.3) {
      if let cost = cost(truth, claim) { candidates.append((cost, i, j)) }
    }
  }
  candidates.sort { $0 < $1 }
  var takenTruths = Set<Int>()
  var takenClaims = Set<Int>()
  var pairs: Pairs = []
  for (_, i, j) in candidates where !takenTruths.contains(i) && !takenClaims.contains(j) {
    takenTruths.insert(i)
    takenClaims.insert(j)
    pairs.append((i, j))
  }
  return pairs
}
