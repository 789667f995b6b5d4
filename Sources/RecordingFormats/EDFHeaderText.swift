internal import Signals

/// The bytes of an EDF header.
struct EDFHeaderText {
  private(set) var bytes: [UInt8] = []

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
