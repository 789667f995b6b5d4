internal import Signals

extension AlertSettings {
  /// The outlets that are set, the quickest first.
  ///
  /// - Parameters:
  ///   - bell: sends bytes to the terminal; nil where there is none.
  ///   - vibrate: asks the wearable of this number, counted from 0, to shake; false where it cannot.
  public func outlets(
    in surroundings: AlertSurroundings, bell: (@Sendable ([UInt8]) throws -> Void)? = nil,
    vibrate: (@Sendable (Int) -> Bool)? = nil
  ) -> [any AlertOutlet] {
    var outlets: [any AlertOutlet] = []
    if self.bell, let bell { outlets.append(BellOutlet(write: bell)) }
    if vibration { outlets.append(VibrationOutlet(vibrate: vibrate ?? { _ in false })) }
    if desktop { outlets.append(DesktopOutlet(wording, in: surroundings)) }
    if sound { outlets.append(SoundOutlet(path: soundFile, in: surroundings)) }
    if !command.isEmpty { outlets.append(CommandOutlet(command, wording, in: surroundings)) }
    if let webhook { outlets.append(WebhookOutlet(webhook, wording, in: surroundings)) }
    return outlets
  }

  /// What is told, to whom, and all that leaves this process, one line each, for a person who checks the settings.
  public var words: [String] {
    var lines = rules.map { "alert: \($0.words)" }
    if rules.isEmpty { lines.append("no alerts") }
    let example = Alert.example
    lines.append("an alert says: \(example.words(wording))")
    if bell { lines.append("bell: the terminal's") }
    if vibration { lines.append("vibration: the wearable's motor") }
    if desktop { lines.append("desktop: notify-send") }
    if sound { lines.append("sound: \(soundFile.map { printable($0, limit: 200) } ?? "two soft tones")") }
    let json = String(decoding: example.json(wording), as: UTF8.self)
    if !command.isEmpty {
      let list = command.map { "'\(printable($0, limit: 200))'" }.joined(separator: " ")
      lines.append("command: \(list), with such an object on its standard input: \(json)")
    }
    if let webhook {
      let far = webhook.isLoopback ? "this machine" : "leaves this machine"
      lines.append("webhook (\(far)): POST \(webhook.text), with such an object: \(json)")
    }
    return lines
  }
}
