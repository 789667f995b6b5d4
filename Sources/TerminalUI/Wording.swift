public import Events

extension Episode.Kind {
  /// The name for `count` of them.
  func counted(_ count: Int) -> String {
    switch self {
    case .brief: "\(count) brief"
    case .twitch: TerminalUI.counted(count, "twitch", "twitches")
    case .spasm, .movement, .artefact: TerminalUI.counted(count, rawValue)
    }
  }

  /// Its colour.
  public var ink: Ink {
    switch self {
    case .twitch: .twitch
    case .brief: .brief
    case .spasm: .spasm
    case .movement: .movement
    case .artefact: .artefact
    }
  }
}

extension Episode.Subtype {
  /// The subtype in a word or two.
  var words: String {
    switch self {
    case .tonic: "steady"
    case .clonic: "rhythmic"
    case .cluster: "clustered"
    case .unexplained: "held still"
    case .noiseStep: "noise step"
    case .tone: "weak tone"
    case .click: "click"
    case .hum: "hum"
    case .electrode: "electrode"
    case .legMovement: "leg"
    case .bilateralLegMovement: "both legs"
    }
  }

  /// What the word means, for the legend.
  var meaning: String {
    switch self {
    case .tonic: "sustained without a rhythm (tonic)"
    case .clonic: "beating 3 to 8 times a second (clonic)"
    case .cluster: "one of several in quick succession"
    case .unexplained: "sustained and motionless; it may have been held on purpose (unexplained)"
    case .noiseStep: "the electrode's own noise changed at once"
    case .tone: "no stronger than the swells of this rest, or than 3 % of what this muscle has shown"
    case .click: "a click of the electrode or cable, or a heartbeat: its power lies below muscle's"
    case .hum: "mains hum came on"
    case .electrode: "the electrode came off or was touched"
    case .legMovement: "a candidate leg movement of one leg"
    case .bilateralLegMovement: "a candidate leg movement of both legs"
    }
  }
}

extension Episode {
  /// Kind and subtype in words.
  var words: String { kind.rawValue + (subtype.map { ", " + $0.words } ?? "") }
}

extension Quality.Condition {
  /// What is wrong, in words.
  var words: String {
    switch self {
    case .learning: "rest not known yet, nothing judged"
    case .flat: "no signal: the value does not change"
    case .railed: "no signal: at the end of the range"
    case .missing: "no signal: no values"
    case .hum: "mains hum, filtered out"
    case .heartbeat: "heartbeat, blanked out"
    case .loudRest: "rest is louder than the rule allows"
    }
  }

  /// Whether muscle cannot be seen while it lasts.
  var hidesMuscle: Bool {
    switch self {
    case .flat, .railed, .missing: true
    case .learning, .hum, .heartbeat, .loudRest: false
    }
  }

  /// The unit of a change's value.
  var unit: String {
    switch self {
    case .hum: "Hz"
    case .heartbeat: "beats a minute"
    case .loudRest: "uV"
    case .learning, .flat, .railed, .missing: ""
    }
  }
}
