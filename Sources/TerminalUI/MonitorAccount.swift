internal import Events
public import Monitoring
internal import Signals

/// What a monitor has seen of one wearable, in a few lines: what is left on a terminal when the screen goes.
public struct MonitorAccount: Sendable {
  private let wearable: WearableSnapshot

  /// An account of what a snapshot counts.
  public init(_ wearable: WearableSnapshot) { self.wearable = wearable }

  /// The lines.
  public func page(width: Int) -> Page {
    var page = Page(width: width)
    page.heading("\(wearable.name), \(spanText(wearable.time))")
    let spasms = counted(wearable.counts[.spasm] ?? 0, "spasm")
    page.entry("seen", "\(spasms), \(counted(wearable.counts[.twitch] ?? 0, "twitch", "twitches"))")
    let ledger = wearable.ledger
    if ledger.lost + ledger.overrun > 0 {
      let share = Double(ledger.lost + ledger.overrun) / Double(max(1, ledger.expected)) * 100
      let text = fixedText(share, decimals: share < 1 ? 2 : 0)
      page.entry("lost", "\(text) % of the muscle's samples", ink: .warning)
    }
    switch wearable.recording {
    case .off: page.entry("kept", "nothing; --record keeps a session")
    case .on(let path): page.entry("kept", path)
    case .paused(let path, let reason):
      page.entry("kept", "\(path), but not all of it: \(reason)", ink: .warning)
    }
    page.paragraph("This describes a signal; it is not a diagnosis.", ink: .faint)
    return page
  }
}
