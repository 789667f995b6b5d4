public import Signals

/// How strong a spasm was, in a word: by thresholds of our own, without clinical validation.
///
/// It is the signal's strength as a share of the strongest voluntary contraction (MVC), never the pain's. Without that
/// contraction there is no word.
public enum SeverityGrade: String, Hashable, Sendable, CaseIterable {
  case mild, moderate, severe

  /// The grade of a spasm of the given strength, as a share of the strongest contraction, and length.
  public init?(ofMaximum share: Double?, lasting length: Seconds) {
    guard let share else { return nil }
    self =
      share > Self.severeFrom || length > Self.longFrom
      ? .severe : share < Self.moderateFrom ? .mild : .moderate
  }

  private static let (moderateFrom, severeFrom) = (0.1, 0.3)
  private static let longFrom: Seconds = 60

  /// The words and their thresholds, for a legend.
  public static let legend =
    "mild below 10 %, moderate to 30 %, severe above that or longer than 60 s (own thresholds, no clinical "
    + "validation)"
}

/// A strength as a share of the strongest contraction, with its word where it is a spasm's: `24 moderate`.
func maximumText(_ share: Double?, lasting length: Seconds, isSpasm: Bool) -> String {
  guard let share else { return "" }
  let percent = fixedText(share * 100, decimals: share < 0.0995 ? 1 : 0)
  guard isSpasm, let grade = SeverityGrade(ofMaximum: share, lasting: length) else { return percent }
  return "\(percent) \(grade.rawValue)"
}
