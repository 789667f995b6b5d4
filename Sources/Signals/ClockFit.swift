/// How a device's clock runs against the host's, by when its samples arrive.
///
/// What arrives is late by the link, by nothing at the least and by much at times. So the straight line is sought that
/// lies below all arrivals and touches the earliest: of the lower convex hull of arrival less device time, the edge over
/// the middle (for delays of one side the likeliest line; Moon, Skelly and Towsley 1999, doi:10.1109/INFCOM.1999.749287).
/// Memory is fixed: of each stretch of time the earliest arrival is kept, and stretches grow as hours pass.
public struct ClockFit: Sendable {
  private struct Point {
    /// Device time.
    var device: Double
    /// Host time less device time.
    var delay: Double
  }

  private static let most = 720
  private var width: Double
  private var points: [Point] = []

  /// A fit that keeps the earliest arrival of each `width` of device time at first.
  public init(width: Seconds = 5) {
    self.width = width.value
    points.reserveCapacity(Self.most + 1)
  }

  /// Takes a moment of the device's clock and when it was heard of by the host's; device times may come in any order.
  ///
  /// - Complexity: O(1) in order, amortised.
  public mutating func add(device: Seconds, host: Seconds) {
    let point = Point(device: device.value, delay: (host - device).value)
    let stretch = (point.device / width).rounded(.down)
    let place = points.lastIndex { ($0.device / width).rounded(.down) <= stretch }
    if let place, (points[place].device / width).rounded(.down) == stretch {
      if point.delay < points[place].delay { points[place] = point }
      return
    }
    points.insert(point, at: place.map { $0 + 1 } ?? 0)
    if points.count > Self.most { widen() }
  }

  /// By how much the device's clock is faster than the host's, in parts per million; nil while too little has come.
  ///
  /// - Complexity: O(n), at most 720.
  public var drift: Double? { line.map { -1e6 * $0.slope / (1 + $0.slope) } }

  /// Host time when the device's clock showed `device`, as far as the quickest arrivals tell.
  public func host(of device: Seconds) -> Seconds? {
    line.map { device + Seconds($0.at + $0.slope * (device.value - $0.device)) }
  }

  /// The line below all points over their middle: its slope, and where it goes through.
  private var line: (slope: Double, device: Double, at: Double)? {
    guard let first = points.first, let last = points.last, last.device > first.device else { return nil }
    var hull: [Point] = []
    for point in points {
      while hull.count > 1, !isBelow(hull[hull.count - 1], hull[hull.count - 2], point) { hull.removeLast() }
      hull.append(point)
    }
    let middle = (first.device + last.device) / 2
    let after = max(1, hull.firstIndex { $0.device >= middle } ?? 1)
    let (left, right) = (hull[after - 1], hull[after])
    return ((right.delay - left.delay) / (right.device - left.device), left.device, left.delay)
  }

  /// Whether `middle` lies below the line from `left` to `right`.
  private func isBelow(_ middle: Point, _ left: Point, _ right: Point) -> Bool {
    (middle.delay - left.delay) * (right.device - left.device)
      < (right.delay - left.delay) * (middle.device - left.device)
  }

  private mutating func widen() {
    width *= 2
    var kept: [Point] = []
    for point in points {
      if let last = kept.last, (last.device / width).rounded(.down) == (point.device / width).rounded(.down) {
        if point.delay < last.delay { kept[kept.count - 1] = point }
      } else {
        kept.append(point)
      }
    }
    points.replaceSubrange(points.indices, with: kept)
  }
}
