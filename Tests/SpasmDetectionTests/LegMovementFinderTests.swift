import Signals
import Testing

@testable import SpasmDetection

/// The clauses on a single movement, on rectified amplitudes made by hand.
@Suite struct LegMovementFinderTests {
  private static let rest = 3.0
  private let rate: SampleRate

  init() throws { rate = try #require(SampleRate(200)) }

  /// A stretch of so many samples, so far over rest in microvolts; nil where nothing can be seen.
  private typealias Stretch = (samples: Int, over: Double?)

  private func movements(
    _ stretches: [Stretch], by rules: LegMovementRules = .wasm2016
  ) -> [LegMovement] {
    var finder = LegMovementFinder(rules: rules, counts: LegMovementCounts(rules: rules, rate: rate))
    var found: [LegMovement] = []
    var index: Int64 = 0
    for stretch in stretches {
      for _ in 0..<stretch.samples {
        let amplitude = stretch.over.map { Self.rest + $0 }
        if let movement = finder.take(amplitude, rest: Self.rest, at: index) { found.append(movement) }
        index += 1
      }
    }
    return found
  }

  @Test(arguments: [(7.9, 0), (8.0, 1), (8.1, 1)])
  func `a movement begins at eight microvolts over rest, not below`(over: Double, count: Int) {
    #expect(movements([(200, 0), (200, over), (200, 0)]).count == count)
    #expect(movements([(200, 0), (200, over), (200, 0)], by: .aasm).count == count)
  }

  @Test func `its onset is the first sample that reaches the limit`() {
    let found = movements([(200, 0), (50, 7.9), (150, 8), (200, 0)])
    #expect(found.map(\.onset) == [250])
    #expect(found.map(\.end) == [400])
  }

  @Test(arguments: [(2.0, [400]), (2.1, [500])])
  func `its end is where half a second of no more than two microvolts over rest begins`(
    over: Double, ends: [Int]
  ) {
    #expect(movements([(200, 0), (200, 10), (100, over), (200, 0)]).map { Int($0.end) } == ends)
  }

  /// 0.49 s at 200 Hz is 98 samples, 0.5 s is 100.
  @Test(arguments: [(98, [600]), (99, [600]), (100, [300, 600])])
  func `a pause of less than half a second does not end it`(pause: Int, ends: [Int]) {
    let rules: [LegMovementRules] = [.wasm2016, .aasm]
    for rules in rules {
      let found = movements([(100, 0), (200, 10), (pause, 0), (300 - pause, 10), (200, 0)], by: rules)
      #expect(found.count == ends.count)
      #expect(found.last?.end == 600)
      #expect(found.first?.onset == 100)
    }
  }

  @Test(arguments: [(98, 0), (99, 0), (100, 1)])
  func `what is shorter than half a second is no movement`(samples: Int, count: Int) {
    #expect(movements([(200, 0), (samples, 10), (200, 0)]).count == count)
    #expect(movements([(200, 0), (samples, 10), (200, 0)], by: .aasm).count == count)
  }

  @Test func `what goes on is one movement, however long`() {
    let found = movements([(200, 0), (4000, 3), (200, 10), (4000, 3), (200, 0)])
    #expect(found.map(\.onset) == [4200])
    #expect(found.map(\.end) == [8400])
  }

  @Test func `spikes alone have no body, which WASM asks for and AASM does not`() {
    var spikes: [Stretch] = [(200, 0)]
    for _ in 0..<10 { spikes += [(10, 20), (40, 0)] as [Stretch] }
    spikes.append((200, 0))
    #expect(movements(spikes).isEmpty)
    #expect(movements(spikes, by: .aasm).map { [$0.onset, $0.end] } == [[200, 660]])
  }

  /// Of any half second, 100 samples, more than half must reach two microvolts over rest.
  @Test(arguments: [(50, 0), (51, 1)])
  func `a body is half a second whose median reaches two microvolts over rest`(high: Int, count: Int) {
    // Two microvolts reach the limit and do not exceed it; it goes on for the eight at its last sample.
    let found = movements([(200, 0), (1, 8), (high - 2, 2), (100 - high, 1), (1, 8), (200, 0)])
    #expect(found.count == count)
    #expect(movements([(200, 0), (1, 8), (high - 2, 1.9), (100 - high, 1), (1, 8), (200, 0)]).isEmpty)
  }

  @Test func `a body that lies only after the end does not count`() {
    // Two spikes and then rest just at the limit: the limit is reached, but the movement is over.
    #expect(movements([(200, 0), (1, 9), (98, 0), (1, 9), (400, 2)]).isEmpty)
  }

  @Test(arguments: [(99, false), (100, true)])
  func `a loss of half a second cuts a movement off, a shorter one does not`(lost: Int, isCut: Bool) {
    let found = movements([(200, 0), (200, 10), (lost, nil), (200, 10), (200, 0)])
    #expect(found.first?.isCut == isCut)
    #expect(found.map(\.end) == (isCut ? [400, 600 + Int64(lost)] : [600 + Int64(lost)]))
    #expect(found.last?.isCut == isCut)
    #expect(found.first?.unseen == (isCut ? 0 : Int64(lost)))
  }

  @Test(arguments: [(99, true), (100, false)])
  func `what is under way when the signal comes has no onset`(waited: Int, isCut: Bool) {
    let found = movements([(waited, 7), (200, 10), (200, 0), (200, 10), (200, 0)])
    #expect(found.map(\.isCut) == [isCut, false])
    let again = movements([(200, 0), (100, nil), (waited, 7), (200, 10), (200, 0)])
    #expect(again.map(\.isCut) == [isCut])
  }

  @Test func `what cannot be seen is not rest`() {
    let found = movements([(200, 0), (200, 10), (60, 0), (20, nil), (60, 0), (100, 10), (200, 0)])
    #expect(found.map(\.onset) == [200])
    // Rest begins anew after what was not seen, and ends it there.
    let ended = movements([(200, 0), (200, 10), (20, nil), (200, 0)])
    #expect(ended.map(\.end) == [420])
    #expect(ended.first?.unseen == 20)
  }

  @Test func `its power is that of the samples up to its end`() throws {
    let found = try #require(movements([(200, 0), (200, 10), (50, 0), (50, 10), (200, 0)]).first)
    #expect(found.power == 250 * 13 * 13 + 50 * 3 * 3)
  }
}
