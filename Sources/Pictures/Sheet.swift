internal import Signals

/// The paper that a picture is drawn on, panel under panel, all with the same axis of time.
struct Sheet {
  var svg = SVG(width: 1200, height: 0)
  /// Where the next panel begins.
  private(set) var y = 0.0
  /// From seconds to pixels.
  let time: Scale
  private let focus: ClosedRange<Seconds>?
  private let step: Double

  static let left = 104.0
  static let right = 1040.0
  /// Where the picture's own edge is.
  static let edge = 14.0
  static var width: Double { right - left }

  init(span: ClosedRange<Seconds>, focus: ClosedRange<Seconds>?) {
    let values = span.lowerBound.value...span.upperBound.value
    time = Scale(values: values, start: Self.left, end: Self.right)
    self.focus = focus
    step = Scale.timeStep(of: values.upperBound - values.lowerBound, about: 12)
  }

  /// Leaves room.
  mutating func skip(_ height: Double) {
    y += height
    svg.height = y
  }

  /// Begins a panel of `height`, named at its left, and gives its upper edge.
  mutating func panel(_ height: Double, name: String, unit: String? = nil, isFramed: Bool = true) -> Double {
    let top = y
    if let focus {
      let start = time.pixel(focus.lowerBound.value)
      let width = max(2, time.pixel(focus.upperBound.value) - start)
      svg.rectangle(start, top, width, height, .fill(Palette.focus))
    }
    let lines = time.linearTicks(step: step).map {
      "M\(number(time.pixel($0))) \(number(top))v\(number(height))"
    }
    svg.path(lines.joined(), .stroke(Palette.grid))
    if isFramed { svg.rectangle(Self.left, top, Self.width, height, .stroke(Palette.frame)) }
    if let unit {
      svg.text(name, 24, top + height / 2, anchor: .middle, isBold: true, turned: true)
      svg.text(unit, 40, top + height / 2, size: 11, anchor: .middle, colour: Palette.soft, turned: true)
    } else {
      svg.text(name, Self.left - 8, top + height / 2 + 4, anchor: .end, isBold: isFramed)
    }
    skip(height)
    return top
  }

  /// Writes the ticks of a panel's own axis at its left, with lines through the panel.
  mutating func axis(_ scale: Scale, ticks: [Double]) {
    let lines = ticks.map { "M\(number(Self.left)) \(number(scale.pixel($0)))h\(number(Self.width))" }
    svg.path(lines.joined(), .stroke(Palette.grid))
    for tick in ticks {
      svg.text(
        axisNumber(tick), Self.left - 6, scale.pixel(tick) + 4, size: 11, anchor: .end, colour: Palette.soft)
    }
  }

  /// Writes the axis of time under the last panel.
  mutating func closeWithTimeAxis() {
    let places = decimals(forStep: step)
    var free = -Double.infinity
    for tick in time.linearTicks(step: step) {
      let (x, text) = (time.pixel(tick), clock(tick, decimals: places))
      svg.line(x, y, x, y + 5, .stroke(Palette.frame))
      let half = textWidth(text, size: 11) / 2
      guard x - half > free else { continue }
      svg.text(text, x, y + 18, size: 11, anchor: .middle)
      free = x + half + 6
    }
    svg.text(
      "time from the recording's start (h:mm:ss)", (Self.left + Self.right) / 2, y + 36, anchor: .middle)
    skip(46)
  }

  /// Names lines at the right of a panel from `top` to `bottom`, each near its height and none over another.
  mutating func name(_ lines: [(text: String, y: Double, colour: String)], top: Double, bottom: Double) {
    let pitch = 14.0
    var placed = lines.sorted { $0.y < $1.y }
    for index in placed.indices {
      let lowest = index > 0 ? placed[index - 1].y + pitch : top + 10
      placed[index].y = max(placed[index].y + 4, lowest)
    }
    // What was pushed out below pushes back up.
    var limit = bottom
    for index in placed.indices.reversed() {
      placed[index].y = min(placed[index].y, limit)
      limit = placed[index].y - pitch
    }
    for line in placed { svg.text(line.text, Self.right + 8, line.y, size: 11, colour: line.colour) }
  }

  private func axisNumber(_ value: Double) -> String {
    value.magnitude < 1e-12 ? "0" : trimmed(value)
  }
}
