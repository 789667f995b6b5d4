internal import Signals

/// One signal of a WFDB record, as its header line tells it (header(5)).
struct WFDBSignal {
  /// Its number from 1.
  var position: Int
  var fileName: String
  var format: WFDBSampleFormat
  var samplesPerFrame: Int
  /// Samples by which the signal lags; told to the caller and not undone.
  var skew: Int
  /// Bytes before the first sample of the signal's file.
  var byteOffset: Int64
  /// Digital steps per unit.
  var gain: Double
  /// The digital value of zero units.
  var baseline: Double
  var units: String
  /// The converter's range, where its resolution is told.
  var rails: ClosedRange<Int32>?
  var label: String
}

/// The header file of a WFDB record: a record line, a line a signal, comments.
struct WFDBHeader {
  let signals: [WFDBSignal]
  /// Frames a second.
  let frameRate: SampleRate
  /// The frames that the record has, where it says.
  let announcedFrames: Int64?
  let started: String?

  /// Larger headers are not headers.
  private static let byteLimit = 1 << 20
  private static let signalLimit = 10_000
  private static let defaultGain = 200.0
  private static let defaultFrameRate = SampleRate(250)

  init(file: ByteFile) throws(RecordingError) {
    func malformed(_ line: Int, _ reason: String) -> RecordingError {
      RecordingError(.malformed, path: file.path, place: "line \(line)", reason: reason)
    }
    guard file.length <= Self.byteLimit else { throw malformed(1, "a header of more than a megabyte") }
    let bytes = try file.bytes(at: 0, count: Self.byteLimit)
    let lines = bytes.split(omittingEmptySubsequences: false) { $0 == 0x0A }.enumerated()
      .map { (number: $0.offset + 1, text: decodeHeaderText($0.element, limit: 1000)) }
      .filter { !$0.text.isEmpty && !$0.text.hasPrefix("#") }
    guard let first = lines.first else { throw malformed(1, "there is no record line") }
    let record = first.text.split(whereSeparator: \.isWhitespace)
    guard record.count >= 2, let count = Int(record[1]), (1...Self.signalLimit).contains(count) else {
      throw malformed(first.number, "the record line has no number of signals from 1 to \(Self.signalLimit)")
    }
    if record[0].contains("/") {
      throw malformed(first.number, "the record has segments; open the header of one of them")
    }
    // `frequency[/counter[(base)]]`: the counter numbers pages of a chart.
    var rate = Self.defaultFrameRate
    if record.count > 2 {
      let text = record[2].prefix { $0 != "/" }
      rate = Double(text).flatMap { SampleRate(hertz: $0) }
    }
    guard let rate else { throw malformed(first.number, "the sampling frequency is not a positive number") }
    frameRate = rate
    var announced: Int64?
    if record.count > 3 {
      guard let frames = Int64(record[3]), frames >= 0, frames < 1 << 40 else {
        throw malformed(first.number, "the number of samples is '\(record[3])'")
      }
      announced = frames > 0 ? frames : nil
    }
    announcedFrames = announced
    started = record.count > 5 ? Self.start(time: record[4], date: record[5]) : nil
    guard lines.count > count else {
      throw malformed(lines.last?.number ?? 1, "announces \(count) signals and describes \(lines.count - 1)")
    }
    var signals: [WFDBSignal] = []
    for (index, line) in lines[1...count].enumerated() {
      switch Self.signal(line.text, position: index + 1) {
      case .success(let signal): signals.append(signal)
      case .failure(let fault): throw malformed(line.number, fault.reason)
      }
    }
    self.signals = signals
  }

  private struct Fault: Error { let reason: String }

  private static func signal(_ line: String, position: Int) -> Result<WFDBSignal, Fault> {
    let fields = line.split(maxSplits: 8, whereSeparator: \.isWhitespace)
    guard fields.count >= 2 else { return .failure(Fault(reason: "a signal needs a file and a format")) }
    // Other names (paths, standard input) lead out of the record.
    guard !fields[0].contains("/"), fields[0] != "-", fields[0] != "~", fields[0] != ".." else {
      return .failure(Fault(reason: "the signal file '\(fields[0])' is not beside its header"))
    }
    // format[xsamples][:skew][+offset]
    var formatText = fields[1]
    let offset = suffix(of: &formatText, after: "+") ?? "0"
    let skew = suffix(of: &formatText, after: ":") ?? "0"
    let perFrame = suffix(of: &formatText, after: "x") ?? "1"
    guard let format = Int(formatText).flatMap(WFDBSampleFormat.init(rawValue:)) else {
      return .failure(Fault(reason: "the signal format is '\(formatText)'; 16, 24, 80 and 212 can be read"))
    }
    guard let samplesPerFrame = Int(perFrame), (1...100_000).contains(samplesPerFrame),
      let byteOffset = Int64(offset), (0...(1 << 48)).contains(byteOffset), let skew = Int(skew)
    else { return .failure(Fault(reason: "'\(fields[1])' is not a format with its extras")) }
    // gain[(baseline)][/units]
    var gainText = fields.count > 2 ? fields[2] : "0"
    let units = suffix(of: &gainText, after: "/") ?? "mV"
    let baselineText = suffix(of: &gainText, after: "(")
    var numbers: [Int] = []
    for text in fields.dropFirst(3).prefix(5) {
      guard let number = Int(text) else { break }
      numbers.append(number)
    }
    let zero = numbers.count > 1 ? numbers[1] : 0
    let baseline = baselineText.flatMap { Double($0.prefix { $0 != ")" }) } ?? Double(zero)
    guard let gain = Double(gainText), gain.isFinite, abs(gain) < 1e30, gain == 0 || abs(gain) > 1e-30,
      baselineText == nil || baselineText?.last == ")", abs(baseline) < 1e12
    else { return .failure(Fault(reason: "'\(fields[2])' is not a gain with its baseline and units")) }
    let resolution = numbers.first ?? 0
    return .success(
      WFDBSignal(
        position: position, fileName: String(fields[0]), format: format, samplesPerFrame: samplesPerFrame,
        skew: skew, byteOffset: byteOffset, gain: gain == 0 ? defaultGain : gain, baseline: baseline,
        units: String(units), rails: rails(bits: resolution, zero: zero),
        label: fields.count > 8 ? String(fields[8]) : ""))
  }

  /// Cuts `text` before the first `mark`; returns what followed it.
  private static func suffix(of text: inout Substring, after mark: Character) -> Substring? {
    guard let position = text.firstIndex(of: mark) else { return nil }
    defer { text = text[..<position] }
    return text[text.index(after: position)...]
  }

  private static func rails(bits: Int, zero: Int) -> ClosedRange<Int32>? {
    guard (1...24).contains(bits), abs(zero) <= 1 << 24 else { return nil }
    let half = 1 << (bits - 1)
    return Int32(zero - half)...Int32(zero + half - 1)
  }

  /// `hh:mm:ss` and `dd/mm/yyyy`.
  private static func start(time: Substring, date: Substring) -> String? {
    let time = time.split(separator: ":").map { Int($0.prefix { $0 != "." }) ?? -1 }
    let date = date.split(separator: "/").map { Int($0) ?? -1 }
    guard time.count == 3, date.count == 3 else { return nil }
    return CalendarTime(
      year: date[2], month: date[1], day: date[0], hour: time[0], minute: time[1], second: time[2])?.iso8601
  }
}
