internal import Events
internal import Signals

extension ReplayReport {
  /// Adds what the recording comes to, and what it does not say.
  func addSummary(to page: inout Page) {
    page.heading("Summary")
    if labels.isEmpty {
      page.entry("muscle", "no EMG signal was recognised, so nothing was judged", ink: .warning)
    } else if isOfLegMovements {
      addLegMovements(to: &page)
    } else {
      addSpasms(to: &page)
      page.entry("twitches", "\(count(.twitch))")
      let rest: [Episode.Kind] = [.brief, .movement, .artefact]
      page.entry("besides", rest.map { $0.counted(count($0)) }.joined(separator: ", "))
    }
    for (position, ledger) in (summary?.ledgers ?? []).enumerated() {
      let isComplete = ledger.expected == ledger.received && ledger.blank == 0
      page.entry(
        streamName(position), account(of: ledger, stream: position), ink: isComplete ? .plain : .warning)
    }
    page.add(Line())
    page.paragraph(isOfLegMovements ? Self.legMovementCaution : Self.caution, ink: .faint)
  }

  private static let caution =
    "A spasm here is sustained involuntary-looking activity. This describes the signal; it is not a diagnosis. "
    + "Not a medical device."

  private func addSpasms(to page: inout Page) {
    let spasms = episodes.filter { $0.episode.kind == .spasm }
    var text = "\(spasms.count)"
    if let longest = spasms.max(by: { $0.episode.duration < $1.episode.duration }) {
      let total = spasms.map(\.episode.duration).reduce(0, +)
      let place = "at \(clockText(longest.episode.onset)) on \(labels[longest.channel])"
      text += ": \(spanText(total)) in all; the longest \(spanText(longest.episode.duration)), \(place)"
    }
    page.entry("spasms", text, ink: spasms.isEmpty ? .plain : .spasm)
    let unexplained = spasms.count { $0.episode.subtype == .unexplained }
    if unexplained > 0 {
      page.entry("", "\(unexplained) of them motionless and unexplained: perhaps held on purpose")
    }
    let alone = bouts.count { $0.bout.spasms.count == 1 }
    page.entry("bouts", "\(bouts.count)" + (alone > 0 ? ", \(alone) of a single spasm" : ""))
    if withdrawn > 0 { page.entry("taken back", "\(counted(withdrawn, "live call")) of a spasm") }
  }

  private func account(of ledger: Ledger, stream: Int) -> String {
    let rate = source.streams[stream].rate
    var parts: [String] = []
    for (frames, words) in [(ledger.lost, "absent"), (ledger.overrun, "came too fast")] where frames > 0 {
      let share = percentText(Double(frames) / Double(max(ledger.expected, 1)))
      parts.append("\(spanText(rate.time(of: frames))) (\(share)) \(words)")
    }
    if ledger.blank > 0 { parts.append(counted(Int(ledger.blank), "blank value")) }
    if ledger.expected == 0 { return "no samples" }
    return parts.isEmpty ? "complete, \(ledger.received) samples a channel" : parts.joined(separator: ", ")
  }

  private func count(_ kind: Episode.Kind) -> Int { summary?.episodes[kind] ?? 0 }
}
