internal import Signals

extension RecordingFormat {
  /// What Delsys' EMGworks exports of Trigno sensors.
  static let trigno = RecordingFormat(
    name: "Delsys Trigno text", fileNames: "*.csv",
    summary: "Delsys export: every channel with its own rate and time column",
    recognises: { _, head in
      TextHead.begins(head, with: "Label: ")
        && String(decoding: head, as: UTF8.self).holds("Sampling frequency:")
    },
    open: { path, options throws(RecordingError) in
      let file = try ByteFile(path: path)
      return try TextSource(
        file: file, plan: try TrignoText(file: file, options: options).plan(), options: options)
    })
}

/// Understands the header of a Delsys export and plans its streams.
struct TrignoText {
  /// A channel as a header line describes it.
  struct Channel: Equatable {
    var label: String
    var rate: SampleRate
    var points: Int64?
    var unit: String

    /// Reads `Label: … Sampling frequency: … Number of points: … start: … Unit: … Domain Unit: …`.
    init?(line: String) {
      guard let label = line.part(after: "Label:", before: "Sampling frequency:"),
        let rate = line.part(after: "Sampling frequency:", before: "Number of points:").flatMap({
          SampleRate(printed: $0)
        })
      else { return nil }
      self.label = label
      self.rate = rate
      points = line.part(after: "Number of points:", before: "start:").flatMap { Int64($0) }.flatMap {
        (0...1_000_000_000_000).contains($0) ? $0 : nil
      }
      unit = line.part(after: " Unit:", before: "Domain Unit:") ?? ""
    }
  }

  private let file: ByteFile
  private let options: ReadingOptions
  private let channels: [Channel]
  private let layout: TableLayout

  init(file: ByteFile, options: ReadingOptions) throws(RecordingError) {
    let head = try TextHead(file: file, limit: 2000)
    var channels: [Channel] = []
    for line in head.lines where line.text.hasPrefix("Label:") {
      guard let channel = Channel(line: line.text) else {
        throw RecordingError(
          .malformed, path: file.path, place: "line \(line.number)",
          reason: "the channel's sampling frequency cannot be read")
      }
      channels.append(channel)
    }
    guard
      let heading = head.lines.firstIndex(where: { $0.text.trimmed.hasPrefix("X") && $0.text.holds(",") }),
      head.lines.indices.contains(heading + 1)
    else {
      throw RecordingError(
        .malformed, path: file.path, place: "line \(head.lines.count)",
        reason: "no heading 'X[s],…' with rows below it follows the channels")
    }
    let columns = CellText.split(head.lines[heading].text, separator: .byte(UInt8(ascii: ","))).count
    guard columns >= channels.count * 2, columns <= 4096 else {
      throw RecordingError(
        .malformed, path: file.path, place: "line \(heading + 1)",
        reason: "\(columns) columns cannot hold \(channels.count) channels with a time each")
    }
    self.file = file
    self.options = options
    self.channels = channels
    let row = head.lines[heading + 1]
    layout = TableLayout(
      separator: .byte(UInt8(ascii: ",")), columnCount: columns, firstRowOffset: row.offset,
      firstRowLine: row.number)
  }

  /// Reads all of the file once and decides what its channels are.
  func plan() throws(RecordingError) -> TextPlan {
    var survey = try TableSurvey(file: file, layout: layout)
    let columns = channels.indices.map { $0 * 2 + 1 }
    var labels = Array(repeating: "time", count: layout.columnCount)
    for (channel, column) in zip(channels, columns) { labels[column] = channel.label }
    try survey.requireNumbers(in: columns, labels: labels, path: file.path)

    var plan = TextPlan(format: "Delsys Trigno text", layout: layout, groups: [])
    plan.damage = survey.damage(used: columns)
    let classifier = SignalClassifier(options: options)
    var rates: [SampleRate] = []
    for channel in channels where !rates.contains(channel.rate) { rates.append(channel.rate) }
    for rate in rates {
      var signals: [(kind: StreamKind, unit: PhysicalUnit, channel: TextChannel)] = []
      var points: Int64?
      for (index, channel) in channels.enumerated() where channel.rate == rate {
        let column = columns[index]
        let parsed = PhysicalUnit.parse(dimension: channel.unit)
        if parsed == nil { plan.guesses.append("\(channel.label) is in the unknown unit '\(channel.unit)'") }
        let unit = parsed ?? (.count, 1)
        let made = TextChannel(
          column: column, label: channel.label, survey: survey.columns[column], factor: unit.factor)
        switch classifier.verdict(label: channel.label, unit: unit.unit, position: index + 1) {
        case .emg: signals.append((.emg, unit.unit, made))
        case .accelerometer: signals.append((.accelerometer, unit.unit, made))
        case .gyroscope: signals.append((.gyroscope, unit.unit, made))
        case .ignored(let reason):
          plan.ignored.append("\(channel.label): \(reason)")
          continue
        }
        points = max(points ?? 0, channel.points ?? 0)
      }
      guard !signals.isEmpty else { continue }
      let length = signals.map { survey.columns[$0.channel.column].length }.max() ?? 0
      var streams = [TextStream](assembling: signals)
      for stream in streams.indices { streams[stream].announced = points }
      if let points, length < points {
        plan.damage.append(
          "the header announces \(points) points at \(rate.inWords), the file holds \(length)")
      }
      // Motion and muscle of one rate apart: motion of every rate comes before muscle of any.
      for part in [streams.filter { $0.kind != .emg }, streams.filter { $0.kind == .emg }] where !part.isEmpty
      {
        plan.groups.append(TextGroup(rate: rate, rows: min(length, survey.rows), streams: part))
      }
    }
    return plan
  }
}
