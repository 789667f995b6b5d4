/// The first lines of a text file, as texts.
struct TextHead {
  struct Line {
    var text: String
    /// Where it begins in the file, and its number from 1.
    var offset: Int64
    var number: Int
  }

  var lines: [Line]

  /// The first lines of `file`, at most `limit`, and not many more than a megabyte.
  init(file: ByteFile, limit: Int) throws(RecordingError) {
    let reader = try LineReader(file: file, buffer: 1 << 16)
    lines = []
    while lines.count < limit, reader.offset < 1 << 20, let line = try reader.next() {
      lines.append(
        Line(text: String(decoding: line, as: UTF8.self), offset: reader.offset, number: reader.number))
    }
  }

  /// Whether a file that begins with the bytes `head` begins with `text`, not counting a UTF-8 mark.
  static func begins(_ head: [UInt8], with text: String) -> Bool {
    head.dropFirst(head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0).starts(with: text.utf8)
  }
}

extension StringProtocol {
  /// The text without blanks at its ends.
  var trimmed: String {
    let content = drop { $0.isWhitespace }
    guard let last = content.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(content[...last])
  }

  /// Whether `part` stands somewhere in the text.
  func holds(_ part: String) -> Bool { range(ofFirst: part) != nil }

  /// Where `part` first stands in the text.
  func range(ofFirst part: String) -> Range<Index>? {
    let (text, wanted) = (utf8, part.utf8)
    guard let head = wanted.first else { return nil }
    var start = text.startIndex
    while let found = text[start...].firstIndex(of: head) {
      if text[found...].starts(with: wanted),
        let end = text.index(found, offsetBy: wanted.count, limitedBy: text.endIndex)
      {
        return found..<end
      }
      start = text.index(after: found)
    }
    return nil
  }

  /// What stands between the first `before` and the next `after`, or the end where there is no `after`.
  func part(after before: String, before after: String) -> String? {
    guard let start = range(ofFirst: before)?.upperBound else { return nil }
    let rest = self[start...]
    let end = rest.range(ofFirst: after)?.lowerBound ?? rest.endIndex
    return String(rest[..<end]).trimmed
  }
}
