internal import Signals

extension RecordingFormat {
  /// What PLUX's OpenSignals saves of biosignalsplux and BITalino.
  static let openSignals = RecordingFormat(
    name: "OpenSignals text", fileNames: "*.txt",
    summary: "PLUX biosignalsplux and BITalino: counts with their transfer functions, losses by nSeq",
    recognises: { _, head in TextHead.begins(head, with: "# OpenSignals Text File Format") },
    open: { path, options throws(RecordingError) in
      let file = try ByteFile(path: path)
      return try TextSource(
        file: file, plan: try OpenSignalsText(file: file, options: options).plan(), options: options)
    })
}

/// Understands the header of an OpenSignals text file and plans its streams.
struct OpenSignalsText {
  private let file: ByteFile
  private let options: ReadingOptions
  private let header: OpenSignalsHeader
  private let layout: TableLayout
  private var labels: [String] = []
  private var guesses: [String] = []
  private var ignored: [String] = []

  init(file: ByteFile, options: ReadingOptions) throws(RecordingError) {
    let head = try TextHead(file: file, limit: 200)
    guard let end = head.lines.firstIndex(where: { $0.text.trimmed == "# EndOfHeader" }) else {
      throw RecordingError(
        .malformed, path: file.path, place: "line \(max(1, head.lines.count))",
        reason: "the header has no '# EndOfHeader'")
    }
    let json = head.lines[..<end].first { $0.text.dropFirst().trimmed.hasPrefix("{") }
    guard let json, let header = OpenSignalsHeader(json: json.text.dropFirst().trimmed),
      !header.devices.isEmpty
    else {
      throw RecordingError(
        .malformed, path: file.path, place: "line \(json?.number ?? 2)",
        reason: "the header's JSON does not describe a device")
    }
    let rows = head.lines[(end + 1)...]
    guard let row = rows.first(where: { !$0.text.trimmed.isEmpty }) else {
      throw RecordingError(
        .malformed, path: file.path, place: "line \(head.lines[end].number)",
        reason: "no samples follow the header")
    }
    self.file = file
    self.options = options
    self.header = header
    var cells = CellText.split(row.text, separator: .byte(9))
    while cells.last == "" { cells.removeLast() }
    let described = header.devices.reduce(0) { $0 + $1.columns.count }
    layout = TableLayout(
      separator: .byte(9), columnCount: min(4096, max(1, described > 0 ? described : cells.count)),
      firstRowOffset: row.offset, firstRowLine: row.number)
  }

  /// Reads all of the file once and decides what its columns are.
  func plan() throws(RecordingError) -> TextPlan {
    var copy = self
    return try copy.makePlan()
  }

  private mutating func makePlan() throws(RecordingError) -> TextPlan {
    let channels = placeChannels()
    let counter = labels.firstIndex { $0.lowercased() == "nseq" }
    var survey = try TableSurvey(file: file, layout: layout, counters: counter.map { [$0] } ?? [])
    var signals: [(kind: StreamKind, unit: PhysicalUnit, channel: TextChannel)] = []
    for channel in channels {
      if let signal = signal(channel, survey: survey.columns[channel.column]) { signals.append(signal) }
    }
    let used = signals.map(\.channel.column)
    try survey.requireNumbers(in: used + (counter.map { [$0] } ?? []), labels: labels, path: file.path)

    let told = header.devices.compactMap(\.rate).first
    guard let rate = options.rate ?? told.flatMap({ SampleRate(hertz: $0) }) else {
      throw RecordingError(
        .needsOption, path: file.path, place: "line 2",
        reason: "the header tells no sampling rate; tell it with --rate HZ")
    }
    var group = TextGroup(rate: rate, rows: survey.rows, streams: [TextStream](assembling: signals))
    if let counter, let rule = survey.counters[counter]?.rule {
      group.clock = .counter(column: counter, rule)
    } else {
      guesses.append("nSeq does not count steadily, so that losses cannot be told")
    }
    let start = header.devices.compactMap { WallClock.iso(date: $0.date, time: $0.time) }.first
    return TextPlan(
      format: "OpenSignals text", started: start, layout: layout, groups: [group], guesses: guesses,
      ignored: ignored, damage: survey.damage(used: used))
  }

  /// A channel of a device, and the column of the file that it is in.
  private struct Channel {
    var device: OpenSignalsHeader.Device
    var number: Int
    var column: Int
    var label: String
    var sensor: String
    var bits: Int?
  }

  /// Finds the channels among the columns of all devices, and names the columns.
  private mutating func placeChannels() -> [Channel] {
    var channels: [Channel] = []
    for device in header.devices {
      let start = labels.count
      // Without a list of columns the channels are the last ones.
      let lead = max(0, layout.columnCount - device.labels.count)
      let columns =
        device.columns.isEmpty
        ? (0..<lead).map { $0 == 0 ? "nSeq" : "I\($0)" } + device.labels : device.columns
      for (number, label) in device.labels.enumerated() {
        guard let place = columns.lastIndex(of: label), start + place < layout.columnCount else { continue }
        channels.append(
          Channel(
            device: device, number: number, column: start + place, label: label,
            sensor: device.sensors.indices.contains(number) ? device.sensors[number] : "",
            bits: device.resolution(channel: number, column: place)))
      }
      labels += columns
    }
    return channels
  }

  private mutating func signal(_ channel: Channel, survey: ColumnSurvey) -> (
    kind: StreamKind, unit: PhysicalUnit, channel: TextChannel
  )? {
    let classifier = SignalClassifier(options: options)
    var verdict = classifier.verdict(label: channel.label, unit: nil, position: channel.column + 1)
    if case .ignored = verdict {
      verdict = classifier.verdict(label: channel.sensor, unit: nil, position: channel.column + 1)
    }
    if verdict == .ignored(SignalClassifier.unknown), channel.sensor.uppercased() == "RAW",
      !classifier.emgIsTold
    {
      guesses.append("\(channel.label) is of no told sensor (RAW) and is taken as EMG")
      verdict = .emg
    }
    let bits = channel.bits ?? (channel.device.isBitalino ? 10 : 16)
    switch verdict {
    case .emg:
      var made = emg(channel, bits: bits, survey: survey)
      made.description.muscle = channel.device.site(channel: channel.number)
      return (.emg, .volt, made)
    case .accelerometer:
      return (.accelerometer, .standardGravity, acceleration(channel, bits: bits, survey: survey))
    case .gyroscope:
      ignored.append("\(channel.label) (\(channel.sensor)): no calibration of a gyroscope is known here")
      return nil
    case .ignored(let reason):
      ignored.append("\(channel.label) (\(channel.sensor)): \(reason)")
      return nil
    }
  }

  /// Volts from counts by the sensors' data sheets: (n / 2^bits - 1/2) x supply / gain.
  private mutating func emg(_ channel: Channel, bits: Int, survey: ColumnSurvey) -> TextChannel {
    if !survey.isWhole {
      guesses.append("\(channel.label) holds fractions and is taken as converted to mV")
      return TextChannel(column: channel.column, label: channel.label, survey: survey, factor: 1e-3)
    }
    let (supply, gain) = channel.device.isBitalino ? (3.3, 1009.0) : (3.0, 1000.0)
    return TextChannel(
      column: channel.column, label: channel.label, gain: supply / gain / Double(1 << bits),
      offset: -0.5 * supply / gain, bits: bits)
  }

  /// Gravity from counts: linear between the counts at -1 g and at 1 g, which the file does not tell.
  private mutating func acceleration(_ channel: Channel, bits: Int, survey: ColumnSurvey) -> TextChannel {
    if !survey.isWhole {
      guesses.append("\(channel.label) holds fractions and is taken as converted to g")
      return TextChannel(column: channel.column, label: channel.label, survey: survey)
    }
    let (low, high, full) = channel.device.isBitalino ? (208.0, 312.0, 10) : (28000.0, 38000.0, 16)
    let size = twoToThe(bits - full)
    guesses.append(
      "\(channel.label) is scaled by the accelerometer's usual calibration (\(Int(low * size)) is -1 g, "
        + "\(Int(high * size)) is 1 g)")
    return TextChannel(
      column: channel.column, label: channel.label, gain: 2 / ((high - low) * size),
      offset: -1 - 2 * low / (high - low), bits: bits)
  }

  /// Two to the `exponent`, which is from -30 to 30.
  private func twoToThe(_ exponent: Int) -> Double {
    exponent < 0 ? 1 / Double(1 << -exponent) : Double(1 << exponent)
  }
}
