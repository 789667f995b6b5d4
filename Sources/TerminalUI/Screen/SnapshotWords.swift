internal import Events
internal import Monitoring
internal import Signals
internal import SpasmDetection

extension ChannelSnapshot.State {
  /// The state in plain words; what goes on has a clock that runs.
  func words(at time: Seconds) -> String {
    switch self {
    case .learning: "learning rest"
    case .rest: "rest"
    case .active(let since): "active \(spanText(time - since))"
    case .spasm(let since): "\(Alarm.spasm) \(clockText(time - since, tenths: false))"
    case .movement(let since): "movement \(spanText(time - since))"
    case .twitch: "twitch"
    case .electrodeOff: "electrode off"
    }
  }

  /// Its colour.
  var ink: Ink {
    switch self {
    case .learning, .rest: .faint
    case .active: .strong
    case .spasm: .spasm
    case .movement: .movement
    case .twitch: .twitch
    case .electrodeOff: .warning
    }
  }

  /// Since when what goes on has gone on.
  var onset: Seconds? {
    switch self {
    case .active(let since), .spasm(let since), .movement(let since): since
    case .learning, .rest, .twitch, .electrodeOff: nil
    }
  }
}

extension ChannelSnapshot {
  /// How strong the muscle is at the moment: in shares of its maximum where that was measured, or else against rest.
  func strength(isShort: Bool) -> String? {
    if case .electrodeOff = state { return nil }
    guard let reading, let rms = reading.medium, let rest = reading.rest, rest > 0 else { return nil }
    if let maximum, maximum > 0 {
      return "\(fixedText(max(0, rms - rest) / maximum * 100, decimals: 0)) %MVC"
    }
    let ratio = rms / rest
    return fixedText(ratio, decimals: ratio < 99.95 ? 1 : 0) + (isShort ? " x" : " x rest")
  }

  /// What is seen beside muscle or in its place, a few words each, the worst first.
  var remarks: [String] {
    conditions.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { condition, value in
      switch condition {
      case .learning: nil
      case .flat: "it does not change"
      case .railed: "at the end of range"
      case .missing: "no values come"
      case .hum: "hum \(fixedText(value, decimals: 0)) Hz"
      case .heartbeat: "heart \(fixedText(value, decimals: 0)) a min"
      case .loudRest: "rest too loud"
      }
    }
  }
}

extension MotionSnapshot {
  /// How the body moves and lies.
  var words: [(String, Ink)] {
    let size = "\(fixedText(acceleration.value, decimals: acceleration < 0.0995 ? 2 : 1)) g"
    var words: [(String, Ink)] = [isMoving ? ("moving \(size)", .movement) : ("still \(size)", .plain)]
    if let posture { words.append(("turned \(fixedText(posture.value, decimals: 0))°", .plain)) }
    return words
  }
}

extension WearableSnapshot {
  /// What is known of the link, the device and the disk, the weightiest first.
  var health: [(String, Ink)] {
    var parts: [(String, Ink)] = []
    switch link {
    case .connected: parts.append(("connected", .plain))
    case .lost: parts.append(("link lost", .warning))
    case .ended: parts.append(("ended", .strong))
    }
    parts.append(loss)
    if let battery = state.battery {
      parts.append(("battery \(percentText(battery))", battery < Self.lowBattery ? .warning : .plain))
    }
    if state.isCharging == true { parts.append(("on a charger: no electrodes on skin", .warning)) }
    if let hoursLeft {
      parts.append(("disk full in \(fixedText(hoursLeft, decimals: hoursLeft < 10 ? 1 : 0)) h", .warning))
    } else if let freeBytes, recording != .off {
      parts.append(("disk \(sizeText(freeBytes)) free", .plain))
    }
    if let drift = state.drift {
      parts.append(("clock \(drift < 0 ? "" : "+")\(fixedText(drift, decimals: 0)) ppm", .faint))
    }
    if let jitter = state.jitter {
      parts.append(("jitter \(fixedText(jitter.value * 1000, decimals: jitter < 0.01 ? 1 : 0)) ms", .faint))
    }
    if let strength = state.signalStrength {
      parts.append(("signal \(fixedText(strength, decimals: 0)) dBm", .faint))
    }
    return parts
  }

  /// Below this the battery is worth a warning.
  private static let lowBattery = 0.15

  private var loss: (String, Ink) {
    let missing = ledger.lost + ledger.overrun
    guard ledger.expected > 0, missing > 0 else { return ("nothing lost", .plain) }
    let share = percentText(Double(missing) / Double(ledger.expected))
    return ("\(share) lost\(ledger.overrun > 0 ? ", too slow here" : "")", .warning)
  }

  /// Whether signals come, or have come to their proper end.
  var isSeen: Bool {
    switch link {
    case .connected, .ended(nil): true
    case .lost, .ended: false
    }
  }

  /// Whether what is seen is kept, and where: the path's last part.
  func recordingWords(isShort: Bool) -> (String, Ink) {
    switch recording {
    case .off: ("not recorded", .faint)
    case .on(let path):
      ("recording" + (isShort ? "" : " \(path.split(separator: "/").last ?? "")"), .plain)
    case .paused: (Alarm.notRecording, .alarm)
    }
  }

  /// How many episodes of each kind there have been.
  var countWords: [(String, Ink)] {
    let kinds: [Episode.Kind] = [.spasm, .twitch, .brief, .movement, .artefact]
    let counted = kinds.compactMap { kind in
      counts[kind].flatMap { $0 > 0 ? (kind.counted($0), kind.ink) : nil }
    }
    return counted.isEmpty ? [("no episodes yet", .faint)] : counted
  }

  /// The bout that goes on.
  var boutWords: String? {
    bout.map { bout in
      let spasms = counted(bout.spasms, "spasm")
      return
        "bout \(bout.id), \(label(bout.channel)): \(spasms) since \(clockText(bout.start, tenths: false))"
    }
  }

  /// The label of an EMG channel.
  func label(_ channel: Int) -> String {
    channels.indices.contains(channel) ? channels[channel].label : "channel \(channel)"
  }
}

extension Line {
  /// The parts side by side as far as they fit into `width`; those at the end are left out.
  init(_ parts: [(String, Ink)], width: Int) {
    self.init()
    for (text, ink) in parts {
      let gap = self.width == 0 ? 0 : 2
      if self.width > 0, self.width + gap + text.displayWidth > width { break }
      append(String(repeating: " ", count: gap))
      append(text, ink)
    }
    self = cut(to: width)
  }
}
