internal import Signals

/// Where each data record of an EDF file begins in its streams' indices.
///
/// In a continuous file records follow each other. In a discontinuous one every record keeps its time, counted
/// here from the first record's: a gap is a jump of the indices, rounded by each stream's exact rate.
struct EDFTimeline {
  /// What the time of a record says.
  enum Verdict: Hashable {
    case follows
    case leavesGap
    /// The time cannot be true; the record is taken to follow the one before.
    case wrong(String)
  }

  /// The index of the next record's first frame, by stream.
  private(set) var firstIndices: [Int64]
  /// The time of the first record, from the start time in the header.
  private(set) var origin = Seconds(0)
  private let rates: [SampleRate]
  private let framesPerRecord: [Int]
  private let duration: Seconds
  /// Half a sample of the fastest stream: times closer than that to the expected are the expected.
  private let tolerance: Seconds
  /// The time of the latest record after a gap, and the records since.
  private var anchor = Seconds(0)
  private var recordsSinceAnchor = 0.0
  /// Records this far apart were not recorded in one go.
  private static let longestGap = Seconds(10 * 366 * 86_400)

  init(rates: [SampleRate], framesPerRecord: [Int], duration: Seconds) {
    self.rates = rates
    self.framesPerRecord = framesPerRecord
    self.duration = duration
    firstIndices = Array(repeating: 0, count: rates.count)
    tolerance = (rates.map(\.period).min() ?? duration) * 0.5
  }

  /// Counts times from that of the first record.
  mutating func begin(at time: Seconds) { origin = time }

  /// Goes to the time that the next record keeps.
  mutating func place(at time: Seconds) -> Verdict {
    let expected = anchor + duration * recordsSinceAnchor
    let time = time - origin
    let gap = time - expected
    if abs(gap.value) <= tolerance.value { return .follows }
    guard gap.value > 0 else { return .wrong("begins before the record before it ends") }
    guard gap <= Self.longestGap else { return .wrong("begins more than ten years after the one before it") }
    anchor = time
    recordsSinceAnchor = 0
    for (stream, rate) in rates.enumerated() {
      firstIndices[stream] = max(firstIndices[stream], rate.index(nearest: time))
    }
    return .leavesGap
  }

  /// Goes past a record.
  mutating func advance() {
    recordsSinceAnchor += 1
    for stream in firstIndices.indices { firstIndices[stream] += Int64(framesPerRecord[stream]) }
  }
}
