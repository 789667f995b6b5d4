internal import Signals

extension Character {
  /// How many columns of a terminal it takes: 0, 1 or 2.
  var displayWidth: Int {
    guard let first = unicodeScalars.first else { return 0 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return first.isWide || first.properties.isEmojiPresentation ? 2 : 1
    }
  }
}

extension Unicode.Scalar {
  /// Whether it is wide or full-width (Unicode Standard Annex 11), by its block.
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}

extension String {
  /// How many columns of a terminal it takes.
  var displayWidth: Int { isPlain ? utf8.count : reduce(0) { $0 + $1.displayWidth } }

  /// Whether every byte is a letter of ASCII that is shown, one column wide.
  var isPlain: Bool { utf8.allSatisfy { 0x20..<0x7F ~= $0 } }

  /// Without anything that a terminal would obey instead of showing.
  var harmless: String {
    if isPlain || unicodeScalars.allSatisfy(\.isPrintable) { return self }
    return String(String.UnicodeScalarView(unicodeScalars.filter(\.isPrintable)))
  }

  /// Cut to `width` columns; an ellipsis stands for what is cut.
  func cut(to width: Int) -> String {
    guard displayWidth > width else { return self }
    var kept = ""
    var used = 0
    for character in self {
      let more = character.displayWidth
      if used + more > width - 1 { break }
      kept.append(character)
      used += more
    }
    return width > 0 ? kept + "…" : ""
  }

  /// Cut to `width` columns in its middle: labels differ at their ends as often as at their starts.
  func cutInMiddle(to width: Int) -> String {
    guard displayWidth > width, width > 2 else { return cut(to: width) }
    let end = String(String(reversed()).cut(to: (width - 1) / 2 + 1).dropLast().reversed())
    return cut(to: width - end.displayWidth) + end
  }

  /// Lines of at most `width` columns, broken between words; a word that is longer is broken anywhere.
  func wrapped(to width: Int) -> [String] {
    let width = max(width, 1)
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ") {
      let wanted = line.isEmpty ? String(word) : "\(line) \(word)"
      if wanted.displayWidth <= width {
        line = wanted
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for character in word {
        if line.displayWidth + character.displayWidth > width, !line.isEmpty {
          lines.append(line)
          line = ""
        }
        line.append(character)
      }
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }
}
