internal import Events
internal import Signals

extension AlertRule {
  /// The rule that a line of the language tells.
  ///
  /// The subject comes first, what narrows it follows in any order. Spans are `30s`, `10m` or `2h`.
  /// - Throws: ``AlertRuleError`` with the place in the line.
  public init(parsing line: String) throws(AlertRuleError) {
    var words = try AlertWords(line)
    let first = try words.subject()
    var subject: Subject
    switch first.text {
    case "bout": subject = .bout(spasms: try words.whole("spasms>=", 2...100))
    case let text where text.hasPrefix("battery<"): subject = .battery(try words.share(first))
    case let text where text.hasPrefix("disk<"):
      subject = .disk(try words.span(first, after: "disk<", 60...Self.longestDisk))
    case let text where text.hasPrefix("kind="):
      subject = try Self.activity(first, &words)
    default:
      guard let condition = Condition(rawValue: first.text) else {
        throw words.error(.unexpected, first, AlertWords.subjects)
      }
      subject = .condition(condition, lastingOver: try words.span("for>", 0.001...86400) ?? 0)
    }
    var channel: String?
    if subject.isOfChannels { channel = try words.label() }
    let every = try words.span("every=", 1...86400) ?? Self.usualLimit
    try words.finish()
    self.init(subject, channel: channel, every: every)
  }

  /// The monitor does not know earlier that a disk will be full.
  private static let longestDisk: Double = 12 * 3600

  private static func activity(
    _ first: AlertWords.Word, _ words: inout AlertWords
  ) throws(AlertRuleError) -> Subject {
    guard let kind = Episode.Kind(rawValue: String(first.text.dropFirst(5))) else {
      throw words.error(
        .value, first, Episode.Kind.allCases.map { "kind=\($0.rawValue)" }.joined(separator: ", "))
    }
    let limit = try words.span("duration>", 0.001...86400)
    let isCounted = words.holds("count>=") || words.holds("within=")
    guard isCounted else { return .activity(kind, longerThan: limit) }
    let count = try words.whole("count>=", 2...1000)
    guard let within = try words.span("within=", 1...86400) else {
      throw words.missing("within=TIME, as in within=10m")
    }
    return .repeated(kind, longerThan: limit, count: count, within: within)
  }
}

extension AlertRule.Subject {
  /// Whether it can be narrowed to one EMG channel.
  var isOfChannels: Bool {
    switch self {
    case .activity, .repeated, .bout, .condition(.electrodeOff, _): true
    case .battery, .disk, .condition: false
    }
  }
}

/// The words of a rule's line, each taken once.
struct AlertWords {
  /// One word, and where it begins, counted from 1.
  struct Word {
    var text: String
    var column: Int

    /// Whether it begins with `start`, whatever mark follows and might join its last character.
    func begins(with start: String) -> Bool { text.utf8.starts(with: start.utf8) }
  }

  private let line: String
  private var words: [Word] = []
  /// What has been asked for: all that may follow the subject.
  private var allowed: [String] = []

  static let subjects =
    "kind=KIND, bout, battery<SHARE, disk<TIME, "
    + AlertRule.Condition.allCases.map(\.rawValue).joined(separator: ", ")

  /// Cuts `line` at its blanks, but for those in quotation marks.
  init(_ line: String) throws(AlertRuleError) {
    self.line = line
    var word = String.UnicodeScalarView()
    var quoting = Quoting()
    // Scalars, not characters: a mark that joins a quotation mark must not hide it.
    for (offset, scalar) in line.unicodeScalars.enumerated() {
      if scalar.properties.isWhitespace, !quoting.isQuoted {
        add(word, endingAt: offset)
        word = .init()
      } else {
        _ = quoting.takes(scalar)
        word.append(scalar)
      }
    }
    add(word, endingAt: line.unicodeScalars.count)
    if quoting.isQuoted, let word = words.last { throw error(.unclosed, word, "channel=\"LABEL\"") }
  }

  private mutating func add(_ word: String.UnicodeScalarView, endingAt end: Int) {
    if !word.isEmpty { words.append(Word(text: String(word), column: end - word.count + 1)) }
  }

  /// Where a text is inside quotation marks, in which a backslash takes the next mark for itself.
  private struct Quoting {
    private(set) var isQuoted = false
    private var isEscaped = false

    /// Takes the next scalar; whether it is part of what is said.
    mutating func takes(_ scalar: Unicode.Scalar) -> Bool {
      if isEscaped {
        isEscaped = false
        return true
      }
      isEscaped = isQuoted && scalar == "\\"
      if scalar == "\"" { isQuoted.toggle() }
      return scalar != "\"" && !isEscaped
    }
  }

  /// The first word.
  mutating func subject() throws(AlertRuleError) -> Word {
    guard let first = words.first else { throw error(.empty, Word(text: "", column: 1), Self.subjects) }
    words.removeFirst()
    return first
  }

  /// Whether a word begins with `start`.
  func holds(_ start: String) -> Bool { words.contains { $0.begins(with: start) } }

  /// The span of the word that begins with `start`, where there is one.
  mutating func span(
    _ start: String, _ range: ClosedRange<Double>
  ) throws(AlertRuleError) -> Seconds? {
    guard let word = try take(start, "TIME") else { return nil }
    return try span(word, after: start, range)
  }

  /// The span that `word` tells after `start`.
  func span(
    _ word: Word, after start: String, _ range: ClosedRange<Double>
  ) throws(AlertRuleError) -> Seconds {
    let text = word.text.dropFirst(start.count)
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
    let form =
      "\(start)TIME from \(spanText(Seconds(range.lowerBound))) to \(spanText(Seconds(range.upperBound)))"
    guard let unit = text.last.flatMap({ units[$0] }), let number = Self.number(text.dropLast()) else {
      throw error(.value, word, "\(form), as in \(start)30s, \(start)10m or \(start)2h")
    }
    let seconds = (number * unit * 1000).rounded() / 1000
    guard range.contains(seconds) else { throw error(.value, word, form) }
    return Seconds(seconds)
  }

  /// The whole number of the word that begins with `start`, which must be there.
  mutating func whole(_ start: String, _ range: ClosedRange<Int>) throws(AlertRuleError) -> Int {
    let form = "\(start)NUMBER from \(range.lowerBound) to \(range.upperBound)"
    guard let word = try take(start, "NUMBER") else { throw missing(form) }
    let text = word.text.dropFirst(start.count)
    guard let number = Self.number(text), let whole = Int(exactly: number), range.contains(whole) else {
      throw error(.value, word, form)
    }
    return whole
  }

  /// The share of a hundred that a battery's rule tells.
  func share(_ word: Word) throws(AlertRuleError) -> Fraction {
    let text = word.text.dropFirst("battery<".count)
    guard text.last == "%", let number = Self.number(text.dropLast()), (1...99).contains(number),
      number == number.rounded()
    else { throw error(.value, word, "battery<1% to battery<99%, in whole numbers") }
    return Fraction(number / 100)
  }

  /// The label of `channel=`, without its quotation marks, where there is one.
  mutating func label() throws(AlertRuleError) -> String? {
    guard let word = try take("channel=", "LABEL") else { return nil }
    var quoting = Quoting()
    let scalars = word.text.unicodeScalars.dropFirst("channel=".count)
    let label = String(String.UnicodeScalarView(scalars.filter { quoting.takes($0) }))
    guard !label.isEmpty else {
      throw error(.value, word, "channel=LABEL, or channel=\"A LABEL\" with blanks")
    }
    return label
  }

  /// Sees to it that nothing is left.
  func finish() throws(AlertRuleError) {
    guard let word = words.first else { return }
    let name = word.text.prefix { $0.isLetter }
    let isSaid = allowed.contains {
      $0.prefix { $0.isLetter } == name && word.begins(with: Self.start(of: $0))
    }
    throw error(isSaid ? .repeated : .unexpected, word, allowed.joined(separator: ", "))
  }

  /// An error about a word.
  func error(_ problem: AlertRuleError.Problem, _ word: Word, _ allowed: String) -> AlertRuleError {
    AlertRuleError(problem: problem, rule: line, column: word.column, found: word.text, allowed: allowed)
  }

  /// An error about what should follow.
  func missing(_ form: String) -> AlertRuleError {
    error(.missing, Word(text: "", column: line.unicodeScalars.count + 1), form)
  }

  private mutating func take(_ start: String, _ value: String) throws(AlertRuleError) -> Word? {
    allowed.append(start + value)
    guard let position = words.firstIndex(where: { $0.begins(with: start) }) else { return nil }
    return words.remove(at: position)
  }

  private static func start(of form: String) -> String { String(form.prefix { !$0.isUppercase }) }

  /// A number of digits and at most one point: no sign, no exponent.
  private static func number(_ text: Substring) -> Double? {
    let isPlain = text.allSatisfy { $0.isASCII && $0.isNumber || $0 == "." }
    return isPlain && text.first != "." && text.last != "." ? Double(text) : nil
  }
}
