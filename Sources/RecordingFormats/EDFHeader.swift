internal import Signals

/// One signal of an EDF file, as its header tells it.
struct EDFSignal {
  /// Its number from 1.
  let position: Int
  let label: String
  /// The dimension as it is written, such as `uV`.
  let dimension: String
  let physicalMinimum, physicalMaximum: Double
  let digitalMinimum, digitalMaximum: Int32
  let samplesPerRecord: Int
  /// Where its samples begin in a data record.
  let byteOffset: Int
  let isAnnotation: Bool

  /// Where it stands in the header, for messages.
  func place(byte: Int) -> String { EDFFields.place(signal: position, label: label, byte: byte) }
}

/// The header of an EDF or BDF file.
///
/// Every field is text of a fixed width: 256 bytes for the file, then 256 for each signal, field by field.
struct EDFHeader {
  let variant: EDFVariant
  /// What it says of the recording: start date, code, technician, equipment.
  let recording: String
  /// The wall clock at the start, ISO 8601.
  let started: String?
  /// How many data records the file says it has; nil while it is still being recorded.
  let announcedRecords: Int64?
  /// The length of a data record in seconds, as it is written.
  let recordDuration: ExactDecimal
  let signals: [EDFSignal]
  let byteCount: Int
  let recordByteCount: Int

  /// The greatest number of signals that is taken for meant.
  private static let signalLimit = 10_000

  init(file: ByteFile) throws(RecordingError) {
    var fields = EDFFields(path: file.path, bytes: try file.bytes(at: 0, count: 256))
    guard fields.bytes.count == 256 else {
      throw fields.malformed(at: fields.bytes.count, "the file ends within its header of 256 bytes")
    }
    let width: EDFVariant.SampleWidth = fields.bytes[0] == 0xFF ? .three : .two
    variant = EDFVariant(width, Self.continuity(of: fields.text(192, 44)))
    recording = fields.text(88, 80)
    started =
      CalendarTime(startDate: fields.text(168, 8), startTime: fields.text(176, 8), recording: recording)?
      .iso8601
    let records = try fields.integer(236, "number of data records")
    guard records >= -1 else {
      throw fields.malformed(at: 236, "the number of data records is \(records)")
    }
    announcedRecords = records == -1 ? nil : Int64(records)
    recordDuration = try fields.decimal(244, "duration of a data record")
    let signalCount = try fields.integer(252, width: 4, "number of signals")
    guard (1...Self.signalLimit).contains(signalCount) else {
      throw fields.malformed(
        at: 252, "announces \(signalCount) signals, which is not from 1 to \(Self.signalLimit)")
    }
    byteCount = 256 * (signalCount + 1)
    let told = try fields.integer(184, "number of bytes in the header")
    guard told == byteCount else {
      throw fields.malformed(
        at: 184, "says the header has \(told) bytes; with \(signalCount) signals it has \(byteCount)")
    }
    fields = EDFFields(path: file.path, bytes: try file.bytes(at: 0, count: byteCount))
    guard fields.bytes.count == byteCount else {
      throw fields.malformed(
        at: fields.bytes.count,
        "the file ends within its header of \(byteCount) bytes for \(signalCount) signals")
    }
    signals = try Self.signals(of: fields, count: signalCount, variant: variant)
    // At most 10^4 signals of 10^8 samples of three bytes: no overflow.
    recordByteCount = signals.reduce(0) { $0 + $1.samplesPerRecord * width.rawValue }
    if recordDuration.mantissa <= 0, signals.contains(where: { !$0.isAnnotation }) {
      throw fields.malformed(at: 244, "a data record lasts \(recordDuration.value) s")
    }
  }

  private static func continuity(of reserved: String) -> EDFVariant.Continuity {
    if reserved.hasPrefix("EDF+D") || reserved.hasPrefix("BDF+D") { return .discontinuous }
    return reserved.hasPrefix("EDF+C") || reserved.hasPrefix("BDF+C") ? .continuous : .plain
  }

  private static func signals(
    of fields: EDFFields, count: Int, variant: EDFVariant
  ) throws(RecordingError) -> [EDFSignal] {
    var signals: [EDFSignal] = []
    signals.reserveCapacity(count)
    var byteOffset = 0
    for index in 0..<count {
      var fields = fields
      let label = fields.text(256 + 16 * index, 16)
      fields.signal = (position: index + 1, label: label)
      // Each field of all signals is stored together, after that field's predecessors of all signals.
      func at(_ predecessors: Int) -> Int { 256 + predecessors * count + 8 * index }
      let samples = try fields.integer(at(216), "number of samples in a data record")
      guard samples > 0 else {
        throw fields.malformed(at: at(216), "has \(samples) samples in a data record")
      }
      signals.append(
        EDFSignal(
          position: index + 1, label: label, dimension: fields.text(at(96), 8),
          physicalMinimum: try fields.real(at(104), "physical minimum"),
          physicalMaximum: try fields.real(at(112), "physical maximum"),
          digitalMinimum: try fields.digital(at(120), "digital minimum"),
          digitalMaximum: try fields.digital(at(128), "digital maximum"),
          samplesPerRecord: samples, byteOffset: byteOffset,
          isAnnotation: label == variant.annotationLabel))
      byteOffset += samples * variant.width.rawValue
    }
    return signals
  }
}
