internal import Signals

/// A signal of a file before it is known whether it is used.
struct SignalCandidate {
  /// Its number from 1.
  var position: Int
  var label: String
  /// The dimension as the file writes it.
  var dimension: String
  var rate: SampleRate
  /// Dimension per digital step.
  var gain: Double
  /// The value of digital zero, in the dimension.
  var offset: Double
  var rails: ClosedRange<Int32>?
}

/// The streams that a file's signals form: one for each kind, rate and unit, channels in the file's order.
struct StreamGrouping {
  private(set) var streams: [StreamDescription] = []
  /// The positions among the candidates of each stream's channels.
  private(set) var members: [[Int]] = []
  private(set) var guesses: [String] = []
  private(set) var ignored: [String] = []
  private let options: ReadingOptions
  private let classifier: SignalClassifier
  private let toldUnit: (unit: PhysicalUnit, factor: Double)?

  /// Sorts `candidates` by what they are; `path` is for the message about an unknown unit in the options.
  init(_ candidates: [SignalCandidate], options: ReadingOptions, path: String) throws(RecordingError) {
    self.options = options
    classifier = SignalClassifier(options: options)
    toldUnit = options.unit.flatMap { PhysicalUnit.parse(dimension: $0) }
    if let unit = options.unit, toldUnit == nil {
      throw RecordingError(
        .needsOption, path: path, reason: "the unit '\(printable(unit))' is not known; use V, mV, uV or count"
      )
    }
    var positions: [Key: Int] = [:]
    for (index, candidate) in candidates.enumerated() {
      guard let (kind, scale) = use(of: candidate) else { continue }
      let key = Key(kind: kind, rate: candidate.rate, unit: scale.unit)
      let channel = ChannelDescription(
        label: candidate.label, gain: candidate.gain * scale.factor, offset: candidate.offset * scale.factor,
        rails: candidate.rails)
      if let stream = positions[key] {
        streams[stream].channels.append(channel)
        members[stream].append(index)
      } else {
        positions[key] = streams.count
        streams.append(
          StreamDescription(kind: kind, rate: candidate.rate, unit: scale.unit, channels: [channel]))
        members.append([index])
      }
    }
  }

  private struct Key: Hashable {
    let kind: StreamKind
    let rate: SampleRate
    let unit: PhysicalUnit
  }

  /// What the signal is used as and how its dimension leads to the inside unit; nil when it is ignored.
  private mutating func use(
    of signal: SignalCandidate
  ) -> (kind: StreamKind, scale: (unit: PhysicalUnit, factor: Double))? {
    let scale = PhysicalUnit.parse(dimension: signal.dimension)
    let kind: StreamKind
    switch classifier.verdict(label: signal.label, unit: scale?.unit, position: signal.position) {
    case .emg: kind = .emg
    case .accelerometer: kind = .accelerometer
    case .gyroscope: kind = .gyroscope
    case .ignored(let reason):
      ignored.append("\(name(of: signal)): \(reason)")
      return nil
    }
    let physical = Self.unit(of: kind)
    if let scale, scale.unit == physical || scale.unit == .count { return (kind, scale) }
    if scale == nil, signal.dimension.isEmpty {
      if kind == .emg, let toldUnit { return (kind, toldUnit) }
      guesses.append("\(name(of: signal)): no dimension, taken as counts")
      return (kind, (unit: .count, factor: 1))
    }
    if scale == nil, kind == .emg, classifier.emgIsTold {
      guesses.append("\(name(of: signal)): the dimension '\(signal.dimension)' is not known, taken as counts")
      return (kind, (unit: .count, factor: 1))
    }
    ignored.append(
      "\(name(of: signal)): in '\(signal.dimension)', which is not \(physical.rawValue) or count")
    return nil
  }

  private func name(of signal: SignalCandidate) -> String {
    signal.label.isEmpty ? "signal \(signal.position)" : signal.label
  }

  private static func unit(of kind: StreamKind) -> PhysicalUnit {
    switch kind {
    case .emg: .volt
    case .accelerometer: .standardGravity
    case .gyroscope: .degreesPerSecond
    }
  }
}
