/// What disturbed the signal about a moment, and what was there when something was claimed wrongly.
struct Surroundings {
  /// Something that disturbed the channel, by its plain name.
  private struct Disturbance: Interval {
    var name: String
    var start: Double
    var end: Double
  }
  private var disturbances: [Disturbance]
  /// The time of the channel's true events, by what they are called here.
  private var grounds: [(name: String, time: TimeSet)]

  /// A disturbance this near to an event, in seconds, counts as with it.
  private static let reach = 1.0

  /// What is known of channel `channel` of a recording.
  init(_ truth: Truth, channel: Int) {
    disturbances = truth.artefacts.filter { $0.channels.contains(channel) }.flatMap { artefact in
      let name = Self.name(ofArtefact: artefact.kind)
      // A step is over in a moment: what follows it is another level of rest, undisturbed.
      let ends =
        name == "step"
        ? [artefact.start, artefact.end].map { ($0, $0) } : [(artefact.start, artefact.end)]
      return ends.map { Disturbance(name: name, start: $0.0, end: $0.1) }
    }
    let events = truth.events.filter { $0.channel == channel }
    grounds = ["voluntary", "hold", "spasm", "twitch", "not scored"].map { name in
      (name, TimeSet(events.filter { Self.name(ofEvent: $0) == name }))
    }
  }

  /// The disturbances that overlap `event` or come within a second of it; `none` where there is none.
  ///
  /// A signal at the rail is saturation, whether or not it is announced.
  func artefacts(near event: Truth.Event) -> [String] {
    var names = Set(near(event).map(\.name))
    if event.railed { names.insert("saturation") }
    return names.isEmpty ? ["none"] : names.sorted()
  }

  /// What was there where `claim` was made wrongly: the kind of the true events that fill half of it, or else the
  /// shortest disturbance that is with it, or else `rest`.
  func ground(of claim: Prediction) -> String {
    let most = grounds.map { ($0.name, $0.time.overlap(with: claim)) }.max { $0.1 < $1.1 }
    if let most, most.1 >= 0.5 * claim.length { return most.0 }
    // A heartbeat that lasts for hours explains less than a pop of a second.
    return near(claim).min { ($0.length, $0.name) < ($1.length, $1.name) }?.name ?? "rest"
  }

  private func near(_ interval: some Interval) -> [Disturbance] {
    disturbances.filter { $0.start <= interval.end + Self.reach && $0.end >= interval.start - Self.reach }
  }

  /// The benchmark's names, fewer.
  private static func name(ofArtefact kind: String) -> String {
    if kind.hasPrefix("mains") { return "mains" }
    return switch kind {
    case "dropout_in_spasm": "dropout"
    case "baseline_step": "step"
    case "fasciculation_train": "twitch train"
    case "movement_only": "movement alone"
    default: kind
    }
  }

  private static func name(ofEvent event: Truth.Event) -> String {
    event.ignored || event.kind == "ambiguous" ? "not scored" : event.kind
  }
}
