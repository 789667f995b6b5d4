internal import Signals

/// The units that headings carry.
enum ColumnUnit {
  /// A heading without the unit in brackets at its end, and that unit where it is known: `EMG (mV)`, `RF [uV]`.
  static func split(_ heading: String) -> (label: String, unit: String?) {
    let text = heading.trimmed
    let open: Character = text.hasSuffix("]") ? "[" : "("
    guard text.hasSuffix("]") || text.hasSuffix(")"), let start = text.lastIndex(of: open) else {
      return (text, nil)
    }
    let unit = text[text.index(after: start)...].dropLast().trimmed
    guard isKnown(unit) else { return (text, nil) }
    let label = text[..<start].trimmed
    return (label.isEmpty ? text : label, unit)
  }

  static func isKnown(_ unit: String) -> Bool {
    seconds(unit) != nil || PhysicalUnit.parse(dimension: unit) != nil
  }

  /// How many seconds a unit of time is.
  static func seconds(_ unit: String) -> Double? {
    switch unit.trimmed.lowercased() {
    case "s", "sec", "secs", "second", "seconds", "sekunden": 1
    case "ms", "msec", "millisecond", "milliseconds", "millis": 1e-3
    case "us", "usec", "\u{B5}s", "\u{3BC}s", "microsecond", "microseconds", "micros": 1e-6
    case "ns", "nanosecond", "nanoseconds": 1e-9
    default: nil
    }
  }

  /// Whether a heading names a time column, and the seconds in its unit where it tells them.
  static func time(heading: String) -> (isTime: Bool, seconds: Double?) {
    let (label, unit) = split(heading)
    let words = SignalClassifier.words(of: label)
    let told = unit.flatMap(seconds) ?? words.lazy.compactMap(seconds).first
    let isNamed = words.contains { names.contains($0) } || words == ["t"] || (words == ["x"] && told != nil)
    let isUnitAlone = words.count == 1 && words.first.flatMap(seconds) != nil
    return (isNamed || isUnitAlone, told)
  }

  private static let names: Set<String> = [
    "time", "times", "timestamp", "timestamps", "zeit", "tiempo", "temps", "tempo", "elapsed",
  ]

  /// Whether a heading names a column that counts samples.
  static func isCounter(heading: String) -> Bool {
    let words = SignalClassifier.words(of: heading)
    return words.contains { $0 == "counter" || $0 == "nseq" || $0 == "index" || $0 == "seq" }
      || words.starts(with: ["package", "num"]) || words.starts(with: ["sample", "number"])
  }
}
