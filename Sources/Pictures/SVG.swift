internal import Events

/// A picture being written as SVG 1.1: elements one after the other, coordinates in pixels to a tenth.
///
/// Self-contained: no script, no style sheet, no font and no link from elsewhere. The same calls give the same text.
struct SVG {
  /// How an area or a line is painted.
  struct Paint {
    var fill = "none"
    var stroke: String?
    var width = 1.0
    var dash: String?
    var opacity = 1.0

    static func fill(_ colour: String, opacity: Double = 1) -> Paint { Paint(fill: colour, opacity: opacity) }
    static func stroke(_ colour: String, _ width: Double = 1, dash: String? = nil) -> Paint {
      Paint(stroke: colour, width: width, dash: dash)
    }
  }

  /// Where a text lies about its point.
  enum Anchor: String {
    case start, middle, end
  }

  private var body = ""
  let width: Double
  /// How high the picture is; may grow while it is drawn.
  var height: Double

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  mutating func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ paint: Paint) {
    body += "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" "
    body += "height=\"\(number(height))\"\(attributes(paint))/>\n"
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ paint: Paint) {
    path("M\(number(x1)) \(number(y1))L\(number(x2)) \(number(y2))", paint)
  }

  /// A path from its commands; nothing where there are none.
  mutating func path(_ commands: String, _ paint: Paint) {
    if !commands.isEmpty { body += "<path d=\"\(commands)\"\(attributes(paint))/>\n" }
  }

  /// One line of text; what it says is escaped.
  mutating func text(
    _ text: String, _ x: Double, _ y: Double, size: Double = 12, anchor: Anchor = .start,
    colour: String = Palette.ink, isBold: Bool = false, turned: Bool = false
  ) {
    body += "<text x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(number(size))\" fill=\"\(colour)\""
    if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
    if isBold { body += " font-weight=\"bold\"" }
    if turned { body += " transform=\"rotate(-90 \(number(x)) \(number(y)))\"" }
    body += ">\(escaped(text))</text>\n"
  }

  /// The whole picture, with `title` for those who cannot see it.
  func document(title: String) -> String {
    let size = "width=\"\(number(width))\" height=\"\(number(height))\""
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" \(size) viewBox="0 0 \(number(width)) \(number(height))" \
      font-family="Helvetica, Arial, 'DejaVu Sans', sans-serif">
      <title>\(escaped(title))</title>
      <rect width="100%" height="100%" fill="\(Palette.paper)"/>
      \(body)</svg>

      """
  }

  private func attributes(_ paint: Paint) -> String {
    var text = " fill=\"\(paint.fill)\""
    if let stroke = paint.stroke {
      text += " stroke=\"\(stroke)\""
      if paint.width != 1 { text += " stroke-width=\"\(number(paint.width))\"" }
      text += " stroke-linejoin=\"round\""
    }
    if let dash = paint.dash { text += " stroke-dasharray=\"\(dash)\"" }
    if paint.opacity != 1 { text += " opacity=\"\(decimalText(paint.opacity, decimals: 2))\"" }
    return text
  }
}

/// A coordinate to a tenth of a pixel.
func number(_ value: Double) -> String { decimalText(value, decimals: 1) }

/// `text` as character data or an attribute's value of XML and HTML.
///
/// What XML 1.0 does not allow at all (control characters, lone noncharacters) becomes the replacement character.
func escaped(_ text: String) -> String {
  var safe = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": safe += "&amp;"
    case "<": safe += "&lt;"
    case ">": safe += "&gt;"
    case "\"": safe += "&quot;"
    case "'": safe += "&#39;"
    case "\t", "\n", "\r": safe += " "
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": safe += "\u{FFFD}"
    default: safe.unicodeScalars.append(scalar)
    }
  }
  return safe
}

/// About how wide `text` is in pixels at a font size, with some to spare.
func textWidth(_ text: String, size: Double = 12) -> Double { Double(text.count) * size * 0.56 }
