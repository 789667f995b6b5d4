public import Events
public import Signals

/// What a person wants to be told of while a monitor runs: one line of a small language.
///
/// `kind=spasm duration>30s`, `kind=twitch count>=20 within=10m`, `bout spasms>=3`, `electrode=off for>30s`,
/// `battery<15%`, `disk<2h`, `link=lost for>10s`, `recording=paused`, `outlet=failed`. Rules of muscle and electrodes may
/// end with `channel=LABEL`, and every rule with `every=5m`.
public struct AlertRule: Hashable, Sendable {
  /// What a rule watches.
  public enum Subject: Hashable, Sendable {
    /// An activity of this kind that lasts longer than this; a spasm is told while it goes on, others at their end.
    case activity(Episode.Kind, longerThan: Seconds?)
    /// As many ended activities of this kind within a span of time.
    case repeated(Episode.Kind, longerThan: Seconds?, count: Int, within: Seconds)
    /// As many spasms in one bout.
    case bout(spasms: Int)
    /// The battery's charge below this share.
    case battery(Fraction)
    /// The disk full within this time.
    case disk(Seconds)
    /// Something that is wrong for longer than this.
    case condition(Condition, lastingOver: Seconds)
  }

  /// Something that is wrong for as long as it lasts.
  public enum Condition: String, Hashable, Sendable, CaseIterable {
    /// An electrode is off.
    case electrodeOff = "electrode=off"
    /// The wearable is not heard.
    case linkLost = "link=lost"
    /// Signals are not kept.
    case recordingPaused = "recording=paused"
    /// A screen, a reader or an alert does not take what it is sent.
    case outletFailed = "outlet=failed"
  }

  /// What is watched.
  public var subject: Subject
  /// The EMG channel that it is about, by its label; nil for all.
  public var channel: String?
  /// The shortest time between two alerts of this rule on one wearable.
  public var every: Seconds

  /// How often a rule alerts at the most, unless it says otherwise.
  public static let usualLimit: Seconds = 300

  /// A rule.
  public init(_ subject: Subject, channel: String? = nil, every: Seconds = usualLimit) {
    self.subject = subject
    self.channel = channel
    self.every = every
  }

  /// The rules that hold where a person has set none.
  public static let usual: [AlertRule] = [
    AlertRule(.activity(.spasm, longerThan: 30)),
    AlertRule(.bout(spasms: 3)),
    AlertRule(.condition(.electrodeOff, lastingOver: 30)),
    AlertRule(.battery(0.15)),
    AlertRule(.disk(7200)),
    AlertRule(.condition(.linkLost, lastingOver: 10)),
    AlertRule(.condition(.recordingPaused, lastingOver: 0)),
  ]
}

extension AlertRule: CustomStringConvertible {
  /// The rule as a line of the language, in its one canonical form.
  public var description: String {
    var words = subject.words
    if let channel { words.append("channel=\(Self.quoted(channel))") }
    if every != Self.usualLimit { words.append("every=\(spanText(every))") }
    return words.joined(separator: " ")
  }

  private static func quoted(_ label: String) -> String {
    let special = label.unicodeScalars.contains { $0.properties.isWhitespace || $0 == "\"" || $0 == "\\" }
    guard special || label.isEmpty else { return label }
    var text = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in label.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { text.append("\\") }
      text.append(scalar)
    }
    text.append("\"")
    return String(text)
  }
}

extension AlertRule.Subject {
  fileprivate var words: [String] {
    switch self {
    case .activity(let kind, let limit): Self.words(kind, limit)
    case .repeated(let kind, let limit, let count, let within):
      Self.words(kind, limit) + ["count>=\(count)", "within=\(spanText(within))"]
    case .bout(let spasms): ["bout", "spasms>=\(spasms)"]
    case .battery(let limit): ["battery<\(decimalText(limit.value * 100, decimals: 0))%"]
    case .disk(let limit): ["disk<\(spanText(limit))"]
    case .condition(let condition, let limit):
      [condition.rawValue] + (limit > 0 ? ["for>\(spanText(limit))"] : [])
    }
  }

  private static func words(_ kind: Episode.Kind, _ limit: Seconds?) -> [String] {
    ["kind=\(kind.rawValue)"] + (limit.map { ["duration>\(spanText($0))"] } ?? [])
  }
}

/// A span of time as rules have it: `2h`, `90m`, `45s`, `0.5s`.
func spanText(_ span: Seconds, between number: String = "", minutes: String = "m") -> String {
  let seconds = span.value
  for (unit, length) in [("h", 3600.0), (minutes, 60.0)]
  where seconds >= length && seconds.remainder(dividingBy: length) == 0 {
    return "\(decimalText(seconds / length, decimals: 0))\(number)\(unit)"
  }
  return "\(decimalText(seconds, decimals: 3))\(number)s"
}
