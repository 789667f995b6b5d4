internal import Events
internal import Signals

extension ReplayReport {
  /// Whether leg movements were scored in place of spasms.
  var isOfLegMovements: Bool { header?.subject == .legMovements }

  /// Adds what the leg movements come to.
  ///
  /// The index of periodic movements is over the hours of the recording: sleep is not known.
  func addLegMovements(to page: inout Page) {
    let candidates = episodes.filter { $0.episode.subtype?.isLegMovement == true }
    let ofBoth = candidates.count { $0.episode.subtype == .bilateralLegMovement }
    let others = (summary?.episodes[.movement] ?? 0) - candidates.count
    page.entry(
      "movements", "\(candidates.count)" + (ofBoth > 0 ? ", \(ofBoth) of them of both legs" : ""),
      ink: candidates.isEmpty ? .plain : .movement)
    let periodic = bouts.map(\.bout.spasms.count).reduce(0, +)
    page.entry("series", "\(bouts.count)" + (periodic > 0 ? ", with \(counted(periodic, "movement"))" : ""))
    if let duration = summary?.duration, duration > 0 {
      let hour: Seconds = 3600
      let index = fixedText(Double(periodic) / (duration / hour), decimals: 1)
      page.entry("PLM index", "\(index) an hour of recording (asleep or awake is not known)")
    }
    if others > 0 { page.entry("besides", "\(counted(others, "movement")) that the rule does not count") }
  }

  /// What a summary of leg movements does not say.
  static let legMovementCaution =
    "Scored by the letter of a published rule, without sleep stages and breathing: the index is not one of sleep. "
    + "This describes the signal; it is not a diagnosis. Not a medical device."
}
