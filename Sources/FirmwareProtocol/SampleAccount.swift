/// Where every sample of one stream went: expected = received + lost + overrun, at any moment (streams.md, Counting).
///
/// Indices are those of the wire, unwrapped to 64 bits here. Frames may come late, twice, in any order and from the
/// store.
public struct SampleAccount: Sendable {
  /// Samples that came, each once.
  public private(set) var received: UInt64 = 0
  /// Samples that exist nowhere.
  public private(set) var overrun: UInt64 = 0
  /// Samples that came again.
  public private(set) var duplicate: UInt64 = 0
  /// Index of the first sample.
  public let start: UInt64
  /// Index after the last sample that is known of.
  public private(set) var end: UInt64
  /// Runs of samples that are lost, in their order, none touching the next.
  public private(set) var missing: [Range<UInt64>] = []
  /// Beyond so many runs the oldest are given up, so that memory is bounded.
  private let limit: Int
  private var givenUp: UInt64 = 0

  /// An account that begins at `start`, the index that a start reply tells; with memory for `limit` runs of lost samples.
  public init(start: UInt32, limit: Int = 4096) {
    self.start = UInt64(start)
    end = UInt64(start)
    self.limit = limit
  }

  /// Samples that should have come by now.
  public var expected: UInt64 { end - start }

  /// Samples that have not come and may yet be asked for, or were given up.
  public var lost: UInt64 { missing.reduce(givenUp) { $0 + UInt64($1.count) } }

  /// The index of the wire as one that does not wrap: the nearest to where the account stands.
  public func unwrapped(_ index: UInt32) -> UInt64 {
    let step = Int64(Int32(bitPattern: index &- UInt32(truncatingIfNeeded: end)))
    return UInt64(max(0, Int64(end) + step))
  }

  /// Books a frame: the samples it holds, and those it says to have been dropped just before them.
  ///
  /// - Complexity: O(runs missing); O(1) where nothing is.
  public mutating func book(index: UInt32, count: UInt16, dropped: UInt32? = nil) {
    let first = unwrapped(index)
    extend(to: first)
    if let dropped {
      let from = first - min(UInt64(dropped), first - min(first, start))
      overrun += take(from..<first)
    }
    let run = max(first, start)..<max(first + UInt64(count), start)
    let isNew = run.lowerBound >= end
    if isNew {
      end = max(end, run.upperBound)
      received += UInt64(run.count)
      return
    }
    let known = run.clamped(to: start..<end)
    let filled = take(known)
    let beyond = run.upperBound > end ? run.upperBound - end : 0
    end = max(end, run.upperBound)
    received += filled + beyond
    duplicate += UInt64(known.count) - filled
  }

  /// Books that samples which were asked for will never come.
  public mutating func giveUp(first: UInt32, count: UInt32) {
    let from = unwrapped(first)
    overrun += take(from..<from + UInt64(count))
  }

  /// Closes the account at the index that a stop reply or a status tells.
  public mutating func close(at index: UInt32) { extend(to: unwrapped(index)) }

  /// Ends the account: what is still missing is lost for good, and takes no more memory.
  public mutating func settle() {
    givenUp = lost
    missing = []
  }

  /// What should have come before `index` and has not is missing.
  private mutating func extend(to index: UInt64) {
    guard index > end else { return }
    if let last = missing.indices.last, missing[last].upperBound == end {
      missing[last] = missing[last].lowerBound..<index
    } else {
      if missing.count == limit { givenUp += UInt64(missing.removeFirst().count) }
      missing.append(end..<index)
    }
    end = index
  }

  /// Takes a run out of what is missing; gives how many samples of it were.
  private mutating func take(_ run: Range<UInt64>) -> UInt64 {
    guard !run.isEmpty, let last = missing.last, last.upperBound > run.lowerBound else { return 0 }
    var (taken, place) = (
      UInt64(0), missing.firstIndex { $0.upperBound > run.lowerBound } ?? missing.endIndex
    )
    while place < missing.endIndex, missing[place].lowerBound < run.upperBound {
      let hole = missing[place]
      let common = hole.clamped(to: run)
      taken += UInt64(common.count)
      let rest = [hole.lowerBound..<common.lowerBound, common.upperBound..<hole.upperBound].filter {
        !$0.isEmpty
      }
      missing.replaceSubrange(place...place, with: rest)
      place += rest.count
    }
    return taken
  }
}
