import Signals
import Testing

@testable import SpasmDetection

/// Which movements in a row are a series.
@Suite struct LegMovementSeriesTests {
  private let rate: SampleRate

  init() throws { rate = try #require(SampleRate(10)) }

  /// The series of movements of a second each, by the numbers of their episodes; onsets are in tenths of a second.
  ///
  /// `long` are the positions of movements that are no candidates.
  private func series(
    _ onsets: [Int64], by rules: LegMovementRules, long: Set<Int> = [], hidden: Int64? = nil
  ) -> [[Int]] {
    var keeper = LegMovementSeries(rules: rules, counts: LegMovementCounts(rules: rules, rate: rate))
    var (runs, bouts) = ([LegMovementSeries.Run](), 0)
    for (position, onset) in onsets.enumerated() {
      if let hidden, position > 0, onsets[position - 1] < hidden, hidden <= onset { keeper.hide(at: hidden) }
      if let run = keeper.close(before: onset) { runs.append(run) }
      let isCandidate = !long.contains(position)
      let ended = keeper.add(position + 1, onset: onset, end: onset + 10, isCandidate: isCandidate) {
        bouts += 1
        return bouts
      }
      if let ended { runs.append(ended) }
    }
    if let run = keeper.finish() { runs.append(run) }
    return runs.filter { $0.bout != nil }.map(\.episodes)
  }

  /// Onsets with these intervals between them.
  private func onsets(_ intervals: [Int64]) -> [Int64] {
    intervals.reduce(into: [100]) { $0.append(($0.last ?? 0) + $1) }
  }

  @Test(arguments: [LegMovementRules.wasm2016, .aasm])
  func `three in a row are no series, four are`(rules: LegMovementRules) {
    #expect(series(onsets([200, 200]), by: rules).isEmpty)
    #expect(series(onsets([200, 200, 200]), by: rules) == [[1, 2, 3, 4]])
    #expect(series(onsets([200, 200, 200, 200]), by: rules) == [[1, 2, 3, 4, 5]])
  }

  @Test(arguments: [(99 as Int64, false), (100, true), (900, true), (901, false)])
  func `WASM: intervals are from 10 to 90 seconds`(interval: Int64, fits: Bool) {
    #expect(series(onsets([200, interval, 200]), by: .wasm2016).isEmpty != fits)
  }

  @Test(arguments: [(49 as Int64, false), (50, true), (900, true), (901, false)])
  func `AASM: intervals are from 5 to 90 seconds`(interval: Int64, fits: Bool) {
    #expect(series(onsets([200, interval, 200]), by: .aasm).isEmpty != fits)
  }

  @Test func `WASM: what comes too soon belongs to no series, AASM: it may begin one`() {
    let times = onsets([200, 200, 200, 40, 200, 200, 200, 200])
    #expect(series(times, by: .wasm2016) == [[1, 2, 3, 4], [6, 7, 8, 9]])
    #expect(series(times, by: .aasm) == [[1, 2, 3, 4], [5, 6, 7, 8, 9]])
  }

  @Test func `after an interval that is too long the next series begins`() {
    let times = onsets([200, 200, 200, 1000, 200, 200, 200])
    for rules in [LegMovementRules.wasm2016, .aasm] {
      #expect(series(times, by: rules) == [[1, 2, 3, 4], [5, 6, 7, 8]])
    }
  }

  @Test func `WASM: a movement that is no candidate ends a series, AASM: it is passed over`() {
    let times = onsets([200, 200, 200, 200, 200, 200])
    #expect(series(times, by: .wasm2016, long: [3]).isEmpty)
    #expect(series(times, by: .aasm, long: [3]) == [[1, 2, 3, 5, 6, 7]])
    let more = onsets([200, 200, 200, 200, 200, 200, 200, 200])
    #expect(series(more, by: .wasm2016, long: [4]) == [[1, 2, 3, 4], [6, 7, 8, 9]])
  }

  @Test func `a loss of signal ends a series`() {
    let times = onsets([200, 200, 200, 200, 200])
    #expect(series(times, by: .wasm2016, hidden: 400) == [[3, 4, 5, 6]])
    #expect(series(times, by: .wasm2016, hidden: 650).isEmpty)
    #expect(series(times, by: .aasm, hidden: 750) == [[1, 2, 3, 4]])
  }

  @Test func `limits hold to the sample where the rate is no whole number`() throws {
    let odd = try #require(SampleRate(34000, per: 135))
    let counts = LegMovementCounts(rules: .wasm2016, rate: odd)
    #expect(odd.time(of: counts.shortest) >= 0.5 && odd.time(of: counts.shortest - 1) < 0.5)
    #expect(odd.time(of: counts.longest) <= 10 && odd.time(of: counts.longest + 1) > 10)
  }
}
