internal import Signals

/// Which columns of delimited text are muscle, which are motion, and in which unit.
extension DelimitedText {
  typealias Signal = (kind: StreamKind, unit: PhysicalUnit, channel: TextChannel)

  /// Decides about every picked column but those of the clock, and says in ``guesses`` and ``ignored`` why.
  mutating func chooseSignals(survey: TableSurvey, besides clock: Set<Int>) throws(RecordingError) -> [Signal]
  {
    let classifier = SignalClassifier(options: options)
    var verdicts: [Int: SignalClassifier.Verdict] = [:]
    var unknown: [Int] = []
    for column in labels.indices where picked.contains(column) && !clock.contains(column) {
      let unit = units[column].flatMap { PhysicalUnit.parse(dimension: $0)?.unit }
      let verdict = classifier.verdict(label: labels[column], unit: unit, position: column + 1)
      let cells = survey.columns[column]
      if cells.isEmpty || cells.isText {
        // A word in a column that the caller names is an error that the survey reports.
        if verdict == .emg, cells.words > 0, classifier.emgIsTold {
          verdicts[column] = verdict
        } else {
          ignored.append("\(labels[column]): holds \(cells.words > 0 ? "text" : "no numbers")")
        }
      } else if verdict == .ignored(SignalClassifier.unknown) {
        unknown.append(column)
      } else {
        verdicts[column] = verdict
      }
    }
    takeUnknown(unknown, into: &verdicts, survey: survey, classifier: classifier)

    let emg = try unitOfMuscle(
      columns: verdicts.filter { $0.value == .emg }.map(\.key).sorted(), survey: survey)
    let acceleration = unitOfMotion(.accelerometer, verdicts, survey: survey)
    let turn = unitOfMotion(.gyroscope, verdicts, survey: survey)
    var signals: [Signal] = []
    for (column, verdict) in verdicts.sorted(by: { $0.key < $1.key }) {
      let own = units[column].flatMap { PhysicalUnit.parse(dimension: $0) }
      switch verdict {
      case .emg: signals.append(muscle(column, unit: emg[column] ?? (.count, 1), survey: survey))
      case .accelerometer: signals.append(motion(.accelerometer, column, own ?? acceleration, survey: survey))
      case .gyroscope: signals.append(motion(.gyroscope, column, own ?? turn, survey: survey))
      case .ignored(let reason): ignored.append("\(labels[column]): \(reason)")
      }
    }
    return signals
  }

  /// Takes columns whose names say nothing as muscle, unless names or numbers speak against it.
  private mutating func takeUnknown(
    _ columns: [Int], into verdicts: inout [Int: SignalClassifier.Verdict], survey: TableSurvey,
    classifier: SignalClassifier
  ) {
    guard !verdicts.values.contains(.emg), !classifier.emgIsTold else {
      for column in columns { verdicts[column] = .ignored(SignalClassifier.unknown) }
      return
    }
    var taken: [Int] = []
    for column in columns {
      if let reason = Self.reasonAgainst(survey.columns[column]) {
        verdicts[column] = .ignored(reason)
      } else {
        taken.append(column)
      }
    }
    // Where everything stands still, a flat line of muscle is likelier than a file of labels.
    if taken.isEmpty { taken = columns.filter { survey.columns[$0].changes == 0 } }
    for column in taken { verdicts[column] = .emg }
    guard !taken.isEmpty else { return }
    guesses.append("\(Self.names(of: taken, labels: labels)) taken as EMG; --emg names others")
  }

  /// Why numbers look like something else than muscle.
  private static func reasonAgainst(_ cells: ColumnSurvey) -> String? {
    if cells.changes == 0 { return "holds one value only" }
    if cells.looksLikeLabel { return "looks like a label: few different whole numbers that stay for long" }
    guard cells.numbers >= 20 else { return nil }
    if cells.falls == 0 { return "only rises: a time or a count" }
    if cells.isWhole, cells.smallestStep == 1, cells.changes == cells.numbers - 1,
      cells.falls * 16 <= cells.numbers
    {
      return "counts up and begins again"
    }
    return nil
  }

  /// `columns 1 to 8 are`, or the names one by one.
  private static func names(of columns: [Int], labels: [String]) -> String {
    guard let first = columns.first, let last = columns.last else { return "no column is" }
    if columns.count == 1 { return "\(labels[first]) is" }
    if columns.count == 2 { return "columns \(first + 1) and \(last + 1) are" }
    if last - first == columns.count - 1 { return "columns \(first + 1) to \(last + 1) are" }
    return "columns " + columns.map { String($0 + 1) }.joined(separator: ", ") + " are"
  }

  /// The unit of every muscle column: the caller's, the heading's, or counts.
  private mutating func unitOfMuscle(columns: [Int], survey: TableSurvey) throws(RecordingError) -> [Int: (
    unit: PhysicalUnit, factor: Double
  )] {
    if let text = options.unit {
      guard let told = PhysicalUnit.parse(dimension: text), told.unit == .volt || told.unit == .count else {
        throw RecordingError(
          .needsOption, path: file.path,
          reason: "the unit '\(printable(text))' is not known; use V, mV, uV or count")
      }
      return Dictionary(uniqueKeysWithValues: columns.map { ($0, told) })
    }
    var units: [Int: (unit: PhysicalUnit, factor: Double)] = [:]
    for column in columns {
      let own = self.units[column].flatMap { PhysicalUnit.parse(dimension: $0) }
      units[column] = own?.unit == .volt ? own : nil
    }
    let unitless = columns.filter { units[$0] == nil }
    if unitless.contains(where: { !survey.columns[$0].isWhole }) {
      guesses.append("values have no unit; amplitudes are shown as they are; --unit mV tells it")
    } else if !unitless.isEmpty {
      guesses.append("whole numbers without a unit are counts; --unit uV tells another unit")
    }
    return units
  }

  private func muscle(_ column: Int, unit: (unit: PhysicalUnit, factor: Double), survey: TableSurvey)
    -> Signal
  {
    let cells = survey.columns[column]
    var channel = TextChannel(column: column, label: labels[column], survey: cells, factor: unit.factor)
    if let bits = comments.bits, cells.isWhole, cells.minimum >= 0, cells.maximum < Double(1 << bits) {
      channel = TextChannel(column: column, label: labels[column], gain: unit.factor, offset: 0, bits: bits)
    }
    return (.emg, unit.unit, channel)
  }

  private func motion(
    _ kind: StreamKind, _ column: Int, _ unit: (unit: PhysicalUnit, factor: Double), survey: TableSurvey
  ) -> Signal {
    let channel = TextChannel(
      column: column, label: labels[column], survey: survey.columns[column], factor: unit.factor)
    return (kind, unit.unit, channel)
  }

  /// The unit of motion columns that tell none: gravity has a known size, turns have none.
  private mutating func unitOfMotion(
    _ kind: StreamKind, _ verdicts: [Int: SignalClassifier.Verdict], survey: TableSurvey
  ) -> (unit: PhysicalUnit, factor: Double) {
    let wanted: SignalClassifier.Verdict = kind == .accelerometer ? .accelerometer : .gyroscope
    let columns = verdicts.filter { $0.value == wanted && units[$0.key] == nil }.map(\.key).sorted()
    guard !columns.isEmpty else { return (.count, 1) }
    if kind == .gyroscope {
      guesses.append("the gyroscope has no unit and is left in counts")
      return (.count, 1)
    }
    let axes = columns.prefix(3).map { survey.columns[$0].rms }
    let size = axes.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for (range, dimension) in [(0.7...1.5, "g"), (7.0...14.0, "m/s2"), (700...1500, "mg")]
    where range.contains(size) {
      guard let unit = PhysicalUnit.parse(dimension: dimension) else { continue }
      guesses.append("the accelerometer has no unit and is taken as \(dimension) by its size at rest")
      return unit
    }
    guesses.append("the accelerometer has no unit that its size would tell and is left in counts")
    return (.count, 1)
  }
}
