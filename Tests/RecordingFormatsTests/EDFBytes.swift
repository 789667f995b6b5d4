/// An EDF file as bytes, built field by field, so that a test can spoil any of them.
struct EDFBytes {
  struct Signal {
    var label = "EMG RF"
    var dimension: [UInt8] = Array("uV".utf8)
    var physical = ("-3200", "3200")
    var digital = ("-32768", "32767")
    var samples = "4"
    /// The bytes of each record.
    var records: [[UInt8]] = []
  }

  var version: [UInt8] = Array("0       ".utf8)
  var recording = ""
  var date = "02.01.26"
  var time = "22.15.00"
  var headerBytes: String?
  var reserved = ""
  var recordCount: String?
  var duration = "1"
  var signalCount: String?
  var signals: [Signal]

  /// The file's bytes; every signal must have the same number of records.
  var bytes: [UInt8] {
    var bytes = version
    func add(_ text: some Collection<UInt8>, _ width: Int) {
      bytes += text + [UInt8](repeating: 0x20, count: width - text.count)
    }
    let records = signals.first?.records.count ?? 0
    add("".utf8, 80)
    add(recording.utf8, 80)
    add(date.utf8, 8)
    add(time.utf8, 8)
    add((headerBytes ?? String(256 * (signals.count + 1))).utf8, 8)
    add(reserved.utf8, 44)
    add((recordCount ?? String(records)).utf8, 8)
    add(duration.utf8, 8)
    add((signalCount ?? String(signals.count)).utf8, 4)
    for signal in signals { add(signal.label.utf8, 16) }
    for _ in signals { add("".utf8, 80) }
    for signal in signals { add(signal.dimension, 8) }
    for signal in signals { add(signal.physical.0.utf8, 8) }
    for signal in signals { add(signal.physical.1.utf8, 8) }
    for signal in signals { add(signal.digital.0.utf8, 8) }
    for signal in signals { add(signal.digital.1.utf8, 8) }
    for _ in signals { add("".utf8, 80) }
    for signal in signals { add(signal.samples.utf8, 8) }
    for _ in signals { add("".utf8, 32) }
    for record in 0..<records { for signal in signals { bytes += signal.records[record] } }
    return bytes
  }

  /// One muscle signal of `samples` samples a record, counting up from 0 over all records.
  static func counting(records: Int = 3, samples: Int = 4) -> EDFBytes {
    var signal = Signal()
    signal.samples = String(samples)
    signal.records = (0..<records).map { record in
      (0..<samples).flatMap { sample in
        let value = UInt16(truncatingIfNeeded: record * samples + sample)
        return [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)]
      }
    }
    return EDFBytes(signals: [signal])
  }

  /// Adds an annotation signal with the lists of each record, `|` for 0x14, `~` for 0x15 and `_` for 0.
  mutating func annotate(_ lists: [String], reserved: String, byteCount: Int = 80) {
    self.reserved = reserved
    signals.append(
      Signal(
        label: "EDF Annotations", dimension: [], physical: ("-1", "1"), samples: String(byteCount / 2),
        records: lists.map { list in
          let bytes = list.utf8.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "|"): 0x14
            case UInt8(ascii: "~"): 0x15
            case UInt8(ascii: "_"): 0
            default: byte
            }
          }
          return bytes + [UInt8](repeating: 0, count: byteCount - bytes.count)
        }))
  }
}
