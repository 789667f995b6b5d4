internal import Signals

/// What of an EDF file is delivered: its streams, its annotation signals, and how many records there are.
struct EDFLayout {
  let description: SourceDescription
  /// The signals of each stream, in the order of its channels.
  let channels: [[EDFSignal]]
  let framesPerRecord: [Int]
  let annotationSignals: [EDFSignal]
  /// Whole data records in the file.
  let recordCount: Int64
  /// Frames of each stream in the incomplete data record after the whole ones.
  let partialFrames: [Int]
  /// Where the last data record ends in the file.
  let dataEnd: Int64
  /// What is wrong with the length of the file.
  let damage: DamageLog

  init(_ header: EDFHeader, file: ByteFile, options: ReadingOptions) throws(RecordingError) {
    let signals = header.signals.filter { !$0.isAnnotation }
    annotationSignals = header.signals.filter(\.isAnnotation)
    let candidates = try Self.candidates(signals, of: header, path: file.path)
    let grouping = try StreamGrouping(candidates, options: options, path: file.path)
    channels = grouping.members.map { $0.map { signals[$0] } }
    framesPerRecord = channels.map { $0.first?.samplesPerRecord ?? 0 }
    for signal in channels.joined() { try Self.checkRange(of: signal, path: file.path) }

    let dataBytes = file.length - Int64(header.byteCount)
    let recordBytes = Int64(header.recordByteCount)
    let (wholeRecords, tailBytes) = dataBytes.quotientAndRemainder(dividingBy: recordBytes)
    let announced = header.announcedRecords ?? wholeRecords
    recordCount = min(wholeRecords, announced)
    guard recordCount > 0 else {
      let reason =
        header.announcedRecords == 0
        ? "announces no data records"
        : "no data record is complete: one takes \(recordBytes) bytes and \(dataBytes) follow the header"
      throw RecordingError(.malformed, path: file.path, place: "byte \(header.byteCount)", reason: reason)
    }
    let isCut = header.announcedRecords == nil ? tailBytes > 0 : wholeRecords < announced
    var damage = DamageLog()
    partialFrames = Self.partialFrames(
      of: channels, tailBytes: isCut ? tailBytes : 0, width: header.variant.width)
    if isCut {
      let claim = header.announcedRecords.map { "announces \($0) data records and ends" } ?? "ends"
      damage.note(
        tailBytes > 0
          ? "\(claim) within record \(wholeRecords + 1)" : "\(claim) after record \(wholeRecords)")
    } else if dataBytes > recordCount * recordBytes {
      damage.note(
        "announces \(announced) data records; \(dataBytes - recordCount * recordBytes) bytes follow them, unused"
      )
    }
    self.damage = damage
    dataEnd = isCut ? file.length : Int64(header.byteCount) + recordCount * recordBytes
    let partial = header.announcedRecords == nil ? partialFrames : partialFrames.map { _ in 0 }
    description = SourceDescription(
      format: header.variant.name, started: header.started, streams: grouping.streams,
      announcedFrames: zip(framesPerRecord, partial).map { announced * Int64($0) + Int64($1) },
      guesses: grouping.guesses, ignored: grouping.ignored)
  }

  private static func candidates(
    _ signals: [EDFSignal], of header: EDFHeader, path: String
  ) throws(RecordingError) -> [SignalCandidate] {
    var candidates: [SignalCandidate] = []
    for signal in signals {
      guard let rate = header.recordDuration.rate(of: signal.samplesPerRecord) else {
        throw RecordingError(
          .malformed, path: path, place: "header of signal \(signal.position) (\(signal.label))",
          reason:
            "\(signal.samplesPerRecord) samples in \(header.recordDuration.value) s are no sampling rate")
      }
      let steps = Double(signal.digitalMaximum) - Double(signal.digitalMinimum)
      let gain = (signal.physicalMaximum - signal.physicalMinimum) / steps
      candidates.append(
        SignalCandidate(
          position: signal.position, label: signal.label, dimension: signal.dimension, rate: rate, gain: gain,
          offset: signal.physicalMinimum - gain * Double(signal.digitalMinimum),
          rails: signal.digitalMinimum < signal.digitalMaximum
            ? signal.digitalMinimum...signal.digitalMaximum : nil))
    }
    return candidates
  }

  /// Only signals that are used must have a range: unused inputs are often left at zero.
  private static func checkRange(of signal: EDFSignal, path: String) throws(RecordingError) {
    let place = "header of signal \(signal.position) (\(signal.label))"
    if signal.digitalMaximum <= signal.digitalMinimum {
      throw RecordingError(
        .malformed, path: path, place: place,
        reason:
          "the digital maximum \(signal.digitalMaximum) is not above the minimum \(signal.digitalMinimum)")
    }
    // Differences that vanish or overflow leave no gain either.
    let range = signal.physicalMaximum - signal.physicalMinimum
    let magnitude = abs(range)
    if !magnitude.isFinite || magnitude < 1e-100 || magnitude > 1e100 || abs(signal.physicalMinimum) > 1e100 {
      throw RecordingError(
        .malformed, path: path, place: place,
        reason: "the physical range from \(signal.physicalMinimum) to \(signal.physicalMaximum) gives no gain"
      )
    }
  }

  /// A cut record holds the first signals whole, then a part of one: of a stream, the frames all channels have.
  private static func partialFrames(
    of channels: [[EDFSignal]], tailBytes: Int64, width: EDFVariant.SampleWidth
  ) -> [Int] {
    channels.map { channels in
      channels.map { signal in
        let bytes = max(0, tailBytes - Int64(signal.byteOffset))
        return min(signal.samplesPerRecord, Int(bytes) / width.rawValue)
      }.min() ?? 0
    }
  }
}
