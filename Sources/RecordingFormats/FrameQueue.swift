internal import Signals

/// Frames of one stream that wait for their data record: runs of values and runs of absent frames.
///
/// An absent run costs nothing however long it is.
struct FrameQueue {
  /// The index of the first frame that waits.
  private(set) var startIndex: Int64 = 0
  /// The frames that wait.
  private(set) var count: Int64 = 0
  private let channelCount: Int
  private var runs: [(isAbsent: Bool, frames: Int64)] = []
  private var values: [Int32] = []
  private var head = 0

  init(channelCount: Int) { self.channelCount = channelCount }

  /// The index after the last frame that waits.
  var endIndex: Int64 { startIndex + count }

  /// Whether any frame that waits is present.
  var holdsValues: Bool { runs.contains { !$0.isAbsent } }

  /// How many of the first frames are absent.
  var leadingAbsence: Int64 { runs.first.map { $0.isAbsent ? $0.frames : 0 } ?? 0 }

  /// Adds whole frames of interleaved values.
  mutating func append(_ samples: [Int32]) {
    values += samples
    extend(isAbsent: false, by: Int64(samples.count / channelCount))
  }

  /// Adds absent frames.
  mutating func appendAbsent(_ frames: Int64) { extend(isAbsent: true, by: frames) }

  /// Forgets absent frames at the front; no more than there are.
  mutating func dropAbsent(_ frames: Int64) { advance(min(frames, leadingAbsence)) }

  /// Moves `frames` frames into `target`, absent ones as ``Block/missing``; there must be so many.
  mutating func take(_ frames: Int, into target: inout [Int32]) {
    target.removeAll(keepingCapacity: true)
    var wanted = Int64(frames)
    while wanted > 0, let run = runs.first {
      let taken = min(wanted, run.frames)
      let valueCount = Int(taken) * channelCount
      if run.isAbsent {
        target.append(contentsOf: repeatElement(Block.missing, count: valueCount))
      } else {
        target.append(contentsOf: values[head..<head + valueCount])
        head += valueCount
      }
      advance(taken)
      wanted -= taken
    }
    // Moving the rest to the front pays when most of the storage is behind the head.
    if head * 2 >= values.count {
      values.removeSubrange(..<head)
      head = 0
    }
  }

  private mutating func extend(isAbsent: Bool, by frames: Int64) {
    guard frames > 0 else { return }
    count += frames
    if let last = runs.indices.last, runs[last].isAbsent == isAbsent {
      runs[last].frames += frames
    } else {
      runs.append((isAbsent, frames))
    }
  }

  private mutating func advance(_ frames: Int64) {
    guard frames > 0, let run = runs.first else { return }
    startIndex += frames
    count -= frames
    if run.frames == frames { runs.removeFirst() } else { runs[0].frames -= frames }
  }
}
