internal import Signals

/// A key that was pressed.
public enum Key: Hashable, Sendable {
  /// A letter, digit or sign; a space too.
  case character(Character)
  /// A letter with the control key, in lower case.
  case control(Character)
  case up, down, left, right
  case home, end, pageUp, pageDown, delete
  case enter, tab, backspace, escape
  /// A key that nothing here knows.
  case unknown
}

/// Keys from the bytes that a terminal sends.
///
/// A sequence may come in any pieces. An escape that nothing follows is the escape key: that is known once time has
/// passed, so whoever reads calls ``timeOut()``.
public struct KeyParser: Sendable {
  private var waiting: [UInt8] = []

  /// A parser that waits for a key.
  public init() {}

  /// Whether a sequence has begun and not ended.
  public var isWaiting: Bool { !waiting.isEmpty }

  /// The keys that bytes complete.
  public mutating func take(_ bytes: some Sequence<UInt8>) -> [Key] {
    waiting += bytes
    var keys: [Key] = []
    var rest = waiting[...]
    while let (key, length) = Self.first(of: rest) {
      if let key { keys.append(key) }
      rest = rest.dropFirst(length)
    }
    waiting = Array(rest)
    return keys
  }

  /// The keys that are left where nothing more comes.
  public mutating func timeOut() -> [Key] {
    guard let first = waiting.first else { return [] }
    waiting = []
    return [first == Self.escape ? .escape : .unknown]
  }

  private static let escape: UInt8 = 0x1B
  private static let bracket = UInt8(ascii: "[")
  private static let single = UInt8(ascii: "O")
  /// No terminal sends longer sequences; what is longer is noise.
  private static let longest = 32

  /// The first key and how many bytes it takes; nil where more have to come.
  private static func first(of bytes: ArraySlice<UInt8>) -> (key: Key?, length: Int)? {
    guard let first = bytes.first else { return nil }
    switch first {
    case escape: return sequence(bytes)
    case 0x0D, 0x0A: return (.enter, 1)
    case 0x09: return (.tab, 1)
    case 0x7F, 0x08: return (.backspace, 1)
    case 0x00: return (.unknown, 1)
    case 0x01...0x1A: return (.control(Character(Unicode.Scalar(first + 0x60))), 1)
    case 0x1C...0x1F: return (.unknown, 1)
    case 0x20..<0x7F: return (.character(Character(Unicode.Scalar(first))), 1)
    default: return letter(bytes)
    }
  }

  /// A letter beyond ASCII, in UTF-8.
  private static func letter(_ bytes: ArraySlice<UInt8>) -> (key: Key?, length: Int)? {
    let length: Int
    switch bytes[bytes.startIndex] {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF: length = 3
    case 0xF0...0xF4: length = 4
    default: return (.unknown, 1)
    }
    let part = bytes.prefix(length)
    // A byte that cannot go on ends it there.
    if let wrong = part.dropFirst().firstIndex(where: { !(0x80...0xBF ~= $0) }) {
      return (.unknown, wrong - bytes.startIndex)
    }
    guard part.count == length else { return nil }
    guard let text = String(validating: part, as: UTF8.self), let scalar = text.unicodeScalars.first,
      scalar.isPrintable || scalar.properties.isVariationSelector
    else { return (.unknown, length) }
    return (.character(Character(scalar)), length)
  }

  /// What an escape begins.
  private static func sequence(_ bytes: ArraySlice<UInt8>) -> (key: Key?, length: Int)? {
    guard let second = bytes.dropFirst().first else { return nil }
    switch second {
    case single:
      guard let last = bytes.dropFirst(2).first else { return nil }
      // The Enter of the keys on the right.
      return (last == UInt8(ascii: "M") ? .enter : named(last) ?? .unknown, 3)
    case bracket:
      // Figures, then one final letter.
      let body = bytes.dropFirst(2).prefix(longest - 2)
      guard let end = body.firstIndex(where: { !(0x20...0x3F ~= $0) }) else {
        return bytes.count < longest ? nil : (.unknown, longest)
      }
      let length = end - bytes.startIndex + 1
      guard 0x40...0x7E ~= bytes[end] else { return (.unknown, length - 1) }
      if bytes[end] == UInt8(ascii: "~") { return (numbered(body[..<end]), length) }
      return (named(bytes[end]) ?? .unknown, length)
    case escape: return (.escape, 1)
    default: return (.unknown, min(2, bytes.count))
    }
  }

  private static func named(_ letter: UInt8) -> Key? {
    switch letter {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    default: nil
    }
  }

  private static func numbered(_ figures: ArraySlice<UInt8>) -> Key {
    switch String(decoding: figures.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self) {
    case "1", "7": .home
    case "4", "8": .end
    case "3": .delete
    case "5": .pageUp
    case "6": .pageDown
    default: .unknown
    }
  }
}
