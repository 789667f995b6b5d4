internal import Signals

/// Turns the frames of a data record into its bytes: channel after channel, little-endian.
struct EDFRecordEncoder {
  /// The bytes of the record so far.
  private(set) var record: [UInt8] = []
  /// Values that the sample width could not hold, over all records.
  private(set) var clippedValues: Int64 = 0
  private let width: EDFVariant.SampleWidth
  private let range: ClosedRange<Int32>
  /// What stands for an absent value, by stream and channel.
  private let fillers: [[Int32]]

  init(variant: EDFVariant, fillers: [[Int32]]) {
    width = variant.width
    range = variant.digitalRange
    self.fillers = fillers
  }

  /// Begins another record.
  mutating func restart() { record.removeAll(keepingCapacity: true) }

  /// Adds bytes as they are.
  mutating func append(_ bytes: [UInt8]) { record += bytes }

  /// Adds the channels of a stream from its interleaved frames.
  mutating func append(_ frames: [Int32], of stream: Int) {
    let channelCount = fillers[stream].count
    for (channel, filler) in fillers[stream].enumerated() {
      for position in stride(from: channel, to: frames.count, by: channelCount) {
        let value = frames[position] == Block.missing ? filler : frames[position]
        let held = min(max(value, range.lowerBound), range.upperBound)
        if held != value { clippedValues += 1 }
        let bits = UInt32(bitPattern: held)
        record.append(UInt8(truncatingIfNeeded: bits))
        record.append(UInt8(truncatingIfNeeded: bits >> 8))
        if width == .three { record.append(UInt8(truncatingIfNeeded: bits >> 16)) }
      }
    }
  }

  /// The runs of frames whose values are all missing.
  func absentRuns(in frames: [Int32], of stream: Int) -> [Range<Int>] {
    let channelCount = fillers[stream].count
    var runs: [Range<Int>] = []
    for frame in 0..<frames.count / channelCount {
      let values = frames[frame * channelCount..<(frame + 1) * channelCount]
      guard values.allSatisfy({ $0 == Block.missing }) else { continue }
      if let last = runs.last, last.upperBound == frame {
        runs[runs.count - 1] = last.lowerBound..<frame + 1
      } else {
        runs.append(frame..<frame + 1)
      }
    }
    return runs
  }
}
