internal import FoundationEssentials

/// The devices that the second line of an OpenSignals text file describes.
struct OpenSignalsHeader {
  /// One device, what its columns are and what is on them; everything may be absent.
  struct Device: Decodable {
    var columns: [String] = []
    var labels: [String] = []
    var sensors: [String] = []
    var bits: [Int] = []
    var rate: Double?
    var kind = ""
    var comments = ""
    var date = ""
    var time = ""

    private struct Key: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Key.self)
      // A field of another type than expected says as little as an absent one.
      func field<Value: Decodable>(_ name: String, _ type: Value.Type) -> Value? {
        try? fields.decode(type, forKey: Key(stringValue: name))
      }
      columns = field("column", [String].self) ?? []
      labels = field("label", [String].self) ?? []
      sensors = field("sensor", [String].self) ?? []
      bits = field("resolution", [Int].self) ?? []
      rate = field("sampling rate", Double.self)
      kind = field("device", String.self) ?? ""
      comments = field("comments", String.self) ?? ""
      date = field("date", String.self) ?? ""
      time = field("time", String.self) ?? ""
    }

    /// Whether it is a BITalino, whose front ends differ from those of the other PLUX devices.
    var isBitalino: Bool { kind.lowercased().hasPrefix("bitalino") }

    /// The resolution of the channel number `channel`, which is in the column `column` of the device.
    func resolution(channel: Int, column: Int) -> Int? {
      let index = bits.count == columns.count && bits.count > labels.count ? column : channel
      return bits.indices.contains(index) && (1...30).contains(bits[index]) ? bits[index] : nil
    }

    /// The muscle that the comment names for a channel: `ch1_flexor_digitorum` is on the channel 1.
    func site(channel: Int) -> String? {
      let start = "ch\(channel + 1)_"
      let word = comments.split { $0.isWhitespace }.first { $0.lowercased().hasPrefix(start) }
      guard let name = word?.dropFirst(start.count), !name.isEmpty else { return nil }
      return String(name.map { $0 == "_" ? " " : $0 })
    }
  }

  /// The devices in the order of their columns.
  var devices: [Device]

  /// Reads the JSON of a header line; nil where it is none.
  init?(json: String) {
    guard let named = try? JSONDecoder().decode([String: Device].self, from: Data(json.utf8)) else {
      return nil
    }
    // A JSON object has no order, but the columns follow that of the text.
    func place(_ name: String) -> Int {
      json.range(ofFirst: "\"\(name)\"").map { json.utf8.distance(from: json.startIndex, to: $0.lowerBound) }
        ?? Int.max
    }
    devices = named.map { (place($0.key), $0.key, $0.value) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }
}
