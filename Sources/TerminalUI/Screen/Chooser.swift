public import Signals

/// A list of which the person takes one: arrows and Enter, or its number.
public struct Chooser: ScreenPage, Sendable {
  private let title: String
  private let items: [String]
  private var place = 0
  /// The digits of a number that is being typed.
  private var typed = ""
  /// Which one was taken; nil while nothing is, and where the person wants none.
  public private(set) var chosen: Int?
  public private(set) var isOver: Bool

  /// A choice between items, a line of text each.
  public init(title: String, items: [String]) {
    self.title = title
    self.items = items
    isOver = items.isEmpty
  }

  public mutating func take(_ key: Key, at now: Seconds) {
    switch key {
    case .up, .character("k"): move(to: place - 1)
    case .down, .character("j"): move(to: place + 1)
    case .home: move(to: 0)
    case .end: move(to: items.count - 1)
    case .enter:
      chosen = place
      isOver = true
    case .escape, .character("q"), .control("c"): isOver = true
    case .character(let digit) where digit.isASCII && digit.isNumber: type(digit)
    default: break
    }
  }

  private mutating func move(to place: Int) {
    typed = ""
    self.place = min(max(place, 0), items.count - 1)
  }

  /// A number that no other begins with is taken at once.
  private mutating func type(_ digit: Character) {
    let numbers = items.indices.map { String($0 + 1) }
    for text in [typed + String(digit), String(digit)] {
      let fitting = numbers.indices.filter { numbers[$0].hasPrefix(text) }
      guard let first = fitting.first(where: { numbers[$0] == text }) else { continue }
      (place, typed) = (first, text)
      if fitting.count == 1 {
        chosen = first
        isOver = true
      }
      return
    }
  }

  public mutating func draw(on cells: inout ScreenCells, at now: Seconds) {
    let digits = String(items.count).count
    let lines = items.enumerated().map { number, item in
      let text = String(number + 1)
      let mark = number == place ? "> " : "  "
      let lead = mark + String(repeating: " ", count: digits - text.count) + text
      return Line("\(lead)  \(item)", number == place ? .strong : .plain)
    }
    ScreenBox(title: title, lines: lines, focus: place).draw(on: &cells)
    cells.put(
      Line(
        [("Enter takes it", .faint), ("Esc takes none", .faint), ("arrows or a number", .faint)],
        width: cells.columns),
      row: cells.rows - 1)
  }
}
