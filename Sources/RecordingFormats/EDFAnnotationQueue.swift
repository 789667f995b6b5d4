public import Signals

/// Annotations that wait for room in a data record, as the bytes of time-stamped annotation lists.
///
/// Times count from the first sample of index 0; a file that begins later tells its own start as `origin`.
public struct EDFAnnotationQueue {
  /// The bytes of the annotation signal in a record.
  public let byteCount: Int
  private var waiting: [Annotation] = []
  private var latestSkip: Annotation?

  /// What the field's programs, MNE among them, take for a span without data.
  private static let skip = "BAD_ACQ_SKIP"
  /// The longest time-keeping list.
  private static let timeRoom = 32

  /// An empty queue for records with `byteCount` bytes of annotations; zero where there are none.
  public init(byteCount: Int) { self.byteCount = byteCount }

  /// Whether nothing waits.
  public var isEmpty: Bool { waiting.isEmpty }

  /// Adds a remark; a text that no record has room for is cut.
  public mutating func append(_ annotation: Annotation) { waiting.append(annotation) }

  /// Adds a span without data, once when several streams lack the same.
  public mutating func appendSkip(onset: Seconds, duration: Seconds) {
    let span = Annotation(onset: onset, duration: duration, text: Self.skip)
    guard span != latestSkip else { return }
    latestSkip = span
    waiting.append(span)
  }

  /// Forgets what ended before `time`: the file that it was for goes on without it.
  public mutating func removeAll(before time: Seconds) {
    waiting.removeAll { $0.onset + ($0.duration ?? 0) < time }
  }

  /// The bytes of a record that begins at `microseconds`: its time, and what of the queue finds room.
  ///
  /// In the file times count from `origin`.
  public mutating func takeRecord(at microseconds: Int64, origin: Int64 = 0) -> [UInt8] {
    var bytes = Self.stamp(microseconds - origin) + [0x14, 0x14, 0]
    var taken = 0
    for annotation in waiting {
      let list = list(of: annotation, origin: origin)
      guard bytes.count + list.count <= byteCount else { break }
      bytes += list
      taken += 1
    }
    waiting.removeFirst(taken)
    return bytes + [UInt8](repeating: 0, count: byteCount - bytes.count)
  }

  private func list(of annotation: Annotation, origin: Int64) -> [UInt8] {
    var bytes = Self.stamp(Self.microseconds(annotation.onset) - origin)
    if let duration = annotation.duration {
      bytes += [0x15] + EDFRecordPlan.text(microseconds: max(0, Self.microseconds(duration))).utf8
    }
    bytes.append(0x14)
    let room = byteCount - Self.timeRoom - bytes.count - 2
    for scalar in printable(annotation.text, limit: 400).unicodeScalars {
      let encoded = UTF8.encode(scalar).map(Array.init) ?? []
      if encoded.count > room - bytes.count { break }
      bytes += encoded
    }
    return bytes + [0x14, 0]
  }

  private static func stamp(_ microseconds: Int64) -> [UInt8] {
    Array(((microseconds < 0 ? "" : "+") + EDFRecordPlan.text(microseconds: microseconds)).utf8)
  }

  private static func microseconds(_ time: Seconds) -> Int64 {
    Int64(exactly: (min(max(time.value, -1e12), 1e12) * 1e6).rounded()) ?? 0
  }
}
