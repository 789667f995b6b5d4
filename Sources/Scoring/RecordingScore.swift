/// Scores the claims made about one recording, channel by channel.
///
/// The figures are those of the benchmark's `score.py`, whose docstring defines them. `offline` holds onsets found
/// with hindsight, by their true event.
func tally(
  _ truth: Truth, _ predictions: [Prediction], calls: [LiveCall], rule: MatchingRule,
  offline: [Truth.Event: Double] = [:]
) -> Tally {
  var tally = Tally()
  tally.channelHours = [Double(truth.channels) * truth.duration / 3600]
  tally.liveCalls = calls.count
  tally.withdrawnCalls = calls.count(where: \.withdrawn)
  tally.callMoments = momentSizes(calls)
  let channels = channelScores(truth, predictions, calls: calls)
  let spasms = channels.map { $0.matched("spasm", by: rule) }
  let twitches = channels.map { $0.matched("twitch", by: rule) }
  tally.spasm = Tally.Counts(spasms)
  tally.twitch = Tally.Counts(twitches)
  for (channel, spasms) in zip(channels, spasms) {
    channel.countSpasms(spasms, into: &tally)
    channel.countNames(into: &tally)
    if !channel.holdsSpasm { tally.hoursWithoutSpasm.append(truth.duration / 3600) }
  }
  tally.holdMoments = momentSizes(channels.flatMap { $0.sought("hold") })
  tally.spasmF1 = [tally.spasm.f1].compactMap(\.self)
  tally.twitchF1 = [tally.twitch.f1].compactMap(\.self)
  tally.findings = Findings(truth, channels, spasms: spasms, twitches: twitches, offline: offline)
  return tally
}

/// Truth and claims, channel by channel.
func channelScores(_ truth: Truth, _ predictions: [Prediction], calls: [LiveCall]) -> [ChannelScore] {
  // A step is permanent when it lasts to the end.
  let steps = truth.artefacts.filter { $0.kind == "baseline_step" && $0.end >= truth.duration - 1 }
  return (0..<truth.channels).map { number in
    ChannelScore(
      truths: truth.events.filter { $0.channel == number },
      claims: predictions.filter { $0.channel == number },
      calls: calls.filter { $0.channel == number },
      steps: steps.filter { $0.channels.contains(number) }.map(\.start),
      holdsSpasm: truth.holdsSpasm)
  }
}

/// Truth and claims of one channel of one recording.
struct ChannelScore {
  var truths: [Truth.Event]
  var claims: [Prediction]
  var calls: [LiveCall]
  /// Starts of the permanent baseline steps.
  var steps: [Double]
  /// Whether any channel of the recording holds a spasm to find.
  var holdsSpasm: Bool
  /// Time in which a claim is neither right nor wrong.
  private var ignored: TimeSet

  init(truths: [Truth.Event], claims: [Prediction], calls: [LiveCall], steps: [Double], holdsSpasm: Bool) {
    self.truths = truths
    self.claims = claims
    self.calls = calls
    self.steps = steps
    self.holdsSpasm = holdsSpasm
    ignored = TimeSet(truths.filter { $0.ignored || $0.kind == "ambiguous" || $0.kind == "hold" })
  }

  /// The truths of one kind that are to be found.
  func sought(_ kind: String) -> [Truth.Event] { truths.filter { $0.kind == kind && !$0.ignored } }

  /// The truths and the claims of one kind, and which of them belong together.
  func matched(_ kind: String, by rule: MatchingRule) -> Matched {
    let sought = sought(kind)
    let claimed = claims.filter { $0.kind == kind }
    let pairs = kind == "spasm" ? matchSpasms(sought, claimed, by: rule) : matchTwitches(sought, claimed)
    let taken = Set(pairs.map(\.claim))
    let wrong = claimed.indices.filter { !taken.contains($0) }.map { claimed[$0] }
      .filter { ignored.overlap(with: $0) < 0.5 * $0.length && !answersStep($0) }
    let voluntary = self.sought("voluntary")
    return Matched(
      sought: sought, claimed: claimed, pairs: pairs, wrong: wrong,
      wrongLeniently: wrong.filter { claim in
        !voluntary.contains { claim.overlap(with: $0) >= 0.5 * claim.length }
      })
  }

  func countSpasms(_ matched: Matched, into tally: inout Tally) {
    for (truth, claim) in matched.found {
      let length = truth.detectableEnd - truth.detectableStart
      tally.onsetErrors.append(claim.start - truth.detectableStart)
      tally.offsetErrors.append(claim.end - truth.detectableEnd)
      tally.lengthErrors.append(claim.length - length)
      tally.relativeLengthErrors.append(abs(claim.length - length) / length)
      if let call = call(of: claim) { tally.callLatencies.append(call.at - truth.detectableStart) }
    }
    if !holdsSpasm { tally.falseSpasmsWithoutSpasm += matched.wrong.count }
    for truth in matched.sought {
      tally.fragments.append(matched.claimed.count { truth.overlap(with: $0) > 0 })
    }
    countSeconds(matched.sought, matched.claimed, into: &tally)
  }

  /// Whether a claim begins at a baseline step or later, and is over 30 s after it.
  private func answersStep(_ claim: Prediction) -> Bool {
    steps.contains { claim.start >= $0 - 0.5 && claim.end <= $0 + 30 }
  }

  private func countSeconds(_ sought: [Truth.Event], _ claimed: [Prediction], into tally: inout Tally) {
    let spasm = TimeSet(sought)
    let claim = TimeSet(claimed.filter { spasm.overlap(with: $0) > 0 || !answersStep($0) })
    tally.spasmSeconds.append(
      (
        spasm.length, spasm.overlap(with: claim),
        claim.length - claim.overlap(with: ignored.subtracting(spasm))
      ))
  }

  /// The first live call of the claimed spasm `claim` that stood.
  ///
  /// A call carries the onset as it was known then, which what followed may have moved by a little.
  func call(of claim: Prediction) -> LiveCall? {
    calls.filter { !$0.withdrawn && $0.onset >= claim.start - 0.5 && $0.onset <= claim.end }
      .min { $0.at < $1.at }
  }

  /// Counts what each truth was called.
  func countNames(into tally: inout Tally) {
    for truth in truths where !truth.ignored && Tally.confusable.contains(truth.kind) {
      switch name(of: truth) {
      case "spasm": tally.calls[truth.kind, default: .init()].spasm += 1
      case "twitch": tally.calls[truth.kind, default: .init()].twitch += 1
      default: tally.calls[truth.kind, default: .init()].none += 1
      }
    }
  }

  /// What a truth was called: the kind of the claim that shares most of its time; nil where none does.
  func name(of truth: Truth.Event) -> String? {
    let margin = truth.kind == "twitch" ? 0.1 : 0
    let widened = Prediction(start: truth.start - margin, end: truth.end + margin, kind: truth.kind)
    var name: String?
    var most = 0.0
    for claim in claims where claim.kind == "spasm" || claim.kind == "twitch" {
      let shared = widened.overlap(with: claim)
      if shared > most { (most, name) = (shared, claim.kind) }
    }
    return name
  }
}

/// The truths and the claims of one kind on one channel, and which of them belong together.
struct Matched {
  /// The truths to be found.
  var sought: [Truth.Event]
  /// What was claimed.
  var claimed: [Prediction]
  /// Which claim found which truth.
  var pairs: Pairs
  /// The claims that match nothing and count as wrong.
  var wrong: [Prediction]
  /// Those of them that do not lie on a voluntary contraction.
  var wrongLeniently: [Prediction]

  /// The truths that were found, each with its claim.
  var found: [(truth: Truth.Event, claim: Prediction)] {
    pairs.map { (sought[$0.truth], claimed[$0.claim]) }
  }

  /// The truths that no claim matches.
  var missed: [Truth.Event] {
    let found = Set(pairs.map(\.truth))
    return sought.indices.filter { !found.contains($0) }.map { sought[$0] }
  }
}
