internal import EpisodeRecorder

/// A line that is being typed.
public struct NoteLine: Hashable, Sendable {
  /// What is there so far.
  public private(set) var text = ""
  /// Where the next letter goes, counted in letters.
  public private(set) var cursor = 0

  /// More letters are not taken.
  static let longest = 500

  /// An empty line.
  public init() {}

  /// Takes a key; one that does not edit changes nothing.
  mutating func take(_ key: Key) {
    switch key {
    case .character(let character):
      guard text.count < Self.longest, String(character).harmless == String(character) else { return }
      var letters = Array(text)
      letters.insert(character, at: cursor)
      let before = letters.count
      text = String(letters)
      // An accent joins the letter before it.
      cursor = min(cursor + 1 - (before - text.count), text.count)
    case .backspace where cursor > 0: remove(at: cursor - 1)
    case .delete where cursor < text.count: remove(at: cursor)
    case .left: cursor = max(cursor - 1, 0)
    case .right: cursor = min(cursor + 1, text.count)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = text.count
    case .control("u"): (text, cursor) = ("", 0)
    default: break
    }
  }

  private mutating func remove(at place: Int) {
    text.remove(at: text.index(text.startIndex, offsetBy: place))
    cursor = min(place, text.count)
  }

  /// The pain that a leading number tells, and the words after it: `7 after lifting`.
  public var parts: (words: String, pain: Int?) {
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    guard let first = words.first, first.allSatisfy(\.isASCII), let pain = Int(first), first.first != "-",
      first.first != "+", pain <= Note.greatestPain
    else { return (words.joined(separator: " "), nil) }
    return (words.dropFirst().joined(separator: " "), pain)
  }
}
