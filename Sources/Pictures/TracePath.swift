internal import Signals

extension Columns {
  /// The path of a line through the columns' extremes, broken where two columns in a row are empty.
  ///
  /// Points in the middle of a level run are left out: they change nothing that is seen.
  func path(left: Double, width: Double, scale: Scale) -> String {
    let step = width / Double(extremes.count)
    var line = TracePath()
    for (index, value) in extremes.enumerated() {
      guard let value else {
        if index + 1 < extremes.count, extremes[index + 1] == nil { line.lift() }
        continue
      }
      let x = left + (Double(index) + 0.5) * step
      let (low, high) = (scale.pixel(value.lowerBound), scale.pixel(value.upperBound))
      // The nearer end first, so that the line does not cross the column twice.
      let lowFirst = (line.y.map { (low - $0).magnitude <= (high - $0).magnitude }) ?? true
      line.add(x, lowFirst ? low : high)
      if (low - high).magnitude >= 0.05 { line.add(x, lowFirst ? high : low) }
    }
    return line.commands
  }
}

/// The commands of a line, point by point.
private struct TracePath {
  private var done = ""
  private var points: [(x: Double, y: Double)] = []

  /// Where the line is; nil where it has not begun.
  var y: Double? { points.last?.y }

  mutating func add(_ x: Double, _ y: Double) {
    let count = points.count
    if count > 1, (points[count - 1].y - y).magnitude < 0.05, (points[count - 2].y - y).magnitude < 0.05 {
      points[count - 1].x = x
    } else {
      points.append((x, y))
    }
  }

  /// Ends the line here; what follows is a new one.
  mutating func lift() {
    done = commands
    points = []
  }

  var commands: String {
    guard let first = points.first else { return done }
    var text = done + "M\(number(first.x)) \(number(first.y))"
    // A line of one point would not be seen.
    if points.count == 1 { return text + "h1" }
    for point in points.dropFirst() { text += "L\(number(point.x)) \(number(point.y))" }
    return text
  }
}
