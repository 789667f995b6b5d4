internal import Monitoring
internal import Signals

/// What must not be missed of a wearable, in words that do without colour.
struct Alarm: Hashable, Sendable {
  /// The words in capitals.
  var title: String
  /// What belongs to it.
  var detail: String
  var ink: Ink

  /// No signal comes.
  static let nothingSeen = "NOTHING IS SEEN"
  /// What is seen is not kept.
  static let notRecording = "NOT RECORDING"
  /// A spasm goes on.
  static let spasm = "SPASM"

  /// The alarms of a wearable, the weightiest first.
  static func all(of wearable: WearableSnapshot) -> [Alarm] {
    var alarms: [Alarm] = []
    switch wearable.link {
    case .connected, .ended(nil): break
    case .lost(let since, let reason):
      let reason = reason.isEmpty ? "" : ", \(reason)"
      alarms.append(
        Alarm(title: nothingSeen, detail: "since \(clockText(since, tenths: false))\(reason)", ink: .alarm))
    case .ended(let reason?): alarms.append(Alarm(title: nothingSeen, detail: reason, ink: .alarm))
    }
    if case .paused(_, let reason) = wearable.recording {
      alarms.append(Alarm(title: notRecording, detail: reason, ink: .alarm))
    }
    for channel in wearable.channels {
      guard case .spasm(let since) = channel.state else { continue }
      let clock = clockText(wearable.time - since, tenths: false)
      alarms.append(Alarm(title: spasm, detail: "\(channel.label) \(clock)", ink: .alarm))
    }
    let off = wearable.channels.filter {
      if case .electrodeOff = $0.state { true } else { false }
    }
    if !off.isEmpty, wearable.link == .connected {
      let labels = off.map(\.label).joined(separator: ", ")
      alarms.append(Alarm(title: "electrode off", detail: labels, ink: .warning))
    }
    return alarms
  }

  /// The alarms in one line of `width` columns: where there is little room, details give way before titles.
  static func line(_ alarms: [Alarm], width: Int) -> Line {
    // So many alarms keep their details.
    for detailed in (0...alarms.count).reversed() {
      let line = line(alarms, detailed: detailed)
      if line.width <= width || detailed == 0 { return line.cut(to: width) }
      // A long reason at the end is cut rather than left out.
      let shorter = Self.line(alarms, detailed: detailed - 1)
      if shorter.width + leastDetail < width, detailed == alarms.count { return line.cut(to: width) }
    }
    return Line()
  }

  private static let leastDetail = 12

  private static func line(_ alarms: [Alarm], detailed: Int) -> Line {
    var line = Line()
    var titles: [String: Int] = [:]
    for (place, alarm) in alarms.enumerated() {
      if place >= detailed {
        titles[alarm.title, default: 0] += 1
        // The same without details is said once.
        if titles[alarm.title] ?? 0 > 1 { continue }
      }
      if line.width > 0 { line.append("  ") }
      line.append(
        "\(alarm.title)\(place < detailed && !alarm.detail.isEmpty ? " \(alarm.detail)" : "")", alarm.ink)
    }
    return line
  }
}
