/// How text is dressed for a terminal: with colour, or plain where colour is not wanted.
public struct Style: Hashable, Sendable {
  /// Whether escape sequences may be written.
  public var isColoured: Bool

  /// A style; plain unless told otherwise.
  public init(isColoured: Bool = false) { self.isColoured = isColoured }
}
