internal import Events
internal import Signals

extension AlertRule {
  /// What the rule tells of, in plain words: `a spasm that lasts longer than 30 s; at most once in 5 min`.
  public var words: String {
    let place = channel.map { " on \(printable($0))" } ?? ""
    return "\(subject.plainWords)\(place); at most once in \(plainSpan(every))"
  }
}

extension AlertRule.Subject {
  fileprivate var plainWords: String {
    switch self {
    case .activity(let kind, nil): kind.withArticle
    case .activity(let kind, let limit?): "\(kind.withArticle) that lasts longer than \(plainSpan(limit))"
    case .repeated(let kind, let limit, let count, let within):
      "\(count) or more \(kind.plural)\(limit.map { " longer than \(plainSpan($0))" } ?? "") within \(plainSpan(within))"
    case .bout(let spasms): "\(spasms) or more spasms in one bout"
    case .battery(let limit): "a battery below \(decimalText(limit.value * 100, decimals: 0)) %"
    case .disk(let limit): "a disk that will be full within \(plainSpan(limit))"
    case .condition(let condition, let limit):
      condition.plainWords + (limit > 0 ? " for longer than \(plainSpan(limit))" : "")
    }
  }
}

extension AlertRule.Condition {
  fileprivate var plainWords: String {
    switch self {
    case .electrodeOff: "an electrode that is off"
    case .linkLost: "a wearable that is not heard"
    case .recordingPaused: "a recording that is paused"
    case .outletFailed: "a screen, a reader or an alert that fails"
    }
  }
}

extension Episode.Kind {
  /// One of its kind, as a person says it.
  var noun: String {
    switch self {
    case .brief: "brief contraction"
    case .twitch, .spasm, .movement, .artefact: rawValue
    }
  }

  fileprivate var withArticle: String { self == .artefact ? "an artefact" : "a \(noun)" }

  /// Several of its kind.
  var plural: String { self == .twitch ? "twitches" : "\(noun)s" }
}

/// A span of time as a person says it: `2 h`, `5 min`, `30 s`.
func plainSpan(_ span: Seconds) -> String { spanText(span, between: " ", minutes: "min") }
