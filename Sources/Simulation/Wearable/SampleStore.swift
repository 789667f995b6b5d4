internal import Signals

/// The last samples of one stream, by their index: what a wearable can send again.
struct SampleStore {
  private let channels: Int
  private let limit: Int
  private var values: [Int32] = []
  /// Index of the oldest sample that is held.
  private(set) var first: Int64 = 0
  private var count = 0

  /// A store for so many seconds; none where that is 0.
  init(channels: Int, seconds: Double, rate: SampleRate) {
    self.channels = channels
    limit = rate.count(in: Seconds(seconds))
    values = Array(repeating: 0, count: limit * channels)
  }

  mutating func removeAll() { (first, count) = (0, 0) }

  /// Keeps samples that begin at `index`, which follows the last.
  mutating func append(_ samples: [Int32], at index: Int64) {
    guard limit > 0 else { return }
    if index != first + Int64(count) { (first, count) = (index, 0) }
    for sample in 0..<samples.count / channels {
      let slot = Int((first + Int64(count)) % Int64(limit))
      for channel in 0..<channels { values[slot * channels + channel] = samples[sample * channels + channel] }
      if count == limit { first += 1 } else { count += 1 }
    }
  }

  /// At most `most` samples from `index` on, as far as they are held in a run.
  func run(from index: Int64, most: Int) -> [Int32] {
    guard index >= first, index < first + Int64(count) else { return [] }
    let length = min(most, Int(first + Int64(count) - index))
    return (0..<length).flatMap { sample in
      let slot = Int((index + Int64(sample)) % Int64(limit))
      return values[slot * channels..<(slot + 1) * channels]
    }
  }
}
