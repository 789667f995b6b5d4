internal import Signals

/// Frames of one stream that wait for their data record: runs of values and runs of absent frames.
///
/// An absent run costs nothing however long it is.
public struct FrameQueue {
  /// The index of the first frame that waits.
  public private(set) var startIndex: Int64 = 0
  /// The frames that wait.
  public private(set) var count: Int64 = 0
  /// How many of them are present.
  public private(set) var presentCount: Int64 = 0
  private let channelCount: Int
  private var runs: [(isAbsent: Bool, frames: Int64)] = []
  private var values: [Int32] = []
  private var head = 0

  /// An empty queue for frames of so many values.
  public init(channelCount: Int) { self.channelCount = channelCount }

  /// The index after the last frame that waits.
  public var endIndex: Int64 { startIndex + count }

  /// Whether any frame that waits is present.
  public var holdsValues: Bool { presentCount > 0 }

  /// How many of the first frames are absent.
  public var leadingAbsence: Int64 { runs.first.map { $0.isAbsent ? $0.frames : 0 } ?? 0 }

  /// Adds whole frames of interleaved values.
  public mutating func append(_ samples: [Int32]) { append(samples[...]) }

  /// Adds whole frames of interleaved values.
  public mutating func append(_ samples: ArraySlice<Int32>) {
    values += samples
    presentCount += Int64(samples.count / channelCount)
    extend(isAbsent: false, by: Int64(samples.count / channelCount))
  }

  /// Adds absent frames.
  public mutating func appendAbsent(_ frames: Int64) { extend(isAbsent: true, by: frames) }

  /// Forgets absent frames at the front; no more than there are.
  public mutating func dropAbsent(_ frames: Int64) { advance(min(frames, leadingAbsence)) }

  /// Moves `frames` frames into `target`, absent ones as ``Signals/Block/missing``, and tells how many are present; there must be so
  /// many.
  @discardableResult
  public mutating func take(_ frames: Int, into target: inout [Int32]) -> Int {
    target.removeAll(keepingCapacity: true)
    var present = 0
    var wanted = Int64(frames)
    while wanted > 0, let run = runs.first {
      let taken = min(wanted, run.frames)
      let valueCount = Int(taken) * channelCount
      if run.isAbsent {
        target.append(contentsOf: repeatElement(Block.missing, count: valueCount))
      } else {
        target.append(contentsOf: values[head..<head + valueCount])
        head += valueCount
        presentCount -= taken
        present += Int(taken)
      }
      advance(taken)
      wanted -= taken
    }
    // Moving the rest to the front pays when most of the storage is behind the head.
    if head * 2 >= values.count {
      values.removeSubrange(..<head)
      head = 0
    }
    return present
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
