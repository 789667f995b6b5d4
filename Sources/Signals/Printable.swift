extension Unicode.Scalar {
  /// Whether it may reach a terminal, a log or a file name: no control character, bidirectional mark or line
  /// break.
  public var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}

/// `text` without control characters, bidirectional marks and line breaks, cut to 80 characters.
///
/// Names from devices and files reach terminals, logs and file names, where an escape sequence would do harm.
public func printable(_ text: String, limit: Int = 80) -> String {
  var kept = String.UnicodeScalarView()
  for scalar in text.unicodeScalars where scalar.isPrintable {
    if kept.count >= limit { break }
    kept.append(scalar)
  }
  guard let first = kept.firstIndex(where: { $0 != " " }), let last = kept.lastIndex(where: { $0 != " " })
  else { return "" }
  return String(kept[first...last])
}
