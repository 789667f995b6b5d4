extension ScoreResult {
  /// The figures of the tallies of some recordings.
  init(_ recordings: [Tally], bootstrap: Bootstrap) {
    var total = Tally()
    for recording in recordings { total += recording }
    let hours = total.channelHours.reduce(0, +)
    spasm = Detection(total.spasm, hours: hours, of: recordings.map(\.spasm), bootstrap)
    twitch = Detection(total.twitch, hours: hours, of: recordings.map(\.twitch), bootstrap)
    onset = Errors(seconds: total.onsetErrors)
    offset = Errors(seconds: total.offsetErrors)
    length = LengthErrors(
      medianAbsolute: milliseconds(quantile(total.lengthErrors.map { abs($0) * 1000 }, 0.5)),
      medianRelative: quantile(total.relativeLengthErrors, 0.5).map { pythonRound($0, 4) },
      p90Relative: quantile(total.relativeLengthErrors, 0.9).map { pythonRound($0, 4) })
    fragmentsPerSpasm = mean(total.fragments.map(Double.init)).map { pythonRound($0, 2) }
    time = Time(total.spasmSeconds)
    macro = Macro(
      spasmF1: mean(total.spasmF1).map { pythonRound($0, 3) }, spasmRecordings: total.spasmF1.count,
      twitchF1: mean(total.twitchF1).map { pythonRound($0, 3) }, twitchRecordings: total.twitchF1.count)
    hold = Hold(total.calls["hold"] ?? .init(), moments: total.holdMoments)
    confusion = Tally.confusable.filter { $0 != "hold" }.map { kind in
      let calls = total.calls[kind] ?? .init()
      return Confusion(kind: kind, spasm: calls.spasm, twitch: calls.twitch, none: calls.none)
    }
    channelHours = pythonRound(hours, 3)
    let quiet = total.hoursWithoutSpasm.reduce(0, +)
    negativeRecordings = NegativeRecordings(
      channelHours: pythonRound(quiet, 3),
      falseSpasmPerHour: quiet > 0
        ? pythonRound(Double(total.falseSpasmsWithoutSpasm) / max(1e-9, quiet), 2) : nil)
    callLatency = CallLatency(total)
  }
}

extension ScoreResult.Detection {
  fileprivate init(
    _ counts: Tally.Counts, hours: Double, of recordings: [Tally.Counts], _ bootstrap: Bootstrap
  ) {
    let (hits, misses, wrong) = (counts.hits, counts.misses, counts.falseClaims)
    let lenient = counts.falseClaimsLenient
    truePositives = hits
    falseNegatives = misses
    falsePositives = wrong
    sensitivity = share(hits, of: hits + misses)
    sensitivityInterval = rounded(wilson95(hits, of: counts.truthMoments))
    precision = share(hits, of: hits + wrong)
    precisionInterval = rounded(wilson95(hits, of: counts.claimMoments))
    f1 = share(2 * hits, of: 2 * hits + misses + wrong)
    lenientPrecision = share(hits, of: hits + lenient)
    lenientPrecisionInterval = rounded(wilson95(hits, of: counts.lenientClaimMoments))
    lenientF1 = share(2 * hits, of: 2 * hits + misses + lenient)
    f1Interval = Self.f1Interval(recordings, bootstrap, \.falseClaims)
    lenientF1Interval = Self.f1Interval(recordings, bootstrap, \.falseClaimsLenient)
    falsePerHour = pythonRound(Double(wrong) / max(1e-9, hours), 2)
  }

  private static func f1Interval(
    _ recordings: [Tally.Counts], _ bootstrap: Bootstrap, _ wrong: KeyPath<Tally.Counts, Int>
  ) -> ClosedRange<Double>? {
    // Without a truth there is no F1 to be uncertain about.
    guard recordings.contains(where: { $0.hits + $0.misses > 0 }) else { return nil }
    // The path is followed once a recording, not once a resample.
    let counts = recordings.map { (hits: $0.hits, others: $0.misses + $0[keyPath: wrong]) }
    let interval = bootstrap.interval95(counts) { draw in
      let hits = draw.reduce(0) { $0 + 2 * $1.hits }
      return Double(hits) / Double(max(1, hits + draw.reduce(0) { $0 + $1.others }))
    }
    return rounded(interval)
  }
}

extension ScoreResult.Errors {
  /// The figures of errors in seconds.
  init(seconds: [Double]) {
    let sizes = seconds.map { abs($0) * 1000 }
    medianAbsolute = milliseconds(quantile(sizes, 0.5))
    p90Absolute = milliseconds(quantile(sizes, 0.9))
    medianSigned = milliseconds(quantile(seconds.map { $0 * 1000 }, 0.5))
  }
}

extension ScoreResult.Time {
  fileprivate init(_ seconds: [(truth: Double, found: Double, claimed: Double)]) {
    let truth = seconds.reduce(0) { $0 + $1.truth }
    let found = seconds.reduce(0) { $0 + $1.found }
    let claimed = seconds.reduce(0) { $0 + $1.claimed }
    sensitivity = pythonRound(found / max(1e-9, truth), 3)
    precision = pythonRound(found / max(1e-9, claimed), 3)
    spasmHours = pythonRound(truth / 3600, 4)
    falseClaimHours = pythonRound((claimed - found) / 3600, 4)
  }
}

extension ScoreResult.Hold {
  fileprivate init(_ calls: Tally.Calls, moments: [Int]) {
    count = calls.total
    calledSpasm = calls.spasm
    rate = share(calls.spasm, of: calls.total)
    rateInterval = rounded(wilson95(calls.spasm, of: moments))
  }
}

extension ScoreResult.CallLatency {
  fileprivate init(_ total: Tally) {
    let figure = { (value: Double?) in value.map { pythonRound($0, 3) } }
    count = total.callLatencies.count
    median = figure(quantile(total.callLatencies, 0.5))
    p95 = figure(quantile(total.callLatencies, 0.95))
    maximum = figure(total.callLatencies.max())
    withdrawnShare = total.liveCalls > 0 ? share(total.withdrawnCalls, of: total.liveCalls) : nil
    withdrawnShareInterval = rounded(wilson95(total.withdrawnCalls, of: total.callMoments))
  }
}

/// `part / whole` to three decimals; zero of nothing.
func share(_ part: Int, of whole: Int) -> Double {
  pythonRound(Double(part) / Double(max(1, whole)), 3)
}

/// `interval` to three decimals.
func rounded(_ interval: ClosedRange<Double>?) -> ClosedRange<Double>? {
  interval.map { pythonRound($0.lowerBound, 3)...pythonRound($0.upperBound, 3) }
}

/// `value` to a tenth.
func milliseconds(_ value: Double?) -> Double? { value.map { pythonRound($0, 1) } }

private func mean(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}
