internal import Signals

/// A channel as an EDF header describes it: a digital range and the physical range it stands for.
struct EDFChannelText {
  let label: String
  let dimension: String
  let physicalMinimum, physicalMaximum: String
  let digital: ClosedRange<Int32>

  /// Eight characters hold about seven digits: of the spellings of the unit the one that loses least is taken.
  init?(_ channel: ChannelDescription, of stream: StreamDescription, range: ClosedRange<Int32>) {
    digital = channel.rails ?? range
    guard digital.lowerBound < digital.upperBound, range.contains(digital.lowerBound),
      range.contains(digital.upperBound)
    else { return nil }
    label = Self.label(of: channel, in: stream)
    let low = channel.physical(digital.lowerBound)
    let high = channel.physical(digital.upperBound)
    var best: (error: Double, dimension: String, low: String, high: String)?
    for (dimension, factor) in Self.spellings(of: stream.unit) {
      guard let lowText = Self.text(of: low * factor), let highText = Self.text(of: high * factor),
        let lowRead = Double(lowText), let highRead = Double(highText), lowRead != highRead
      else { continue }
      let error = max(abs(lowRead - low * factor), abs(highRead - high * factor)) / abs(high - low) / factor
      if error < (best?.error ?? .infinity) { best = (error, dimension, lowText, highText) }
    }
    // A range that does not reach one in a thousand is not the channel's range any more.
    guard let best, best.error < 1e-3 else { return nil }
    dimension = best.dimension
    physicalMinimum = best.low
    physicalMaximum = best.high
  }

  /// The value written where a sample is absent: digital zero, or the middle where zero is out of range.
  var filler: Int32 {
    digital.contains(0) ? 0 : Int32((Int64(digital.lowerBound) + Int64(digital.upperBound)) / 2)
  }

  private static func spellings(of unit: PhysicalUnit) -> [(String, Double)] {
    switch unit {
    case .volt: [("uV", 1e6), ("mV", 1e3), ("nV", 1e9), ("V", 1)]
    case .standardGravity: [("g", 1), ("mg", 1e3)]
    case .degreesPerSecond, .degree, .count: [(unit.rawValue, 1)]
    }
  }

  /// EDF labels begin with the kind of signal ("EMG RF"); one that tells it already stays as it is.
  private static func label(of channel: ChannelDescription, in stream: StreamDescription) -> String {
    let verdict = SignalClassifier(options: ReadingOptions())
      .verdict(label: channel.label, unit: stream.unit, position: 0)
    switch (stream.kind, verdict) {
    case (.emg, .emg), (.accelerometer, .accelerometer), (.gyroscope, .gyroscope): return channel.label
    case (.emg, _): return "EMG \(channel.label)"
    case (.accelerometer, _): return "ACC \(channel.label)"
    case (.gyroscope, _): return "GYR \(channel.label)"
    }
  }

  /// The number in at most eight characters, as exact as they allow; nil for one too large.
  private static func text(of value: Double) -> String? {
    for decimals in stride(from: 7, through: 0, by: -1) {
      var scale = 1.0
      for _ in 0..<decimals { scale *= 10 }
      guard let scaled = Int64(exactly: (value * scale).rounded()) else { continue }
      var digits = String(scaled.magnitude)
      if decimals > 0 {
        digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        var fraction = digits.suffix(decimals)
        while fraction.last == "0" { fraction.removeLast() }
        digits = digits.dropLast(decimals) + (fraction.isEmpty ? "" : "." + fraction)
      }
      let text = (scaled < 0 ? "-" : "") + digits
      if text.utf8.count <= 8 { return text }
    }
    return nil
  }
}

/// The bytes of an EDF header.
struct EDFHeaderText {
  private(set) var bytes: [UInt8] = []

  /// Where the number of data records is written, and how wide.
  static let recordCountOffset: Int64 = 236

  init(
    settings: EDFWriter.Settings, start: CalendarTime?, plan: EDFRecordPlan, channels: [EDFChannelText],
    samplesPerRecord: [Int], annotationSamples: Int?
  ) {
    let variant = settings.variant
    let signalCount = channels.count + (annotationSamples == nil ? 0 : 1)
    bytes += variant.version
    add(Self.patient(settings), 80)
    add(Self.recording(settings, start: start), 80)
    add(start?.edfDate ?? "01.01.85", 8)
    add(start?.edfTime ?? "00.00.00", 8)
    add(String(256 * (signalCount + 1)), 8)
    add(variant.reserved, 44)
    add(Self.recordCount(nil), 8)
    add(EDFRecordPlan.text(microseconds: plan.microseconds), 8)
    add(String(signalCount), 4)
    let range = variant.digitalRange
    func column(_ width: Int, _ annotation: String, _ text: (EDFChannelText) -> String) {
      for channel in channels { add(text(channel), width) }
      if annotationSamples != nil { add(annotation, width) }
    }
    column(16, variant.annotationLabel) { $0.label }
    column(80, "") { _ in "" }
    column(8, "") { $0.dimension }
    column(8, "-1") { $0.physicalMinimum }
    column(8, "1") { $0.physicalMaximum }
    column(8, String(range.lowerBound)) { String($0.digital.lowerBound) }
    column(8, String(range.upperBound)) { String($0.digital.upperBound) }
    column(80, "") { _ in settings.prefilter }
    for samples in samplesPerRecord + (annotationSamples.map { [$0] } ?? []) { add(String(samples), 8) }
    column(32, "") { _ in "" }
  }

  /// The number of data records as it is written; -1 while they are still being recorded.
  static func recordCount(_ count: Int64?) -> String {
    let text = String(count ?? -1)
    return text + String(repeating: " ", count: max(0, 8 - text.utf8.count))
  }

  /// The plus kind prescribes code, sex, birthday and name, `X` for what is not known.
  private static func patient(_ settings: EDFWriter.Settings) -> String {
    guard settings.variant.isPlus else { return settings.patient }
    return "X X X \(subfield(settings.patient))"
  }

  /// The plus kind prescribes the start, and then the administration's code, the technician, the equipment.
  private static func recording(_ settings: EDFWriter.Settings, start: CalendarTime?) -> String {
    guard settings.variant.isPlus else { return settings.recording }
    return "Startdate \(start?.edfPlusDate ?? "X") X X \(subfield(settings.recording))"
  }

  private static func subfield(_ text: String) -> String {
    text.isEmpty ? "X" : String(text.map { $0 == " " ? "_" : $0 })
  }

  private mutating func add(_ text: String, _ width: Int) {
    // The standard allows printable ASCII alone.
    let ascii = text.unicodeScalars.prefix(width).map { scalar in
      (0x20...0x7E).contains(scalar.value) ? UInt8(scalar.value) : UInt8(ascii: "_")
    }
    bytes += ascii + [UInt8](repeating: 0x20, count: width - ascii.count)
  }
}
