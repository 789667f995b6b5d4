public import Events
public import Signals

/// What a person sees while a recording is played at its own pace: a line that runs, and one for what happens.
public struct LiveView: Sendable {
  private let labels: [String]
  /// Since when each channel is active, and whether that was called a spasm.
  private var active: [Int: (onset: Seconds, isSpasm: Bool)] = [:]

  /// A view of a source with these streams.
  public init(streams: [StreamDescription]) {
    labels = streams.filter { $0.kind == .emg }.flatMap { $0.channels.map(\.label) }
  }

  /// Takes the next event, and gives the line that tells a person of it, where it is worth one.
  public mutating func take(_ event: Event) -> Line? {
    if case .health(let health) = event.body, health.condition != .alive {
      var line = Line("\(clockText(event.at))  ")
      line.append(health.words, health.condition == .resumed ? .plain : .warning)
      return line
    }
    guard let channel = event.channel else { return nil }
    switch event.body {
    case .onset(let onset):
      active[channel] = (onset, false)
      return nil
    case .spasm(.confirmed, let onset):
      active[channel] = (onset, true)
      return line(event, "spasm, since \(clockText(onset))", .spasm)
    case .spasm(.withdrawn, let onset):
      active[channel]?.isSpasm = false
      return line(event, "no spasm after all, what began at \(clockText(onset))", .warning)
    case .episode(let episode):
      active[channel] = nil
      return line(event, "\(episode.words): over, lasted \(spanText(episode.duration))", episode.kind.ink)
    case .quality(let quality):
      return line(event, quality.condition.words + (quality.present ? "" : ": over"), .warning)
    default: return nil
    }
  }

  /// The line that runs: the time, and what each channel that is not at rest does.
  public func status(at time: Seconds, width: Int, style: Style = Style()) -> String {
    var line = Line(clockText(time, tenths: false), .strong)
    for (channel, state) in active.sorted(by: { $0.key < $1.key }) {
      let text = "  \(label(channel)) \(state.isSpasm ? "spasm" : "active") \(spanText(time - state.onset))"
      line.append(text, state.isSpasm ? .spasm : .plain)
    }
    if active.isEmpty { line.append("  at rest", .faint) }
    return line.cut(to: width).text(style)
  }

  private func line(_ event: Event, _ text: String, _ ink: Ink) -> Line {
    var line = Line("\(clockText(event.at))  \(label(event.channel ?? 0))  ")
    line.append(text, ink)
    return line
  }

  private func label(_ channel: Int) -> String {
    labels.indices.contains(channel) ? labels[channel] : "channel \(channel)"
  }
}

extension Health {
  /// What a person is told.
  public var words: String {
    let reason = detail.map { ": \($0)" } ?? ""
    let hours = hoursLeft.map { ", \(fixedText($0, decimals: $0 < 1 ? 2 : 0)) hours left" } ?? ""
    let span = missed.map { "; \(spanText(Seconds($0))) are missing" } ?? ""
    return switch condition {
    case .pausedDiskFull: "\(Alarm.notRecording), the disk is full\(reason)"
    case .pausedFailure: "\(Alarm.notRecording)\(reason)"
    case .resumed: "recording again\(span)"
    case .spaceLow: "little room on the disk\(hours)\(reason)"
    case .notSynced: "the disk does not confirm what is written\(reason)"
    case .refused: "not recorded\(reason)"
    case .linkLost: "\(Alarm.nothingSeen), the device has gone\(reason)"
    case .linkBack: "the device is back"
    case .cutOff: "cut off\(reason)"
    case .alive: "all goes on"
    case .overrun: "the machine is too slow, samples were let go\(reason)"
    case .clockJumped: "the wall clock was set\(reason)"
    case .suspended: "the machine slept\(reason)"
    case .outletFailed: "not told\(reason)"
    case .outletBack: "told again\(reason)"
    case .restarted: "begun anew\(reason)"
    }
  }
}
