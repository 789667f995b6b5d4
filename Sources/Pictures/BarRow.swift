/// A stretch of time with a name, as a coloured bar.
struct Bar {
  var start: Double
  var end: Double
  /// What decides its colour.
  var kind: String
  /// What is written on it or beside it, the fullest first: the longest that has room is taken.
  var texts: [String]
  /// Drawn as an outline alone: it counts neither way.
  var isHollow = false
}

extension Sheet {
  private static let laneHeight = 20.0
  private static let barHeight = 16.0
  private static let mostLanes = 4

  /// Draws bars in as many lanes as overlaps need, with their texts where there is room.
  mutating func bars(_ bars: [Bar], name: String) {
    let lanes = lay(bars)
    let top = panel(Double(max(1, lanes.count)) * Self.laneHeight + 4, name: name)
    for (number, lane) in lanes.enumerated() { draw(lane, at: top + 4 + Double(number) * Self.laneHeight) }
  }

  /// Puts each bar into the first lane that is free at its start; too many at once share the last.
  private func lay(_ bars: [Bar]) -> [[Bar]] {
    var lanes: [[Bar]] = []
    var ends: [Double] = []
    for bar in bars.sorted(by: { $0.start < $1.start }) {
      if let free = ends.firstIndex(where: { $0 <= bar.start }) {
        lanes[free].append(bar)
        ends[free] = bar.end
      } else if lanes.count < Self.mostLanes {
        lanes.append([bar])
        ends.append(bar.end)
      } else {
        lanes[lanes.count - 1].append(bar)
        ends[lanes.count - 1] = max(ends[lanes.count - 1], bar.end)
      }
    }
    return lanes
  }

  private mutating func draw(_ lane: [Bar], at top: Double) {
    var solid: [String: String] = [:]
    var last = (kind: "", end: -Double.infinity)
    for bar in lane {
      let x = time.pixel(bar.start)
      let width = max(1.5, time.pixel(bar.end) - x)
      if bar.isHollow {
        svg.rectangle(
          x + 0.5, top + 0.5, max(1, width - 1), Self.barHeight - 1,
          .stroke(Palette.colour(of: bar.kind), 1.2, dash: "3 2"))
        continue
      }
      // What lies within half a pixel of its like is one bar: more could not be seen.
      if last.kind == bar.kind, x + width <= last.end + 0.5 { continue }
      solid[bar.kind, default: ""] +=
        "M\(number(x)) \(number(top))h\(number(width))v\(number(Self.barHeight))h\(number(-width))z"
      last = (bar.kind, x + width)
    }
    for (kind, path) in solid.sorted(by: { $0.key < $1.key }) {
      svg.path(path, .fill(Palette.colour(of: kind)))
    }
    label(lane, at: top + 12)
  }

  /// Writes texts inside the bars that hold them, and else beside them where nothing is.
  private mutating func label(_ lane: [Bar], at baseline: Double) {
    var free = Self.left
    for (index, bar) in lane.enumerated() {
      let start = max(Self.left, time.pixel(bar.start))
      let end = min(Self.right, max(start + 1.5, time.pixel(bar.end)))
      let next = index + 1 < lane.count ? time.pixel(lane[index + 1].start) : Self.right
      let widths = bar.texts.map { textWidth($0, size: 11) + 8 }
      if let text = zip(bar.texts, widths).first(where: { $0.1 <= end - start && start >= free - 0.1 })?.0 {
        let colour = bar.isHollow ? Palette.ink : Palette.textColour(on: bar.kind)
        svg.text(text, start + 4, baseline, size: 11, colour: colour)
      } else if let (text, width) = zip(bar.texts, widths).first(where: { $0.1 <= next - max(end, free) }) {
        svg.text(text, max(end, free) + 4, baseline, size: 11)
        free = max(end, free) + width
        continue
      } else if let (text, width) = zip(bar.texts, widths).first(where: { $0.1 <= start - free }) {
        svg.text(text, start - 4, baseline, size: 11, anchor: .end)
        _ = width
      }
      free = max(free, end)
    }
  }
}
