internal import Events
internal import Signals

/// What an alert says in full, in one line.
enum AlertSentence {
  static func text(
    _ saying: RuleWatch.Saying, by rule: AlertRule, label: (Int) -> String, at now: Seconds
  ) -> String {
    let cause = saying.occurrence.cause
    let channel: Int? = if case .channel(let number) = saying.place { number } else { cause.channel }
    let place = channel.map { " on \(printable(label($0)))" } ?? ""
    let length = lastingText(now - saying.occurrence.began)
    if saying.state == .takenBack { return "no spasm after all\(place): it was movement or no muscle" }
    var text =
      switch rule.subject {
      case .activity(let kind, _): activity(kind, cause, place: place, length: length)
      case .repeated(let kind, _, _, let within):
        "\(saying.occurrence.count) \(kind.plural) within \(plainSpan(within))\(place)"
      case .bout: "\(saying.occurrence.count) spasms in one bout\(place)"
      case .battery: battery(cause)
      case .disk: disk(cause, due: saying.occurrence.due, by: rule)
      case .condition(.electrodeOff, _): "electrode off\(place) for \(length)"
      case .condition(.linkLost, _): "the wearable has not been heard for \(length)\(reason(cause))"
      case .condition(.recordingPaused, _): "signals are not kept\(reason(cause))"
      case .condition(.outletFailed, _): "something does not take what it is sent\(reason(cause))"
      }
    if saying.heldBack > 0 { text += "; \(saying.heldBack) more not told since the last alert" }
    return text
  }

  private static func activity(
    _ kind: Episode.Kind, _ cause: Event, place: String, length: String
  ) -> String {
    guard case .episode(let episode) = cause.body else {
      return "\(kind.noun)\(place) for \(length), going on"
    }
    return "\(kind.noun)\(place) of \(lastingText(episode.duration)), over"
  }

  private static func battery(_ cause: Event) -> String {
    guard case .device(let state) = cause.body, let battery = state.battery else { return "battery low" }
    return "battery at \(decimalText(battery * 100, decimals: 0)) %"
  }

  private static func disk(_ cause: Event, due: Seconds, by rule: AlertRule) -> String {
    guard case .health(let health) = cause.body, let hours = health.hoursLeft,
      case .disk(let limit) = rule.subject
    else { return "the disk is full" }
    // What was told early has shrunk to the limit meanwhile.
    let left = min(hours * 3600, limit.value)
    return left < 3600
      ? "the disk will be full in \(decimalText((left / 60).rounded(.down), decimals: 0)) min"
      : "the disk will be full in \(decimalText(left / 3600, decimals: 1)) h"
  }

  private static func reason(_ cause: Event) -> String {
    guard case .health(let health) = cause.body, let detail = health.detail, !detail.isEmpty else {
      return ""
    }
    return ": \(printable(detail, limit: 200))"
  }

  /// A length of time in whole seconds, or in minutes and seconds; tenths below ten seconds.
  private static func lastingText(_ length: Seconds) -> String {
    let seconds = max(0, length.value)
    if seconds < 10 { return "\(decimalText(seconds, decimals: 1)) s" }
    let whole = Int(min(seconds.rounded(.down), 1e9))
    if whole < 120 { return "\(whole) s" }
    return whole < 7200 ? "\(whole / 60) min" : "\(whole / 3600) h \(whole / 60 % 60) min"
  }
}
