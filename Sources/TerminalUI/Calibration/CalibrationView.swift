internal import Signals
public import SpasmDetection

/// A calibration as a person sees it: what to do, for how long, how strong, and what happened.
///
/// Pure: from the calibration's state to lines, for a screen, an overlay, or one line after the other.
public struct CalibrationView: Sendable {
  /// Whether the person can press keys.
  public var hasKeys: Bool
  /// What the person calls the sites, a name for each channel.
  private let names: [String]
  private var news: [Line] = []
  private var strongest: [Double]
  private var said: Said?

  /// What was said last of a phase, so that it is not said twice.
  private struct Said: Hashable {
    var headline: String
    var explanation: String
  }

  /// A view of channels that are called `names`.
  public init(names: [String], hasKeys: Bool) {
    self.names = names
    self.hasKeys = hasKeys
    strongest = names.map { _ in 0 }
  }

  /// Takes what happened, and gives a line for each.
  @discardableResult
  public mutating func take(_ remarks: [CalibrationRemark], of calibration: SiteCalibration) -> [Line] {
    let lines = remarks.map { line($0, of: calibration) }
    news = (news + lines).suffix(Self.mostNews)
    for case .measured(_, let levels) in remarks {
      for (channel, rms) in levels where names.indices.contains(channel) {
        strongest[channel] = max(strongest[channel], rms)
      }
    }
    return lines
  }

  /// The line that says what is to be done, where it is another than before: for an output that is no screen.
  public mutating func instruction(of calibration: SiteCalibration) -> Line? {
    let phase = calibration.phase
    let now = Said(
      headline: phase.headline,
      explanation: phase.explanation(calibration.plan, hasKeys: hasKeys))
    guard now != said else { return nil }
    said = now
    var line = Line("\(clockText(calibration.time, tenths: false))  ", .faint)
    line.append(now.headline, .strong)
    if !now.explanation.isEmpty { line.append(". \(now.explanation)") }
    return line
  }

  /// The whole view, no line wider than `width`.
  public func lines(of calibration: SiteCalibration, width: Int) -> [Line] {
    let phase = calibration.phase
    var lines = [header(of: calibration, width: width), Line()]
    var headline = Line("  " + phase.headline, isUrgent(phase) ? .spasm : .strong)
    if let remaining = calibration.remaining {
      headline.append("   \(fixedText(remaining.value.rounded(.up), decimals: 0)) s", .strong)
    }
    lines.append(headline)
    let explanation = phase.explanation(calibration.plan, hasKeys: hasKeys)
    for part in explanation.wrapped(to: max(width - 2, 20)) where !part.isEmpty {
      lines.append(Line("  " + part))
    }
    if case .relaxing = phase, let disturbance = calibration.disturbance {
      lines.append(Line("  The clock waits: \(words(disturbance))", .warning))
    }
    lines.append(Line())
    for channel in names.indices { lines.append(bar(of: channel, in: calibration, width: width)) }
    if !news.isEmpty {
      lines.append(Line())
      for line in news {
        var indented = Line("  ")
        indented.append(line)
        lines.append(indented)
      }
    }
    if hasKeys {
      lines.append(Line())
      lines.append(Line("  Enter go on   s skip, it hurts   r again   q quit", .faint))
    }
    return lines.map { $0.cut(to: width) }
  }

  private static let mostNews = 5

  private func header(of calibration: SiteCalibration, width: Int) -> Line {
    var line = Line("  Calibration", .strong)
    let steps = CalibrationStep.allCases.filter { !calibration.plan.skipped.contains($0) }
    if let step = calibration.phase.step, let place = steps.firstIndex(of: step) {
      line.append("   step \(place + 1) of \(steps.count): \(step.words)", .faint)
    }
    if let group = calibration.phase.group, calibration.groupCount > 1 {
      line.append("   \(calibration.channels(inGroup: group).map(name).joined(separator: ", "))", .strong)
    }
    return line
  }

  private func isUrgent(_ phase: CalibrationPhase) -> Bool {
    switch phase {
    case .awaiting, .holding, .mending: true
    default: false
    }
  }

  /// How strong a channel is now: from rest to the strongest so far, or to 30 dB over rest, in decibels.
  private func bar(of channel: Int, in calibration: SiteCalibration, width: Int) -> Line {
    let gutter = 2 + min(names.map(\.displayWidth).max() ?? 0, max(8, width / 4)) + 2
    var line = Line("  " + name(channel).cutInMiddle(to: gutter - 4))
    line.pad(to: gutter)
    if calibration.leftOut.contains(channel) {
      line.append("left out: no signal", .warning)
      return line
    }
    guard let reading = calibration.latest[channel], let medium = reading.medium else {
      line.append("no signal yet", .faint)
      return line
    }
    let level = levelText(medium, isInMicrovolts: calibration.isInMicrovolts(channel))
    let room = min(width - gutter - 16, 50)
    if let over = reading.overRest(medium), room >= 5 {
      let most = max(30, reading.overRest(strongest[channel])?.value ?? 0)
      let full = Int((min(max(over.value / most, 0), 1) * Double(room)).rounded())
      line.append(String(repeating: "█", count: full), reading.state == .resting ? .plain : .brief)
      line.append(String(repeating: "─", count: room - full), .faint)
      line.append("  ")
    }
    line.append(level)
    return line
  }

  private func name(_ channel: Int) -> String {
    names.indices.contains(channel) ? names[channel] : "channel \(channel)"
  }

  private func words(_ disturbance: CalibrationRemark.Disturbance) -> String {
    switch disturbance {
    case .movement: "you move"
    case .activity(let channel): "\(name(channel)) is active"
    case .loss(let channel): "\(name(channel)) has no signal"
    }
  }

  private func line(_ remark: CalibrationRemark, of calibration: SiteCalibration) -> Line {
    let (text, ink) = words(remark, of: calibration)
    var line = Line("\(clockText(calibration.time, tenths: false))  ", .faint)
    line.append(text, ink)
    return line
  }

  private func words(_ remark: CalibrationRemark, of calibration: SiteCalibration) -> (String, Ink) {
    switch remark {
    case .startedAnew(let disturbance): ("\(words(disturbance)): rest is counted anew", .warning)
    case .restless: ("it did not come to rest: the quiet moments that there were are used", .warning)
    case .notSeen(let effort):
      ("\(effort.words) was not seen: tense the muscle beneath the electrode", .warning)
    case .measured(let effort, let levels):
      (
        "\(effort.words): "
          + levels.sorted { $0.key < $1.key }.map { channel, rms in
            "\(name(channel)) \(levelText(rms, isInMicrovolts: calibration.isInMicrovolts(channel)))"
          }.joined(separator: ", "), .plain
      )
    case .spoilt(_, let channel): ("\(name(channel)) had no signal in it: once more", .warning)
    case .differ(let share): ("the two strongest differ by \(percentText(share.value)): one more", .warning)
    case .neverAgreed(let share):
      ("they differ by \(percentText(share.value)) to the end: the strongest counts", .warning)
    case .leftOut(let channel): ("\(name(channel)) is left out: it has no signal", .warning)
    case .noPosture: ("no posture is measured: the bend is left out", .plain)
    case .found(let finding, let channel):
      ("\(name(channel)): \(finding.words): \(finding.advice)", .warning)
    case .mended(let finding, let channel): ("\(name(channel)): over: \(finding.words)", .plain)
    }
  }
}
