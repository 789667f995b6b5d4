/// What the keys of the live screen do, for the status line and the help.
enum KeyGuide {
  /// The keys, a word for the status line, and what they do; in the order in which they give way.
  static let keys: [(key: String, word: String?, meaning: String)] = [
    ("?", "help", "this page; also h"),
    ("q", "quit", "quit; asks while it is recorded. Ctrl-C quits at once"),
    ("space", "mark", "mark this moment: \"that was one\"; also m"),
    ("v", "I moved", "\"that was me moving\": the spasm that goes on, or the last one"),
    ("n", "note", "write a note; a number from 0 to 10 before it is a pain"),
    ("p", "pause", "let the picture stand still; all else goes on"),
    ("+ -", "window", "longer and shorter traces: 5, 10, 20, 60 s"),
    ("c", "calibrate", "calibrate: rest, and the strongest contraction"),
    ("s", "silence", "no alerts for ten minutes; once more tells them again"),
    ("arrows", nil, "up and down: more channels; left and right: more wearables"),
    ("ctrl-L", nil, "draw everything anew"),
  ]

  /// The status line.
  static var words: [(String, Ink)] {
    keys.compactMap { key, word, _ in word.map { ("\(key) \($0)", .faint) } }
  }

  /// The page of help.
  static var help: [Line] {
    var lines = keys.map { key, _, meaning in
      var line = Line(key, .strong)
      line.pad(to: 8)
      line.append(meaning)
      return line
    }
    lines.append(Line())
    lines.append(Line("Above: the signal. Below: its strength, filled, with two dotted lines:"))
    lines.append(Line("rest, and the threshold that an activity has to pass."))
    lines.append(Line("It describes the signal; it is no diagnosis and no medical device.", .faint))
    return lines
  }
}
