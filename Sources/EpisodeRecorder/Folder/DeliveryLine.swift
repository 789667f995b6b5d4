internal import Foundation
public import Signals

/// A line of `delivery.jsonl`: what a source delivered that a BDF file has no exact place for.
///
/// A line is written before the samples that it speaks of, so that no cut leaves samples without it. What it says of samples that
/// were never written does no harm.
public enum DeliveryLine: Hashable, Sendable {
  /// Frames of a stream are absent.
  case gap(stream: Int, first: Int64, count: Int64, cause: GapCause)
  /// Values of a channel are blank within frames that arrived.
  case blank(stream: Int, channel: Int, first: Int64, count: Int64)
  /// A stream has ended: what follows this frame in its last data record is filling.
  case end(stream: Int, first: Int64)
  /// A remark that came before the frame `first` of stream 0.
  case note(first: Int64, Annotation)
  /// Data records that the recorder did not write: a full disk, or what belongs to no episode.
  case notStored(firstRecord: Int64, count: Int64)
  /// Where the wearable's time lies, as far as it was known by then.
  case clock(SessionClock)

  /// The line, with its line feed.
  public var bytes: [UInt8] {
    var text: String
    switch self {
    case .gap(let stream, let first, let count, let cause):
      text =
        #"{"type":"gap","stream":\#(stream),"first":\#(first),"count":\#(count),"cause":"\#(cause.rawValue)"}"#
    case .blank(let stream, let channel, let first, let count):
      text =
        #"{"type":"blank","stream":\#(stream),"channel":\#(channel),"first":\#(first),"count":\#(count)}"#
    case .end(let stream, let first):
      text = #"{"type":"end","stream":\#(stream),"first":\#(first)}"#
    case .note(let first, let note):
      let words = (try? JSONEncoder().encode(note.text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
      text = #"{"type":"note","first":\#(first),"onset_s":\#(note.onset.value)"#
      if let duration = note.duration { text += #","duration_s":\#(duration.value)"# }
      text += #","text":\#(words)}"#
    case .notStored(let first, let count):
      text = #"{"type":"not_stored","first_record":\#(first),"count":\#(count)}"#
    case .clock(let clock):
      text = #"{"type":"clock","offset_s":\#(clock.offset)"#
      if let drift = clock.drift { text += #","drift_ppm":\#(drift)"# }
      if let jitter = clock.jitter { text += #","jitter_ms":\#(jitter)"# }
      text += "}"
    }
    text += "\n"
    return Array(text.utf8)
  }

  /// The line that `text` holds; nil of one that was cut off, or of a later version.
  public init?(_ text: some Sequence<UInt8>) {
    guard let fields = try? JSONDecoder().decode(Fields.self, from: Data(text)) else { return nil }
    let range = (fields.stream ?? 0, fields.first ?? 0, fields.count ?? 0)
    guard range.0 >= 0, range.1 >= 0, range.2 >= 0, range.1 <= Self.largest, range.2 <= Self.largest else {
      return nil
    }
    switch fields.type {
    case "gap":
      guard let cause = fields.cause.flatMap(GapCause.init) else { return nil }
      self = .gap(stream: range.0, first: range.1, count: range.2, cause: cause)
    case "blank":
      guard let channel = fields.channel, channel >= 0 else { return nil }
      self = .blank(stream: range.0, channel: channel, first: range.1, count: range.2)
    case "end": self = .end(stream: range.0, first: range.1)
    case "note":
      guard let onset = fields.onset_s, let words = fields.text else { return nil }
      self = .note(
        first: range.1,
        Annotation(onset: Seconds(onset), duration: fields.duration_s.map { Seconds($0) }, text: words))
    case "not_stored":
      guard let first = fields.first_record, (0...Self.largest).contains(first) else { return nil }
      self = .notStored(firstRecord: first, count: range.2)
    case "clock":
      guard let offset = fields.offset_s, abs(offset) <= EventLog.longest else { return nil }
      self = .clock(SessionClock(offset: offset, drift: fields.drift_ppm, jitter: fields.jitter_ms))
    default: return nil
    }
  }

  /// An index that no recording reaches: sums of two do not overflow.
  private static let largest = Int64(1) << 60

  private struct Fields: Decodable {
    var type: String
    var stream: Int?
    var channel: Int?
    var first: Int64?
    var count: Int64?
    var cause: String?
    var onset_s: Double?
    var duration_s: Double?
    var text: String?
    var first_record: Int64?
    var offset_s: Double?
    var drift_ppm: Double?
    var jitter_ms: Double?
  }
}
