internal import Signals

extension RecordingFormat {
  /// Rows of numbers, as spreadsheets, scripts and most makers' exports have them.
  static let delimited = RecordingFormat(
    name: "delimited text", fileNames: "*.csv, *.tsv, *.txt",
    summary: "columns parted by commas, semicolons, tabs or blanks, with or without heading and time",
    recognises: { path, head in
      let name = path.lowercased()
      return name.hasSuffix(".csv") || name.hasSuffix(".tsv") || name.hasSuffix(".txt") || isText(head)
    },
    open: { path, options throws(RecordingError) in
      let file = try ByteFile(path: path)
      var table = try DelimitedText(file: file, options: options)
      return try TextSource(file: file, plan: try table.plan(), options: options)
    })

  private static func isText(_ head: [UInt8]) -> Bool {
    head.contains { (48...57).contains($0) } && head.allSatisfy { $0 >= 32 || (9...13).contains($0) }
  }
}

/// Understands delimited text, with guesses that it names, and plans its streams.
struct DelimitedText {
  let file: ByteFile
  let options: ReadingOptions
  let head: DelimitedHead
  let comments: DelimitedComments
  /// The columns' names as they stand, without units, and the units.
  let headings: [String]
  let labels: [String]
  let units: [String?]
  /// The columns that may be used, from 0.
  let picked: Set<Int>
  var guesses: [String] = []
  var ignored: [String] = []

  init(file: ByteFile, options: ReadingOptions) throws(RecordingError) {
    guard let head = DelimitedHead(try TextHead(file: file, limit: 300)) else {
      throw RecordingError(
        .malformed, path: file.path, place: "line 1", reason: "no row of numbers among the first lines")
    }
    self.file = file
    self.options = options
    self.head = head
    comments = DelimitedComments(head.preamble)
    let count = head.layout.columnCount
    var headings = head.heading ?? []
    if headings.isEmpty, let told = comments.labels, told.count == count { headings = told }
    let parts: [(label: String, unit: String?)] = (0..<count).map { column in
      headings.indices.contains(column) ? ColumnUnit.split(headings[column]) : ("", nil)
    }
    labels = parts.enumerated().map { $1.label.isEmpty ? "column \($0 + 1)" : printable($1.label) }
    units = parts.enumerated().map { column, part in
      part.unit
        ?? head.units.flatMap { $0.indices.contains(column) && !$0[column].isEmpty ? $0[column] : nil }
    }
    self.headings = headings
    picked = try Self.pick(options.columns, headings: headings, labels: labels, path: file.path)
  }

  /// The columns that the caller names by heading, by heading without unit, or by number.
  private static func pick(_ wanted: [String]?, headings: [String], labels: [String], path: String)
    throws(RecordingError) -> Set<Int>
  {
    guard let wanted else { return Set(labels.indices) }
    var picked: Set<Int> = []
    for name in wanted {
      let folded = name.trimmed.lowercased()
      let found = labels.indices.filter { column in
        labels[column].lowercased() == folded
          || (headings.indices.contains(column) && headings[column].trimmed.lowercased() == folded)
      }
      if found.isEmpty, let column = labels.indices.first(where: { String($0 + 1) == folded }) {
        picked.insert(column)
      } else if found.isEmpty {
        throw RecordingError(
          .needsOption, path: path,
          reason: "there is no column '\(printable(name))'; the columns are: "
            + printable(labels.joined(separator: ", "), limit: 300))
      } else {
        picked.formUnion(found)
      }
    }
    return picked
  }

  /// Reads all of the file once and decides what its columns are.
  mutating func plan() throws(RecordingError) -> TextPlan {
    let isHeadless = head.heading == nil
    let times =
      isHeadless ? [0] : headings.indices.filter { ColumnUnit.time(heading: headings[$0]).isTime }
    let counters =
      isHeadless
      ? [0] : headings.indices.filter { ColumnUnit.isCounter(heading: headings[$0]) && !times.contains($0) }
    var survey = try TableSurvey(file: file, layout: head.layout, times: times, counters: counters)
    let counter = counterColumn(counters, survey: survey, isHeadless: isHeadless)
    let time =
      counter == nil || !isHeadless ? try timeColumn(times, survey: survey, isHeadless: isHeadless) : nil

    let clockColumns = Set(
      times.filter { !isHeadless || time?.column == $0 } + (counter.map { [$0.column] } ?? []))
    let signals = try chooseSignals(survey: survey, besides: clockColumns)
    let used = signals.map(\.channel.column)
    let needed = used + [time?.column, counter?.column].compactMap(\.self)
    try survey.requireNumbers(in: needed, labels: labels, path: file.path)

    var plan = TextPlan(format: "delimited text", layout: head.layout, groups: [])
    plan.damage = survey.damage(used: needed)
    if !signals.isEmpty {
      let rate = try chooseRate(time: time)
      var group = TextGroup(rate: rate, rows: survey.rows, streams: [TextStream](assembling: signals))
      if let counter {
        group.clock = .counter(column: counter.column, counter.rule)
      } else if let time {
        group.clock = time.clock(at: rate)
        if case .rows = group.clock {
          guesses.append("the times are uneven or of another rate; gaps are not looked for in them")
        }
      }
      plan.groups = [group]
    }
    if let time { plan.started = WallClock.iso(unixSeconds: time.survey.first * time.unit) }
    plan.guesses = guesses
    plan.ignored = ignored
    return plan
  }

  private mutating func counterColumn(_ candidates: [Int], survey: TableSurvey, isHeadless: Bool) -> (
    column: Int, rule: CounterRule
  )? {
    for column in candidates {
      guard let rule = survey.counters[column]?.rule else { continue }
      // Without a heading only a column that counts by one, row by row, is sure to be no signal.
      let counts = survey.columns[column]
      guard
        !isHeadless
          || (labels.count > 1 && counts.numbers >= 20 && rule.increment == 1 && rule.rowsPerCount == 1
            && counts.falls * 16 <= counts.numbers)
      else { continue }
      guesses.append("\(labels[column]) counts the samples; jumps in it are losses")
      return (column, rule)
    }
    return nil
  }

  private mutating func timeColumn(_ candidates: [Int], survey: TableSurvey, isHeadless: Bool)
    throws(RecordingError) -> TimeColumn?
  {
    for column in candidates {
      guard let times = survey.times[column], !survey.columns[column].isText else { continue }
      var unit = units[column].flatMap(ColumnUnit.seconds)
      if isHeadless {
        let cells = survey.columns[column]
        guard labels.count > 1, cells.numbers >= 8, cells.falls == 0, cells.changes == cells.numbers - 1,
          times.isEven
        else { continue }
      } else if let line = times.fallLine {
        throw RecordingError(
          .malformed, path: file.path, place: "line \(line), column \(column + 1) (\(labels[column]))",
          reason: "the time runs backwards")
      } else {
        unit = unit ?? ColumnUnit.time(heading: headings[column]).seconds
      }
      guard let time = TimeColumn(column: column, survey: times, told: unit) else { continue }
      let doubt = time.isUnitGuessed ? ", taken as \(time.unitName)" : ""
      guesses.append("\(labels[column]) is the time\(doubt): \(time.rate.inWords)")
      return time
    }
    return nil
  }

  private mutating func chooseRate(time: TimeColumn?) throws(RecordingError) -> SampleRate {
    if let told = options.rate { return told }
    if let (rate, line) = comments.rate {
      guesses.append("line \(line) tells the rate: \(rate.inWords)")
      return rate
    }
    if let time { return time.rate }
    throw RecordingError(
      .needsOption, path: file.path, reason: "no rate and no time column; tell the rate with --rate HZ")
  }
}
