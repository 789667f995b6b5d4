import Signals
import Testing

@testable import SpasmDetection

/// When movements of two legs are one.
@Suite struct LegMovementGroupTests {
  private let rate: SampleRate

  init() throws { rate = try #require(SampleRate(100)) }

  /// What movements of a leg, from and to in hundredths of a second, come to.
  private func groups(
    _ left: [ClosedRange<Int64>], _ right: [ClosedRange<Int64>], by rules: LegMovementRules
  ) -> [(span: [Int64], count: Int, leg: Int, isCandidate: Bool)] {
    let counts = LegMovementCounts(rules: rules, rate: rate)
    var groups = LegMovementGroups(rules: rules, counts: counts, rate: rate)
    var settled: [(span: [Int64], count: Int, leg: Int, isCandidate: Bool)] = []
    let all = left.map { (leg: 0, span: $0) } + right.map { (leg: 1, span: $0) }
    for now in 0...2500 as ClosedRange<Int64> {
      // A movement is known half a second after its end, and is under way until then.
      for item in all where item.span.upperBound + 50 == now {
        let movement = LegMovement(
          onset: item.span.lowerBound, end: item.span.upperBound, isCut: false, rest: 3, power: 1, unseen: 0)
        groups.add(PendingMovement(leg: item.leg, movement: movement, peak: 1, restRMS: 1))
      }
      let underWay = all.filter { $0.span.lowerBound < now && $0.span.upperBound + 50 > now }
        .map(\.span.lowerBound).min()
      while let group = groups.next(now: now, underWay: underWay) {
        let span = [group.movement.onset, group.movement.end]
        settled.append((span, group.count, group.leg, groups.isCandidate(group)))
      }
    }
    return settled
  }

  @Test(arguments: [(349, [2]), (350, [1, 1])])
  func `WASM: a gap of less than half a second makes one of them`(onset: Int, counts: [Int]) {
    let found = groups([100...300], [Int64(onset)...500], by: .wasm2016)
    #expect(found.map(\.count) == counts)
    #expect(found.map(\.isCandidate) == counts.map { _ in true })
    #expect(found.first?.span == (counts == [2] ? [100, 500] : [100, 300]))
  }

  @Test func `WASM: the one that began leads, whichever ends first`() {
    let found = groups([200...300], [100...900], by: .wasm2016)
    #expect(found.map(\.span) == [[100, 900]])
    #expect(found.map(\.leg) == [1])
  }

  @Test(arguments: [(4, true), (5, false)])
  func `WASM: no more than four movements make one candidate`(count: Int, isCandidate: Bool) {
    // Left and right in turn, each a second long and overlapping the next.
    var legs: [[ClosedRange<Int64>]] = [[], []]
    for number in 0..<count {
      let onset = 100 + 90 * Int64(number)
      legs[number % 2].append(onset...onset + 100)
    }
    let (left, right) = (legs[0], legs[1])
    let found = groups(left, right, by: .wasm2016)
    #expect(found.map(\.count) == [count])
    #expect(found.map(\.isCandidate) == [isCandidate])
  }

  @Test(arguments: [(1600 as Int64, true), (1601, false)])
  func `WASM: both legs together may move for fifteen seconds`(end: Int64, isCandidate: Bool) {
    let found = groups([100...1000], [900...end], by: .wasm2016)
    #expect(found.map(\.count) == [2])
    #expect(found.map(\.isCandidate) == [isCandidate])
  }

  @Test(arguments: [(1100 as Int64, true), (1110, false)])
  func `one leg may move for ten seconds, not 10 point 1`(end: Int64, isCandidate: Bool) {
    for rules in [LegMovementRules.wasm2016, .aasm] {
      #expect(groups([100...end], [], by: rules).map(\.isCandidate) == [isCandidate])
    }
    // With the other leg it has fifteen, but each by itself still has ten.
    #expect(groups([100...end], [200...300], by: .wasm2016).map(\.isCandidate) == [isCandidate])
  }

  @Test(arguments: [(599, [2]), (600, [1, 1])])
  func `AASM: onsets less than five seconds apart are one`(onset: Int, counts: [Int]) {
    let found = groups([100...200], [Int64(onset)...700], by: .aasm)
    #expect(found.map(\.count) == counts)
    #expect(found.first?.span == (counts == [2] ? [100, 700] : [100, 200]))
  }

  @Test func `AASM: movements of the same leg stay apart, but for those that the other leg joins`() {
    #expect(groups([100...200, 400...500], [], by: .aasm).map(\.count) == [1, 1])
    #expect(groups([100...200, 400...500], [300...400], by: .aasm).map(\.count) == [3])
    // The span is measured from the first onset.
    #expect(groups([100...200, 900...1000], [500...600], by: .aasm).map(\.count) == [2, 1])
  }

  @Test func `AASM: what is too long is no movement, and joins none`() {
    let found = groups([100...1200], [200...300], by: .aasm)
    #expect(found.map(\.count) == [1, 1])
    #expect(found.filter(\.isCandidate).map(\.span) == [[200, 300]])
  }
}
