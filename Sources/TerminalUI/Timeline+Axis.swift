internal import Signals

extension Timeline {
  /// The axis under the rows: marks, and below them the times that they stand for.
  var axis: (marks: Line, labels: Line) {
    let step = tickStep
    var marks = Array(repeating: Character("─"), count: cellCount)
    var labels = Line()
    for number in 0... {
      let time = step * Double(number)
      guard time <= duration else { break }
      let cell = min(Int((time / duration * Double(cellCount)).rounded(.down)), cellCount - 1)
      marks[cell] = number == 0 ? "├" : "┼"
      let label = clockText(time, tenths: false)
      // The last label may reach beyond the axis; it is told by the end of the recording anyway.
      guard cell + label.count <= cellCount, cell >= labels.width + (number == 0 ? 0 : 1) else { continue }
      labels.pad(to: cell)
      labels.append(label, .faint)
    }
    return (Line(String(marks), .faint), labels)
  }

  /// The time between marks of the axis: round, and far enough apart for the labels.
  private var tickStep: Seconds {
    let least = duration * (12 / Double(cellCount))
    let round: [Double] = [
      1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200,
    ]
    if let step = round.first(where: { $0 >= least.value }) { return Seconds(step) }
    return Seconds((least.value / 86400).rounded(.up) * 86400)
  }
}
