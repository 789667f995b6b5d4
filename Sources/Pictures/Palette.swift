internal import Events

/// The colours of the pictures: those of Okabe and Ito (2008), and greys.
///
/// People with any kind of colour vision can tell them apart; in every picture a word says what each means.
enum Palette {
  static let paper = "#ffffff"
  static let ink = "#222222"
  static let soft = "#666666"
  static let grid = "#e4e4e4"
  static let frame = "#999999"
  static let raw = "#444444"
  static let fast = "#56b4e9"
  static let medium = "#0b4f7d"
  static let rest = "#009e73"
  static let on = "#d55e00"
  static let off = "#b07d00"
  static let motion = "#7a3e9d"
  static let call = "#d55e00"
  /// The time that the picture is about.
  static let focus = "#fff3c9"
  static let flaw = "#8c8c8c"
  static let blanked = "#e9a6c9"

  /// The colour of a kind of truth or claim, by its name.
  static func colour(of kind: String) -> String {
    switch kind {
    case "spasm": "#d55e00"
    case "twitch": "#0072b2"
    case "brief", "ambiguous": "#56b4e9"
    case "voluntary", "movement": "#009e73"
    case "hold": "#f0e442"
    default: "#999999"
    }
  }

  /// What is read on a bar of that kind.
  static func textColour(on kind: String) -> String {
    switch kind {
    case "twitch": paper
    default: "#111111"
    }
  }
}
