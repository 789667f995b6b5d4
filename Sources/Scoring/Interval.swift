/// Something that has a start and an end, in seconds.
protocol Interval {
  /// When it begins, in seconds.
  var start: Double { get }
  /// When it ends, in seconds.
  var end: Double { get }
}

extension Interval {
  /// Its length in seconds; never zero, so that shares of it exist.
  var length: Double { max(1e-9, end - start) }

  /// The seconds that it shares with `other`.
  func overlap(with other: some Interval) -> Double {
    max(0, min(end, other.end) - max(start, other.start))
  }

  /// Shared time over the time that either covers, from 0 to 1.
  func intersectionOverUnion(with other: some Interval) -> Double {
    let shared = overlap(with: other)
    return shared / (length + other.length - shared)
  }
}

/// A set of moments: disjoint spans in rising order.
struct TimeSet {
  private(set) var spans: [(start: Double, end: Double)] = []

  /// Every moment that one of `intervals` covers.
  init(_ intervals: some Sequence<some Interval>) {
    let sorted = intervals.map { (start: $0.start, end: $0.end) }.sorted { $0 < $1 }
    for span in sorted {
      if let last = spans.indices.last, span.start <= spans[last].end {
        spans[last].end = max(spans[last].end, span.end)
      } else {
        spans.append(span)
      }
    }
  }

  /// Its total length in seconds.
  var length: Double { spans.reduce(0) { $0 + ($1.end - $1.start) } }

  /// The seconds that it shares with `other`.
  func overlap(with other: TimeSet) -> Double {
    var (mine, theirs) = (0, 0)
    var shared = 0.0
    while mine < spans.count, theirs < other.spans.count {
      let (a, b) = (spans[mine], other.spans[theirs])
      shared += max(0, min(a.end, b.end) - max(a.start, b.start))
      if a.end < b.end { mine += 1 } else { theirs += 1 }
    }
    return shared
  }

  /// The seconds that it shares with one interval.
  func overlap(with interval: some Interval) -> Double {
    overlap(with: TimeSet(CollectionOfOne(interval)))
  }

  /// What of it is outside `other`.
  func subtracting(_ other: TimeSet) -> TimeSet {
    var rest = TimeSet([Prediction]())
    for span in spans {
      var start = span.start
      for hole in other.spans where hole.end > start && hole.start < span.end {
        if hole.start > start { rest.spans.append((start, hole.start)) }
        start = max(start, hole.end)
      }
      if start < span.end { rest.spans.append((start, span.end)) }
    }
    return rest
  }
}
