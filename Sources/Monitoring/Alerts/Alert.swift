public import Signals

/// Something that a person is told of, because a rule says so.
public struct Alert: Hashable, Sendable {
  /// Whether it is told or taken back.
  public enum State: String, Hashable, Sendable {
    /// It is so.
    case given
    /// What was told turned out not to be so: movement or artefact, and no spasm.
    case takenBack = "taken_back"
  }

  /// How much it matters that it is seen at once.
  public enum Urgency: String, Hashable, Sendable {
    /// An alert is taken back.
    case low
    case normal
    /// Nothing is seen, or nothing is kept.
    case critical
  }

  /// What an alert may say where others can read it.
  public enum Wording: String, Hashable, Sendable, CaseIterable {
    /// Nothing of what it is about: a lock screen is public.
    case discreet
    /// What has happened, and where.
    case full
  }

  /// Whether it is told or taken back.
  public var state: State
  /// The rule that it is given by.
  public var rule: AlertRule
  /// The wearable, counted from 0.
  public var wearable: Int
  /// The device time of the event that led to it.
  public var at: Seconds
  /// When it was given, by the host's clock that never goes back.
  public var given: Seconds
  /// How many others of the rule, on this wearable, have not been told since the last alert.
  public var heldBack: Int
  /// What has happened, in a line.
  public var fullWords: String
  /// The line of the event that led to it, as `--json` prints it, without its line feed.
  public var eventLine: [UInt8]

  /// What it says, in a line without anything that a terminal would obey.
  public func words(_ wording: Wording) -> String {
    switch (wording, state) {
    case (.full, _): fullWords
    case (.discreet, .given): "SpasmKit: please look at the monitor"
    case (.discreet, .takenBack): "SpasmKit: the last alert is taken back"
    }
  }

  /// How much it matters that it is seen at once.
  public var urgency: Urgency {
    if state == .takenBack { return .low }
    return switch rule.subject {
    case .condition(.linkLost, _), .condition(.recordingPaused, _): .critical
    case .activity, .repeated, .bout, .battery, .disk, .condition: .normal
    }
  }
}
