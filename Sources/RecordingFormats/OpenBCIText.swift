internal import Signals

extension RecordingFormat {
  /// What the OpenBCI GUI saves, versions 4 to 6.
  static let openBCI = RecordingFormat(
    name: "OpenBCI text", fileNames: "*.txt",
    summary: "OpenBCI GUI 4 to 6 of Cyton, Daisy and Ganglion: uV and g, losses by the sample index",
    recognises: { _, head in TextHead.begins(head, with: "%OpenBCI") },
    open: { path, options throws(RecordingError) in
      let file = try ByteFile(path: path)
      return try TextSource(
        file: file, plan: try OpenBCIText(file: file, options: options).plan(), options: options)
    })
}

/// Understands the header of an OpenBCI text file and plans its streams.
struct OpenBCIText {
  private let file: ByteFile
  private let options: ReadingOptions
  private let layout: TableLayout
  private let labels: [String]
  private let rate: SampleRate?
  private let format: String

  init(file: ByteFile, options: ReadingOptions) throws(RecordingError) {
    let head = try TextHead(file: file, limit: 200)
    let comments = head.lines.prefix { $0.text.hasPrefix("%") || $0.text.trimmed.isEmpty }
    let body = head.lines[comments.endIndex...]
    // Version 5 gave the columns a heading; version 4 says in words what they are.
    let heading = body.first.flatMap {
      $0.text.first(where: { !$0.isWhitespace })?.isLetter == true ? $0 : nil
    }
    guard let row = body.dropFirst(heading == nil ? 0 : 1).first(where: { !$0.text.trimmed.isEmpty }) else {
      throw RecordingError(
        .malformed, path: file.path, place: "line \(head.lines.count)", reason: "no samples follow the header"
      )
    }
    let separator: TableLayout.Separator = .byte(row.text.holds("\t") ? 9 : UInt8(ascii: ","))
    var named = heading.map { CellText.split($0.text, separator: separator) } ?? []
    while named.last == "" { named.removeLast() }
    let count = named.isEmpty ? CellText.split(row.text, separator: separator).count : named.count
    guard count <= 4096 else {
      throw RecordingError(
        .malformed, path: file.path, place: "line \(row.number)", reason: "more than 4096 columns")
    }
    func told(_ key: String) -> String? {
      comments.lazy.compactMap { line -> String? in
        line.text.lowercased().holds(key) ? line.text.part(after: "=", before: "\n") : nil
      }.first
    }
    if heading == nil {
      guard let channels = told("number of channels").flatMap({ Int($0) }), channels > 0, channels < count
      else {
        throw RecordingError(
          .malformed, path: file.path, place: "header",
          reason: "neither a heading nor '%Number of channels' tells what the columns are")
      }
      named = ["Sample Index"] + (0..<channels).map { "EXG Channel \($0)" }
      named += (0..<max(0, min(3, count - channels - 1))).map { "Accel Channel \($0)" }
      named += (named.count..<max(count, named.count)).map { $0 == count - 1 ? "Timestamp" : "Other" }
    }
    self.file = file
    self.options = options
    labels = named
    rate = told("sample rate").flatMap { SampleRate(printed: $0) }
    layout = TableLayout(
      separator: separator, columnCount: count, firstRowOffset: row.offset, firstRowLine: row.number)
    let board =
      told("board").map { " (" + ($0.split(separator: "$").last.map(String.init) ?? $0) + ")" } ?? ""
    format = "OpenBCI text" + board
  }

  /// Reads all of the file once and decides what its columns are.
  func plan() throws(RecordingError) -> TextPlan {
    guard let rate = options.rate ?? rate else {
      throw RecordingError(
        .needsOption, path: file.path, place: "header",
        reason: "the header tells no sample rate; tell it with --rate HZ")
    }
    let counter = labels.firstIndex { $0.lowercased().hasPrefix("sample index") }
    let stamps = labels.indices.filter { labels[$0].lowercased().hasPrefix("timestamp") }
    let stamp = stamps.first { labels[$0].lowercased() == "timestamp" }
    var survey = try TableSurvey(
      file: file, layout: layout, times: stamp.map { [$0] } ?? [], counters: counter.map { [$0] } ?? [])

    var plan = TextPlan(format: format, layout: layout, groups: [])
    let classifier = SignalClassifier(options: options)
    var signals: [(kind: StreamKind, unit: PhysicalUnit, channel: TextChannel)] = []
    var guessed: [String] = []
    for (column, label) in labels.enumerated()
    where column != counter && !stamps.contains(column) && label != "Other" {
      let words = SignalClassifier.words(of: label)
      let isMotion = words.contains("accel")
      let verdict = classifier.verdict(
        label: label, unit: isMotion ? .standardGravity : nil, position: column + 1)
      let columnSurvey = survey.columns[column]
      switch verdict {
      case .emg where !columnSurvey.isEmpty:
        if !classifier.emgIsTold { guessed.append(label) }
        signals.append(
          (.emg, .volt, TextChannel(column: column, label: label, survey: columnSurvey, factor: 1e-6)))
      case .accelerometer where !columnSurvey.isEmpty:
        signals.append(
          (.accelerometer, .standardGravity, TextChannel(column: column, label: label, survey: columnSurvey)))
      case .ignored(let reason): plan.ignored.append("\(label): \(reason)")
      case .emg, .accelerometer, .gyroscope: plan.ignored.append("\(label): holds no numbers in a known unit")
      }
    }
    if signals.allSatisfy({ $0.kind != .accelerometer || survey.columns[$0.channel.column].largest == 0 }),
      signals.contains(where: { $0.kind == .accelerometer })
    {
      signals.removeAll { $0.kind == .accelerometer }
      plan.ignored.append("the accelerometer sent nothing but zeros")
    }
    if !guessed.isEmpty { plan.guesses.append("EXG channels are taken as EMG; --emg names others") }
    let used = signals.map(\.channel.column)
    try survey.requireNumbers(in: used + (counter.map { [$0] } ?? []), labels: labels, path: file.path)

    var streams = [TextStream](assembling: signals)
    // The board measures gravity ten times less often than it sends a row.
    for index in streams.indices where streams[index].kind == .accelerometer {
      streams[index].holdsZeros = true
    }
    var group = TextGroup(rate: rate, rows: survey.rows, streams: streams)
    if let counter, let rule = survey.counters[counter]?.rule {
      group.clock = .counter(column: counter, rule)
    } else {
      plan.guesses.append("the sample index does not count steadily, so that losses cannot be told")
    }
    plan.groups = [group]
    plan.damage = survey.damage(used: used)
    if let stamp, let first = survey.times[stamp]?.first {
      // Seconds since version 5, milliseconds before.
      plan.started = WallClock.iso(unixSeconds: first) ?? WallClock.iso(unixSeconds: first / 1000)
    }
    return plan
  }
}
