extension Truth {
  /// Reads an `ID.json` of the benchmark; nil when it is a JSON object without `events`, and so no truth.
  ///
  /// `file` is named in the error, which is thrown when the text is not JSON or a field that the score needs
  /// is missing, of the wrong type or impossible.
  public init?(json bytes: some Sequence<UInt8>, file: String) throws(ScoringError) {
    let bytes = Array(bytes)
    guard try decode(Probe.self, from: bytes, file: file).holdsEvents else { return nil }
    self = try decode(Truth.self, from: bytes, file: file)
  }
}

/// Tells a truth from another JSON file that lies beside it.
private struct Probe: Decodable {
  var holdsEvents: Bool

  init(from decoder: any Decoder) throws {
    holdsEvents = try decoder.container(keyedBy: Key.self).contains(.events)
  }

  private enum Key: CodingKey { case events }
}

extension Truth: Decodable {
  private enum CodingKeys: String, CodingKey {
    case id, file, site, channels, events, artefacts
    case rate = "fs"
    case duration = "duration_s"
  }

  /// Decodes the benchmark's object.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = try fields.decode(String.self, forKey: .id)
    // Predictions are written to a file of this name, which must not lead out of its folder.
    guard !id.isEmpty, id.utf8.count <= 200, id.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != 0x2F })
    else {
      throw DecodingError.dataCorruptedError(forKey: .id, in: fields, debugDescription: "is no file's name")
    }
    file = try fields.decodeIfPresent(String.self, forKey: .file)
    site = try fields.decodeIfPresent(String.self, forKey: .site)
    rate = try fields.decode(Double.self, forKey: .rate)
    channels = try fields.decode(Int.self, forKey: .channels)
    guard channels > 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .channels, in: fields, debugDescription: "is not positive")
    }
    duration = try fields.decode(Double.self, forKey: .duration)
    guard duration > 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .duration, in: fields, debugDescription: "is not positive")
    }
    events = try fields.decode([Event].self, forKey: .events)
    for (position, event) in events.enumerated() where !(0..<channels).contains(event.channel) {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: fields.codingPath + [CodingKeys.events, Place(position), Place("channel")],
          debugDescription: "is \(event.channel), of \(channels) channels counted from 0"))
    }
    artefacts = try fields.decodeIfPresent([Artefact].self, forKey: .artefacts) ?? []
  }
}

/// A step of a path into JSON.
private struct Place: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ position: Int) { (stringValue, intValue) = ("\(position)", position) }
  init(_ name: String) { (stringValue, intValue) = (name, nil) }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { self.init(intValue) }
}

extension Truth.Event: Decodable {
  /// What the benchmark calls things.
  private static let kinds = ["spasm", "twitch", "voluntary", "ambiguous", "hold"]

  private enum CodingKeys: String, CodingKey {
    case channel, kind
    case start = "start_s"
    case end = "end_s"
    case detectableStart = "detectable_start_s"
    case detectableEnd = "detectable_end_s"
    case ignored = "ignore"
    case ratio = "snr_eff_db"
    case plateauRatio = "snr_db"
    case motion = "imu"
    case railSamples = "rail_samples"
  }

  /// Decodes one member of `events`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    channel = try fields.decode(Int.self, forKey: .channel)
    kind = try fields.decode(String.self, forKey: .kind)
    guard Self.kinds.contains(kind) else {
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: fields,
        debugDescription: "is '\(kind)'; there are \(Self.kinds.joined(separator: ", "))")
    }
    start = try fields.decode(Double.self, forKey: .start)
    end = try fields.decode(Double.self, forKey: .end)
    guard end >= start else {
      throw DecodingError.dataCorruptedError(forKey: .end, in: fields, debugDescription: "is before start_s")
    }
    detectableStart = try fields.decodeIfPresent(Double.self, forKey: .detectableStart) ?? start
    detectableEnd = try fields.decodeIfPresent(Double.self, forKey: .detectableEnd) ?? end
    ignored = try fields.decodeIfPresent(Bool.self, forKey: .ignored) ?? false
    ratio =
      try fields.decodeIfPresent(Double.self, forKey: .ratio)
      ?? fields.decodeIfPresent(Double.self, forKey: .plateauRatio)
    motion = try fields.decodeIfPresent(String.self, forKey: .motion)
    railed = try fields.decodeIfPresent(Int.self, forKey: .railSamples) ?? 0 > 0
  }
}

extension Truth.Artefact: Decodable {
  private enum CodingKeys: String, CodingKey {
    case kind
    case start = "start_s"
    case end = "end_s"
    case channels = "channel"
  }

  /// Decodes one member of `artefacts`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    kind = try fields.decode(String.self, forKey: .kind)
    start = try fields.decode(Double.self, forKey: .start)
    end = try fields.decode(Double.self, forKey: .end)
    channels = try fields.decode([Int].self, forKey: .channels)
  }
}
