/// How text is dressed for a terminal: with colour, or plain where colour is not wanted.
public struct Style: Hashable, Sendable {
  /// Whether escape sequences may be written.
  public var isColoured: Bool

  /// A style; plain unless told otherwise.
  public init(isColoured: Bool = false) { self.isColoured = isColoured }

  /// `text` in `ink`; as it is where colour is not wanted.
  func dress(_ text: String, _ ink: Ink) -> String {
    guard isColoured, let code = ink.code, !text.isEmpty else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}

/// What a piece of text is, for the colour that it gets.
public enum Ink: UInt8, Hashable, BitwiseCopyable, CaseIterable, Sendable {
  case plain
  /// A heading or a figure that matters.
  case strong
  /// What is there to be looked up.
  case faint
  /// Something that the reader should know of.
  case warning
  case spasm
  case brief
  case twitch
  case movement
  case artefact
  /// What must not be missed.
  case alarm

  /// The parameters of the terminal's "select graphic rendition".
  var code: String? {
    switch self {
    case .plain: nil
    case .strong: "1"
    case .faint: "2"
    case .warning: "33"
    case .spasm: "1;31"
    case .brief: "36"
    case .twitch: "33"
    case .movement: "34"
    case .artefact: "35"
    case .alarm: "1;7;31"
    }
  }
}
