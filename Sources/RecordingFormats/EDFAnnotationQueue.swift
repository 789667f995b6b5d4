internal import Signals

/// Annotations that wait for room in a data record, as the bytes of time-stamped annotation lists.
struct EDFAnnotationQueue {
  /// The bytes of the annotation signal in a record.
  let byteCount: Int
  private var waiting: [[UInt8]] = []
  private var latestSkip: [UInt8] = []

  /// What the field's programs, MNE among them, take for a span without data.
  private static let skip = "BAD_ACQ_SKIP"
  /// The longest time-keeping list.
  private static let timeRoom = 32

  init(byteCount: Int) { self.byteCount = byteCount }

  var isEmpty: Bool { waiting.isEmpty }

  /// Adds a remark; a text that no record has room for is cut.
  mutating func append(_ annotation: Annotation) { waiting.append(list(of: annotation)) }

  /// Adds a span without data, once when several streams lack the same.
  mutating func appendSkip(onset: Seconds, duration: Seconds) {
    let bytes = list(of: Annotation(onset: onset, duration: duration, text: Self.skip))
    guard bytes != latestSkip else { return }
    latestSkip = bytes
    waiting.append(bytes)
  }

  /// The bytes of a record that begins at `microseconds`: its time, and what of the queue finds room.
  mutating func takeRecord(at microseconds: Int64) -> [UInt8] {
    var bytes = Self.stamp(microseconds) + [0x14, 0x14, 0]
    var taken = 0
    for list in waiting {
      guard bytes.count + list.count <= byteCount else { break }
      bytes += list
      taken += 1
    }
    waiting.removeFirst(taken)
    return bytes + [UInt8](repeating: 0, count: byteCount - bytes.count)
  }

  private func list(of annotation: Annotation) -> [UInt8] {
    var bytes = Self.stamp(Self.microseconds(annotation.onset))
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
