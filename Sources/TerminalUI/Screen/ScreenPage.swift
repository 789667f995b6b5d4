public import Signals

/// What takes the whole of a terminal: it draws itself, and keys go to it.
public protocol ScreenPage {
  /// Draws what is to be seen at `now`, by a clock that does not go back, on empty cells.
  mutating func draw(on cells: inout ScreenCells, at now: Seconds)
  /// Takes a key.
  mutating func take(_ key: Key, at now: Seconds)
  /// Whether the person is done with it.
  var isOver: Bool { get }
}
