public import Signals

/// How far a replay has come: from its state to one line.
public struct ProgressBar: Sendable {
  /// What is replayed.
  public var name: String
  /// How far it has come.
  public var position: Seconds
  /// How long it is; nil where nobody knows.
  public var duration: Seconds?
  /// Seconds of recording in a second; nil before it is known.
  public var speed: Double?

  /// A bar.
  public init(name: String, position: Seconds, duration: Seconds? = nil, speed: Double? = nil) {
    self.name = name
    self.position = position
    self.duration = duration
    self.speed = speed
  }

  /// The line for a terminal of `width` columns, without a line feed.
  public func line(width: Int, style: Style = Style()) -> String {
    var tail = "  " + clockText(position, tenths: false)
    var share: Double?
    if let duration, duration > 0 {
      let done = min(max(position / duration, 0), 1)
      share = done
      let percent = fixedText((done * 100).rounded(.down), decimals: 0)
      tail = "  \(String(repeating: " ", count: 3 - percent.count))\(percent) %\(tail) of "
      tail += clockText(duration, tenths: false)
    }
    if let speed, speed.isFinite { tail += "  \(fixedText(speed, decimals: speed < 9.95 ? 1 : 0))x" }
    let name = name.harmless.cut(to: max(8, width / 4))
    var line = Line(name + "  ")
    let room = width - line.width - tail.displayWidth
    if let share, room >= 5 {
      let full = Int((share * Double(room)).rounded(.down))
      line.append(String(repeating: "█", count: full), .strong)
      line.append(String(repeating: "─", count: room - full), .faint)
    }
    line.append(tail)
    return line.cut(to: width).text(style)
  }
}
