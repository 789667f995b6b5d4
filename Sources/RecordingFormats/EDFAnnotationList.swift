internal import Signals

/// Reads time-stamped annotation lists, the content of an annotation signal in one data record.
///
/// `+onset[0x15 duration]0x14 text 0x14 [text 0x14 …]0x00`, in ASCII and UTF-8 (EDF+, 2.2.4). The first list
/// of the first annotation signal begins with an empty text and keeps the record's time.
struct EDFAnnotationList {
  /// The onset of the first list: the time of the data record when it is the time-keeping one.
  private(set) var firstOnset: ExactDecimal?
  /// The remarks with a text; onsets as they are written, from the file's start time.
  private(set) var annotations: [Annotation] = []
  /// How many lists could not be understood.
  private(set) var faults = 0

  private static let durationMark: UInt8 = 0x15
  private static let textMark: UInt8 = 0x14

  init(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    var isFirst = true
    while let start = rest.firstIndex(where: { $0 != 0 }) {
      rest = rest[start...]
      // A list without its end was cut.
      guard let end = rest.firstIndex(of: 0) else {
        faults += 1
        return
      }
      read(rest[..<end], isFirst: isFirst)
      isFirst = false
      rest = rest[(end + 1)...]
    }
  }

  private mutating func read(_ list: Slice<UnsafeRawBufferPointer>, isFirst: Bool) {
    guard let stampEnd = list.firstIndex(of: Self.textMark), list.last == Self.textMark else {
      faults += 1
      return
    }
    let stamp = list[..<stampEnd].split(separator: Self.durationMark, omittingEmptySubsequences: false)
    // The sign tells an onset from stray digits.
    guard let sign = list.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      stamp.count <= 2, let onset = ExactDecimal(stamp[0])
    else {
      faults += 1
      return
    }
    var duration: Seconds?
    if stamp.count == 2 {
      guard let written = ExactDecimal(stamp[1]), written.mantissa >= 0 else {
        faults += 1
        return
      }
      duration = Seconds(written.value)
    }
    if isFirst { firstOnset = onset }
    let texts = list[(stampEnd + 1)...]
    for text in texts.split(separator: Self.textMark) {
      annotations.append(
        Annotation(
          onset: Seconds(onset.value), duration: duration, text: decodeHeaderText(text, limit: 400)))
    }
  }
}
