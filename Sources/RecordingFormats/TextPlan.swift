internal import Signals

/// A column of a text file that becomes a channel of a stream.
struct TextChannel {
  /// Its column, from 0.
  var column: Int
  /// The number in the text times this is the digital value.
  var scale: Double
  /// The channel; its gain undoes `scale` and leads to the stream's unit.
  var description: ChannelDescription
  /// The largest digital value that the text leads to, where that may be beyond 24 bits.
  private var largest = 0.0

  /// The channel of a column of numbers, quantised so that the text's decimals are kept as they are.
  ///
  /// `factor` times the number is the value in the stream's unit.
  init(column: Int, label: String, survey: ColumnSurvey, factor: Double = 1) {
    let decimals = survey.digitalDecimals
    let gain = decimals < 0 ? factor * tenToThe(-decimals) : factor / tenToThe(decimals)
    self.column = column
    scale = tenToThe(decimals)
    description = ChannelDescription(
      label: label, gain: gain.isNormal ? gain : 1, step: survey.digitalStep(decimals: decimals))
    largest = min(survey.largest * scale, 2_147_483_647)
  }

  /// Makes digital values coarser, by a power of two, until they fit 24 bits.
  mutating func fit24Bits() {
    while largest > 8_388_607 {
      largest /= 2
      scale /= 2
      description.gain *= 2
      description.step = max(1, description.step / 2)
    }
  }

  /// The channel of a column of a converter's counts, with what leads from them to the stream's unit.
  init(column: Int, label: String, gain: Double, offset: Double, bits: Int?) {
    self.column = column
    scale = 1
    let top = bits.flatMap { (1...30).contains($0) ? Int32(1) << Int32($0) - 1 : nil }
    description = ChannelDescription(label: label, gain: gain, offset: offset, rails: top.map { 0...$0 })
  }

  /// The digital value of a cell.
  @inline(__always)
  func digital(_ cell: Cell) -> Int32 {
    guard cell.kind == .number else { return Block.missing }
    return Int32(min(max((cell.number.value * scale).rounded(), -2_147_483_647), 2_147_483_647))
  }
}

/// A stream that a text file holds.
struct TextStream {
  var kind: StreamKind
  var unit: PhysicalUnit
  var channels: [TextChannel]
  /// Whether a row of zeros says "nothing new", so that the values before it still hold.
  var holdsZeros = false
  /// Frames that the file's header announces.
  var announced: Int64?
}

/// By what the rows of a text file are counted.
enum RowClock {
  /// By their number: nothing tells of losses.
  case rows
  /// By a column that counts them.
  case counter(column: Int, CounterRule)
  /// By a column of times, of which one sample takes `step`.
  case time(column: Int, TimeSurvey, step: Double)

  /// The column that must be read for it.
  var column: Int? {
    switch self {
    case .rows: nil
    case .counter(let column, _), .time(let column, _, _): column
    }
  }
}

/// The streams of a text file that advance together, one frame a row.
struct TextGroup {
  var rate: SampleRate
  var clock: RowClock = .rows
  /// Rows that hold frames of these streams.
  var rows: Int64
  var streams: [TextStream]

  /// Whether any of its streams is a muscle's.
  var hasMuscle: Bool { streams.contains { $0.kind == .emg } }
}

/// All that is known of a text file before its samples are read.
struct TextPlan {
  var format: String
  var started: String?
  var layout: TableLayout
  var groups: [TextGroup]
  var guesses: [String] = []
  var ignored: [String] = []
  var damage: [String] = []
}

extension [TextStream] {
  /// Sorts channels into streams: muscles of one unit together, the axes of each motion sensor by themselves.
  init(assembling signals: [(kind: StreamKind, unit: PhysicalUnit, channel: TextChannel)]) {
    self = []
    for signal in signals {
      let axis = Self.axis(of: signal.channel.description.label)
      let home = indices.last { index in
        guard self[index].kind == signal.kind, self[index].unit == signal.unit else { return false }
        guard signal.kind != .emg else { return true }
        // A sensor has three axes, and each once.
        return self[index].channels.count < 3
          && (axis == nil
            || !self[index].channels.contains { Self.axis(of: $0.description.label) == axis })
      }
      if let home {
        self[home].channels.append(signal.channel)
      } else {
        append(TextStream(kind: signal.kind, unit: signal.unit, channels: [signal.channel]))
      }
    }
  }

  /// The axis that a label names: `x`, `y` or `z`.
  private static func axis(of label: String) -> Character? {
    for word in SignalClassifier.words(of: label).reversed() {
      if let last = word.last, "xyz".contains(last),
        word.count == 1 || word.hasPrefix("acc") || word.hasPrefix("gyr")
      {
        return last
      }
    }
    return nil
  }
}
