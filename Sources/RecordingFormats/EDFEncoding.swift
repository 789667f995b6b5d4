public import Signals

/// How streams become the bytes of an EDF or BDF file: its header and its data records.
///
/// A value without a file: ``EDFWriter`` and the recorder of sessions write what it makes. Gain and offset are kept to about one
/// part in 10^6, what eight characters hold. EDF: Kemp et al., 1992. EDF+: Kemp and Olivan, 2003. BDF: BioSemi.
public struct EDFEncoding {
  /// The length of a data record in microseconds, which is exact.
  public var recordMicroseconds: Int64 { plan.microseconds }
  /// The frames of each stream in a data record.
  public var framesPerRecord: [Int] { plan.framesPerRecord }
  /// The bytes of a data record.
  public let recordByteCount: Int
  /// The bytes of the annotations in a data record; none in the plain kind.
  public let annotationByteCount: Int
  /// The bytes of the data record so far.
  public var record: [UInt8] { encoder.record }
  /// How many values were beyond what the sample width holds, and were written as the nearest that it does.
  public var clippedValues: Int64 { encoder.clippedValues }

  private let path: String
  private let settings: EDFWriter.Settings
  private let plan: EDFRecordPlan
  private let channels: [EDFChannelText]
  private let samplesPerRecord: [Int]
  private var encoder: EDFRecordEncoder

  /// Room for the record's time and some remarks; two thirds of a kilobyte with three-byte samples.
  private static let annotationSamples = 128
  /// Where the header has the number of data records.
  public static let recordCountOffset: Int64 = 236

  /// An encoding of `streams`; `path` is named in errors.
  ///
  /// - Throws: ``WritingError`` when the streams do not fit the format.
  public init(
    of streams: [StreamDescription], settings: EDFWriter.Settings, path: String
  ) throws(WritingError) {
    guard let plan = EDFRecordPlan(rates: streams.map(\.rate), near: settings.recordDuration.value) else {
      throw WritingError(
        .unsuitable, path: path, reason: "no data record of up to a minute holds whole samples of every rate")
    }
    var channels: [[EDFChannelText]] = []
    for stream in streams {
      channels.append([])
      for channel in stream.channels {
        guard let text = EDFChannelText(channel, of: stream, range: settings.variant.digitalRange) else {
          throw WritingError(
            .unsuitable, path: path,
            reason: "\(settings.variant.name) cannot hold the range of channel \(channel.label)")
        }
        channels[channels.count - 1].append(text)
      }
    }
    guard channels.joined().count < 9999 else {
      throw WritingError(.unsuitable, path: path, reason: "more than 9998 channels")
    }
    self.path = path
    self.settings = settings
    self.plan = plan
    self.channels = Array(channels.joined())
    samplesPerRecord = zip(streams, plan.framesPerRecord).flatMap { stream, frames in
      stream.channels.map { _ in frames }
    }
    let width = settings.variant.width.rawValue
    annotationByteCount = settings.variant.isPlus ? Self.annotationSamples * width : 0
    recordByteCount = samplesPerRecord.reduce(0, +) * width + annotationByteCount
    encoder = EDFRecordEncoder(variant: settings.variant, fillers: channels.map { $0.map(\.filler) })
  }

  /// The header of a file that begins at the wall clock `started`, ISO 8601, and goes on until the number of its data records is
  /// written over ``recordCountOffset``.
  ///
  /// - Throws: ``WritingError`` when the start is no date and time.
  public func header(started: String?, recording: String) throws(WritingError) -> [UInt8] {
    let start = started.flatMap(CalendarTime.init(iso8601:))
    if let started, start == nil {
      throw WritingError(
        .unsuitable, path: path, reason: "the start '\(printable(started))' is not a date and time")
    }
    var settings = settings
    settings.recording = recording
    return EDFHeaderText(
      settings: settings, start: start, plan: plan, channels: channels, samplesPerRecord: samplesPerRecord,
      annotationSamples: settings.variant.isPlus ? Self.annotationSamples : nil
    ).bytes
  }

  /// The number of data records as the header has it; -1 while it is not known.
  public static func recordCount(_ count: Int64?) -> [UInt8] { Array(EDFHeaderText.recordCount(count).utf8) }

  /// Begins another data record.
  public mutating func restart() { encoder.restart() }

  /// Adds the channels of a stream from the interleaved frames of a record; ``Block/missing`` becomes digital zero.
  public mutating func append(_ frames: [Int32], of stream: Int) { encoder.append(frames, of: stream) }

  /// Adds the annotations of the record.
  public mutating func append(_ annotations: [UInt8]) { encoder.append(annotations) }

  /// The runs of frames whose values are all missing.
  func absentRuns(in frames: [Int32], of stream: Int) -> [Range<Int>] {
    encoder.absentRuns(in: frames, of: stream)
  }
}
