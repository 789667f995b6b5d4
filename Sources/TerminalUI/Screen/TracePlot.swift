internal import Glibc
internal import Monitoring
internal import Signals

/// The picture of a channel's trace: the raw signal about its middle, or the envelope over its threshold.
struct TracePlot: Sendable {
  let canvas: BrailleCanvas
  /// What the height stands for, in words.
  let scale: String

  /// The raw signal about its own middle; the lowest and highest sample of each dot's time, joined.
  static func raw(_ channel: ChannelSnapshot, _ times: TraceTimes, rows: Int) -> TracePlot {
    var canvas = BrailleCanvas(columns: times.cells, rows: rows)
    let trace = channel.trace
    let visible = trace[times.columns(ofDot: 0, in: trace.count).lowerBound...]
    let middle = middle(of: visible)
    var reach: Float = 0
    for column in visible where column.isKnown {
      reach = max(reach, column.high - middle, middle - column.low)
    }
    guard reach.isFinite, reach > 0 else { return TracePlot(canvas: canvas, scale: "") }
    let scale = roundUp(reach)
    let half = Float(canvas.height - 1) / 2
    func y(_ value: Float) -> Int { Int((half - (value - middle) / scale * half).rounded()) }
    var before: (top: Int, bottom: Int)?
    for dot in 0..<canvas.width {
      var (low, high) = (Float.infinity, -Float.infinity)
      for place in times.columns(ofDot: dot, in: trace.count) where trace[place].isKnown {
        low = min(low, trace[place].low)
        high = max(high, trace[place].high)
      }
      guard low <= high else {
        before = nil
        continue
      }
      let (top, bottom) = (y(high), y(low))
      // A line that leaves a dot of the canvas goes on from there in the next.
      let joined = before.map { (min(top, $0.bottom), max(bottom, $0.top)) } ?? (top, bottom)
      canvas.fill(dot, from: joined.0, to: joined.1)
      before = (top, bottom)
    }
    let size = fixedText(Double(scale), decimals: scale < 1 ? 1 : 0)
    return TracePlot(canvas: canvas, scale: "±\(size) \(channel.unit)")
  }

  /// The envelope in decibels, filled from below; rest and threshold are rows of dots in it.
  static func envelope(_ channel: ChannelSnapshot, _ times: TraceTimes, rows: Int) -> TracePlot {
    var canvas = BrailleCanvas(columns: times.cells, rows: rows)
    let trace = channel.trace
    var (floor, ceiling) = (Float.infinity, Float(0))
    for column in trace[times.columns(ofDot: 0, in: trace.count).lowerBound...] where column.envelope > 0 {
      floor = min(floor, column.rest > 0 ? column.rest : column.envelope)
      ceiling = max(ceiling, column.envelope, column.threshold > 0 ? 2 * column.threshold : 0)
    }
    guard floor.isFinite, ceiling > 0, ceiling.isFinite else { return TracePlot(canvas: canvas, scale: "") }
    // Rest has something below it to be seen on.
    let bottom = level(floor) - marginBelow
    let span = max(level(ceiling) - bottom, leastSpan)
    let last = canvas.height - 1
    func y(_ value: Float) -> Int {
      let share = (level(value) - bottom) / span
      return share.isFinite ? last - Int((min(max(share, 0), 1) * Float(last)).rounded()) : last
    }
    var (rest, threshold, envelope) = (Float.nan, Float.nan, Float.nan)
    for dot in 0..<canvas.width {
      let places = times.columns(ofDot: dot, in: trace.count)
      guard !places.isEmpty else { continue }
      var peak = Float.nan
      for place in places where trace[place].envelope > 0 {
        peak = peak > trace[place].envelope ? peak : trace[place].envelope
        (rest, threshold) = (trace[place].rest, trace[place].threshold)
      }
      // Between two looks at the envelope it is what it was.
      if peak.isNaN, trace[places.lowerBound].isKnown { peak = envelope }
      envelope = peak
      if peak > 0 { canvas.fill(dot, from: y(peak), to: last) }
      if threshold > 0, dot % 2 == 0 { canvas.toggle(dot, y(threshold)) }
      // In a single row there is no room for two lines.
      if rows > 1, rest > 0, dot % 4 == 0, y(rest) != y(threshold) { canvas.toggle(dot, y(rest)) }
    }
    return TracePlot(canvas: canvas, scale: "")
  }

  /// Draws it with its left upper corner at a cell, in the ink of each moment.
  func draw(on cells: inout ScreenCells, row: Int, column: Int, inks: [Ink]) {
    for down in 0..<canvas.rows {
      for across in 0..<canvas.columns {
        guard let glyph = canvas.glyph(column: across, row: down) else { continue }
        cells.put(glyph: glyph, inks[across], row: row + down, column: column + across)
      }
    }
  }

  /// In decibels: below the least of rest, and the whole height at the least.
  private static let (marginBelow, leastSpan) = (Float(4), Float(18))

  private static func level(_ value: Float) -> Float { 20 * log10f(value) }

  /// The median of what columns lie about, from a hundred of them.
  private static func middle(of trace: ArraySlice<TraceColumn>) -> Float {
    let step = max(1, trace.count / 100)
    let middles = stride(from: trace.startIndex, to: trace.endIndex, by: step).compactMap { place in
      trace[place].isKnown ? (trace[place].low + trace[place].high) / 2 : nil
    }.sorted()
    return middles.isEmpty ? 0 : middles[middles.count / 2]
  }

  /// The next of 1, 1.5, 2, 3, 5, 7, 10 and so on: a height that does not change with every sample.
  private static func roundUp(_ value: Float) -> Float {
    var decade: Float = 0.1
    while decade < 1e9 {
      for step: Float in [1, 1.5, 2, 3, 5, 7] where value <= step * decade { return step * decade }
      decade *= 10
    }
    return value
  }
}
