/// What scoring found event by event, beyond its counts.
struct Findings {
  /// What became of one true spasm or twitch.
  struct Found {
    var truth: Truth.Event
    /// The claim that matches it.
    var claim: Prediction?
    /// From its detectable start to its live call, in seconds.
    var callLatency: Double?
    /// What disturbed the signal then.
    var artefacts: [String]
    /// Where its onset was found with hindsight, in seconds.
    var offlineOnset: Double?
    /// Events with this number are of one moment.
    var moment: Int
  }

  /// A voluntary contraction.
  struct Voluntary {
    /// What movement goes with it, where motion is measured.
    var motion: String?
    /// What it was called.
    var name: String?
    var moment: Int
  }

  /// A recording without a spasm.
  struct Quiet {
    var hours: Double
    /// Whether somebody moved in it.
    var moves: Bool
    /// Spasms claimed in it, and the moments in which they were.
    var falseSpasms: Int
    var falseMoments: Int
  }

  var found: [Found] = []
  /// Claims that are wrong: their kind, and what was there.
  var wrong: [(kind: String, ground: String)] = []
  var voluntary: [Voluntary] = []
  var quiet: [Quiet] = []
  /// True spasms claimed in pieces, and claims that hold several true spasms.
  var splits = 0
  var merges = 0
  var forecasts: [Forecast] = []

  init() {}

  static func += (left: inout Self, right: Self) {
    // Moments of different recordings are different ones.
    let foundMoments = (left.found.map(\.moment).max() ?? -1) + 1
    left.found += right.found.map { found in
      var found = found
      found.moment += foundMoments
      return found
    }
    let voluntaryMoments = (left.voluntary.map(\.moment).max() ?? -1) + 1
    left.voluntary += right.voluntary.map { voluntary in
      var voluntary = voluntary
      voluntary.moment += voluntaryMoments
      return voluntary
    }
    left.wrong += right.wrong
    left.quiet += right.quiet
    left.splits += right.splits
    left.merges += right.merges
    left.forecasts += right.forecasts
  }
}

extension Findings {
  /// What the channels of one recording tell; `offline` holds onsets found with hindsight, by their true event.
  init(
    _ truth: Truth, _ channels: [ChannelScore], spasms: [Matched], twitches: [Matched],
    offline: [Truth.Event: Double]
  ) {
    for (number, channel) in channels.enumerated() {
      let surroundings = Surroundings(truth, channel: number)
      for matched in [spasms[number], twitches[number]] {
        let claims = Dictionary(uniqueKeysWithValues: matched.pairs.map { ($0.truth, $0.claim) })
        for (place, event) in matched.sought.enumerated() {
          let claim = claims[place].map { matched.claimed[$0] }
          let call = claim.flatMap(channel.call)
          found.append(
            Found(
              truth: event, claim: claim, callLatency: call.map { $0.at - event.detectableStart },
              artefacts: surroundings.artefacts(near: event), offlineOnset: offline[event], moment: 0))
        }
        wrong += matched.wrong.map { ($0.kind, surroundings.ground(of: $0)) }
      }
      splits += spasms[number].splits
      merges += spasms[number].merges
      forecasts += channel.forecasts(
        matched: [spasms[number], twitches[number]].flatMap { $0.found.map(\.claim) })
      voluntary += channel.sought("voluntary").map { event in
        Voluntary(motion: event.motion, name: channel.name(of: event), moment: 0)
      }
    }
    for (place, moment) in momentNumbers(found.map(\.truth)).enumerated() { found[place].moment = moment }
    let held = momentNumbers(channels.flatMap { $0.sought("voluntary") })
    for (place, moment) in held.enumerated() { voluntary[place].moment = moment }
    if !truth.holdsSpasm {
      let wrong = spasms.flatMap(\.wrong)
      quiet = [
        Quiet(
          hours: truth.duration / 3600, moves: truth.holdsMovement, falseSpasms: wrong.count,
          falseMoments: momentSizes(wrong).count)
      ]
    }
  }
}

extension Truth {
  /// Whether there is a spasm to find.
  var holdsSpasm: Bool { events.contains { $0.kind == "spasm" && !$0.ignored } }

  /// Whether somebody moves, or tenses a muscle on purpose.
  fileprivate var holdsMovement: Bool {
    events.contains { $0.kind == "voluntary" || $0.kind == "hold" }
      || artefacts.contains { $0.kind == "motion" || $0.kind == "movement_only" }
  }
}

extension Matched {
  /// True events that hold, each for at least half of its length, two claims or more.
  fileprivate var splits: Int {
    sought.count { truth in
      claimed.count { truth.overlap(with: $0) >= 0.5 * $0.length } > 1
    }
  }

  /// Claims that hold, each for at least half of its length, two true events or more.
  fileprivate var merges: Int {
    claimed.count { claim in
      sought.count { claim.overlap(with: $0) >= 0.5 * $0.length } > 1
    }
  }
}
