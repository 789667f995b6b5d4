/// Scores the claims made about one recording, channel by channel.
///
/// The figures are those of the benchmark's `score.py`, whose docstring defines them.
func tally(
  _ truth: Truth, _ predictions: [Prediction], calls: [LiveCall], rule: MatchingRule
) -> Tally {
  var tally = Tally()
  tally.channelHours = [Double(truth.channels) * truth.duration / 3600]
  tally.liveCalls = calls.count
  tally.withdrawnCalls = calls.count(where: \.withdrawn)
  for channel in channelScores(truth, predictions, calls: calls) {
    channel.countSpasms(by: rule, into: &tally)
    channel.countTwitches(into: &tally)
    channel.countNames(into: &tally)
    if !channel.holdsSpasm { tally.hoursWithoutSpasm.append(truth.duration / 3600) }
  }
  tally.spasmF1 = [tally.spasm.f1].compactMap(\.self)
  tally.twitchF1 = [tally.twitch.f1].compactMap(\.self)
  return tally
}

/// Truth and claims, channel by channel.
func channelScores(_ truth: Truth, _ predictions: [Prediction], calls: [LiveCall]) -> [ChannelScore] {
  let holdsSpasm = truth.events.contains { $0.kind == "spasm" && !$0.ignored }
  // A step is permanent when it lasts to the end.
  let steps = truth.artefacts.filter { $0.kind == "baseline_step" && $0.end >= truth.duration - 1 }
  return (0..<truth.channels).map { number in
    ChannelScore(
      truths: truth.events.filter { $0.channel == number },
      claims: predictions.filter { $0.channel == number },
      calls: calls.filter { $0.channel == number },
      steps: steps.filter { $0.channels.contains(number) }.map(\.start),
      holdsSpasm: holdsSpasm)
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

  func countSpasms(by rule: MatchingRule, into tally: inout Tally) {
    let sought = sought("spasm")
    let claimed = claims.filter { $0.kind == "spasm" }
    let pairs = matchSpasms(sought, claimed, by: rule)
    for pair in pairs {
      let (truth, claim) = (sought[pair.truth], claimed[pair.claim])
      let length = truth.detectableEnd - truth.detectableStart
      tally.onsetErrors.append(claim.start - truth.detectableStart)
      tally.offsetErrors.append(claim.end - truth.detectableEnd)
      tally.lengthErrors.append(claim.length - length)
      tally.relativeLengthErrors.append(abs(claim.length - length) / length)
      if let call = call(of: claim) { tally.callLatencies.append(call.at - truth.detectableStart) }
    }
    let falseBefore = tally.spasm.falseClaims
    count(pairs, sought, claimed, in: &tally.spasm)
    if !holdsSpasm { tally.falseSpasmsWithoutSpasm += tally.spasm.falseClaims - falseBefore }
    for truth in sought { tally.fragments.append(claimed.count { truth.overlap(with: $0) > 0 }) }
    countSeconds(sought, claimed, into: &tally)
  }

  func countTwitches(into tally: inout Tally) {
    let sought = sought("twitch")
    let claimed = claims.filter { $0.kind == "twitch" }
    count(matchTwitches(sought, claimed), sought, claimed, in: &tally.twitch)
  }

  private func count(
    _ pairs: Pairs, _ sought: [Truth.Event], _ claimed: [Prediction], in counts: inout Tally.Counts
  ) {
    counts.hits += pairs.count
    counts.misses += sought.count - pairs.count
    let voluntary = self.sought("voluntary")
    for claim in falseClaims(pairs, claimed) {
      counts.falseClaims += 1
      if !voluntary.contains(where: { claim.overlap(with: $0) >= 0.5 * claim.length }) {
        counts.falseClaimsLenient += 1
      }
    }
  }

  /// The claims that match nothing and count as wrong.
  func falseClaims(_ pairs: Pairs, _ claimed: [Prediction]) -> [Prediction] {
    let matched = Set(pairs.map(\.claim))
    return claimed.indices.filter { !matched.contains($0) }.map { claimed[$0] }
      .filter { ignored.overlap(with: $0) < 0.5 * $0.length && !answersStep($0) }
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
  private func call(of claim: Prediction) -> LiveCall? {
    calls.filter { !$0.withdrawn && $0.onset >= claim.start - 0.5 && $0.onset <= claim.end }
      .min { $0.at < $1.at }
  }

  /// Counts what each truth was called: the kind of the claim that shares most of its time.
  func countNames(into tally: inout Tally) {
    for truth in truths where !truth.ignored && Tally.confusable.contains(truth.kind) {
      let margin = truth.kind == "twitch" ? 0.1 : 0
      let widened = Prediction(start: truth.start - margin, end: truth.end + margin, kind: truth.kind)
      var name: String?
      var most = 0.0
      for claim in claims where claim.kind == "spasm" || claim.kind == "twitch" {
        let shared = widened.overlap(with: claim)
        if shared > most { (most, name) = (shared, claim.kind) }
      }
      switch name {
      case "spasm": tally.calls[truth.kind, default: .init()].spasm += 1
      case "twitch": tally.calls[truth.kind, default: .init()].twitch += 1
      default: tally.calls[truth.kind, default: .init()].none += 1
      }
    }
  }
}
