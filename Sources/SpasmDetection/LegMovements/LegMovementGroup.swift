internal import Signals

/// Movements that count as one: of one leg, or of both.
struct LegMovementGroup: Hashable, Sendable {
  /// The leg that began, by its position in the pair, and its RMS at rest in microvolts.
  let leg: Int
  let restRMS: Double
  /// The movement that began, with the end and the power of the whole.
  private(set) var movement: LegMovement
  /// The highest RMS of any 200 ms on either leg, in microvolts.
  private(set) var peak: Double
  /// How many movements of single legs it holds.
  private(set) var count = 1
  /// Samples of both legs that its power was summed over, and that could not be seen.
  private(set) var seen: Int64
  private(set) var unseen: Int64
  /// Whether each of them is a candidate by itself.
  private(set) var holdsCandidates: Bool

  init(_ item: PendingMovement, longest: Int64) {
    leg = item.leg
    movement = item.movement
    restRMS = item.restRMS
    peak = item.peak
    seen = item.movement.length - item.movement.unseen
    unseen = item.movement.unseen
    holdsCandidates = Self.isCandidate(item.movement, longest: longest)
  }

  mutating func join(_ item: PendingMovement, longest: Int64) {
    movement.end = max(movement.end, item.movement.end)
    movement.power += item.movement.power
    peak = max(peak, item.peak)
    count += 1
    seen += item.movement.length - item.movement.unseen
    unseen += item.movement.unseen
    holdsCandidates = holdsCandidates && Self.isCandidate(item.movement, longest: longest)
  }

  static func isCandidate(_ movement: LegMovement, longest: Int64) -> Bool {
    !movement.isCut && movement.length <= longest
  }
}

/// A movement of one leg that waits for those it may count as one with.
struct PendingMovement: Hashable, Sendable {
  /// The leg, by its position in the pair.
  var leg = 0
  var movement: LegMovement
  /// The highest RMS of any 200 ms, and that of rest, in microvolts.
  var peak: Double
  var restRMS: Double
}

/// Puts together what two legs do, by the rule's letter.
///
/// What has ended waits, in the order of onsets, until nothing under way or still to come can belong to it.
///
/// - Complexity: O(waiting) a question; how many wait is bounded by the longest activity of the other leg.
struct LegMovementGroups: Sendable {
  private let longest: Int64
  private let reach: Int64
  private let most: Int
  private let longestGroup: Int64
  private let isByOverlap: Bool
  private var pending: [PendingMovement] = []

  init(rules: LegMovementRules, counts: LegMovementCounts, rate: SampleRate) {
    longest = counts.longest
    switch rules.joining {
    case .overlap(let gap, let most, let longest):
      isByOverlap = true
      reach = LegMovementCounts.atLeast(gap, rate)
      self.most = most
      longestGroup = LegMovementCounts.atMost(longest, rate)
    case .onsets(let span):
      isByOverlap = false
      reach = LegMovementCounts.atLeast(span, rate)
      most = .max
      longestGroup = .max
    }
  }

  /// The earliest onset that waits.
  var onset: Int64? { pending.first?.movement.onset }

  /// Takes a movement of one leg that has ended.
  mutating func add(_ item: PendingMovement) {
    let place = pending.firstIndex { $0.movement.onset > item.movement.onset } ?? pending.endIndex
    pending.insert(item, at: place)
  }

  /// The earliest movement that is settled, given that all samples before `now` are known and the earliest
  /// movement under way began at `underWay`.
  mutating func next(now: Int64, underWay: Int64?) -> LegMovementGroup? {
    guard let first = pending.first else { return nil }
    var group = LegMovementGroup(first, longest: longest)
    let settled = min(now, underWay ?? now)
    if isByOverlap {
      var taken = 1
      while taken < pending.count, pending[taken].movement.onset < group.movement.end + reach {
        group.join(pending[taken], longest: longest)
        taken += 1
      }
      guard settled >= group.movement.end + reach else { return nil }
      pending.removeFirst(taken)
      return group
    }
    guard group.holdsCandidates else {
      pending.removeFirst()
      return group
    }
    let end = first.movement.onset + reach
    guard settled >= end else { return nil }
    let isOfBoth = pending.contains { $0.leg != first.leg && joins($0, before: end) }
    for item in pending.dropFirst() where isOfBoth && joins(item, before: end) {
      group.join(item, longest: longest)
    }
    let waiting = pending.dropFirst().filter { !(isOfBoth && joins($0, before: end)) }
    pending = waiting
    return group
  }

  /// AASM: every movement whose onset lies so near to the first one's, once both legs have moved; what is too long
  /// is no movement.
  private func joins(_ item: PendingMovement, before end: Int64) -> Bool {
    item.movement.onset < end && LegMovementGroup.isCandidate(item.movement, longest: longest)
  }

  /// Whether a settled movement is a candidate (WASM 2016), or a leg movement at all (AASM).
  func isCandidate(_ group: LegMovementGroup) -> Bool {
    guard group.holdsCandidates else { return false }
    return group.count == 1 || group.count <= most && group.movement.length <= longestGroup
  }
}
