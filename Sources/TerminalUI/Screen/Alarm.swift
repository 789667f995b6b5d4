public import Monitoring
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
    guard wearable.isSeen else { return alarms }
    for channel in wearable.channels {
      guard case .spasm(let since) = channel.state else { continue }
      let clock = clockText(wearable.time - since, tenths: false)
      alarms.append(Alarm(title: spasm, detail: "\(channel.label) \(clock)", ink: .alarm))
    }
    let off = wearable.channels.filter {
      if case .electrodeOff = $0.state { true } else { false }
    }
    if !off.isEmpty {
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
    func append(_ text: String, _ ink: Ink) {
      if line.width > 0 { line.append("  ") }
      line.append(text, ink)
    }
    for alarm in alarms.prefix(detailed) {
      append(alarm.detail.isEmpty ? alarm.title : "\(alarm.title) \(alarm.detail)", alarm.ink)
    }
    var rest = alarms.dropFirst(detailed)
    while let first = rest.first {
      // The same without details is said once.
      let count = rest.count { $0.title == first.title }
      let isMore = alarms.prefix(detailed).contains { $0.title == first.title }
      append("\(isMore ? "\(count) more " : count > 1 ? "\(count) " : "")\(first.title)", first.ink)
      rest.removeAll { $0.title == first.title }
    }
    return line
  }
}

extension MonitorSnapshot {
  /// What must not be missed of any wearable, in one line of `width` columns; nil where there is nothing.
  public func alarmLine(width: Int) -> Line? {
    let alarms = wearables.flatMap(Alarm.all(of:))
    return alarms.isEmpty ? nil : Alarm.line(alarms, width: width)
  }
}
