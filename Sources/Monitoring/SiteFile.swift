internal import Foundation
public import RecordingFormats
public import Signals
public import SpasmDetection

/// What is known of electrode sites, kept in a file from one recording to the next.
///
/// A JSON object with one member a site, by the label of its channel: `{"EMG1": {"unit": "uV", "rest": 2.1, "strength":
/// 310, "maximum": 420}}`, in microvolts or counts as ``SiteMemory`` has it; without a unit, microvolts. `maximum` is for
/// a person or a calibration to fill in; it is kept, as is everything else that a person adds.
public struct SiteFile {
  /// What the file says of a recording's channels.
  public struct Known {
    /// What is known of each EMG channel, in their order.
    public var sites: [SiteMemory?]
    /// What a person should know: sites that are told and not used.
    public var remarks: [String]
  }

  private let path: String

  /// The file at `path`, which need not be there yet.
  public init(path: String) { self.path = path }

  /// What is known of the EMG channels of `streams`; nothing where there is no file.
  ///
  /// - Throws: ``RecordingError`` when the file cannot be read, is no such object or holds no amplitudes.
  public func known(of streams: [StreamDescription]) throws(RecordingError) -> Known {
    let entries = try read()
    var known = Known(sites: [], remarks: [])
    let channels = Self.channels(of: streams)
    for channel in channels {
      guard let entry = entries[channel.label] else {
        known.sites.append(nil)
        continue
      }
      let isOne = channels.count { $0.label == channel.label } == 1
      let unit = entry.unit ?? Self.microvolts
      if !isOne {
        known.remarks.append(
          "several channels are called \(channel.label): what is known of that site is not used")
      } else if unit != channel.unit {
        known.remarks.append(
          "\(channel.label) is known in \(unit) and recorded in \(channel.unit): what is known of it is not used"
        )
      }
      known.sites.append(isOne && unit == channel.unit ? entry.memory : nil)
    }
    return known
  }

  /// Writes what is known of the EMG channels of `streams`; sites that they do not have stay as they were, and so do
  /// those of channels that share their label with another.
  ///
  /// The file is replaced as a whole, and only its owner can read it.
  /// - Throws: ``RecordingError``, or ``WritingError`` when it cannot be written.
  public func keep(_ sites: [SiteMemory?], of streams: [StreamDescription]) throws {
    _ = try read()
    var members = try membersByLabel()
    let channels = Self.channels(of: streams)
    for (channel, site) in zip(channels, sites)
    where channels.count(where: { $0.label == channel.label }) == 1 {
      guard let site else { continue }
      let learnt = try JSONSerialization.jsonObject(
        with: JSONEncoder().encode(Entry(memory: site, unit: channel.unit)))
      var member = members[channel.label] ?? [:]
      member.merge(learnt as? [String: Any] ?? [:]) { $1 }
      members[channel.label] = member
    }
    let text = try JSONSerialization.data(withJSONObject: members, options: [.prettyPrinted, .sortedKeys])
    try WholeFile.write(text + Data("\n".utf8), to: path, isPrivate: true)
  }

  /// One member of the file.
  private struct Entry: Codable {
    var memory: SiteMemory
    var unit: String?

    private enum CodingKeys: CodingKey { case unit }

    init(memory: SiteMemory, unit: String) {
      self.memory = memory
      self.unit = unit
    }

    init(from decoder: any Decoder) throws {
      memory = try SiteMemory(from: decoder)
      unit = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(String.self, forKey: .unit)
    }

    func encode(to encoder: any Encoder) throws {
      try memory.encode(to: encoder)
      var fields = encoder.container(keyedBy: CodingKeys.self)
      try fields.encodeIfPresent(unit, forKey: .unit)
    }
  }

  private static let microvolts = "uV"

  private func contents() throws(RecordingError) -> Data? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      return try Data(contentsOf: URL(filePath: path))
    } catch {
      let isForbidden = (error as? CocoaError)?.code == .fileReadNoPermission
      throw RecordingError(
        isForbidden ? .forbidden : .input, path: path, reason: "the electrode sites cannot be read")
    }
  }

  private func read() throws(RecordingError) -> [String: Entry] {
    guard let contents = try contents() else { return [:] }
    guard let entries = try? JSONDecoder().decode([String: Entry].self, from: contents) else {
      throw RecordingError(
        .malformed, path: path,
        reason: "is no file of electrode sites: an object with rest, strength and maximum by channel label")
    }
    for (label, entry) in entries.sorted(by: { $0.key < $1.key }) where !entry.memory.isPlausible {
      throw RecordingError(
        .malformed, path: path, place: label, reason: "an amplitude has to be a positive number")
    }
    return entries
  }

  /// Everything that the file holds, what this program knows nothing of too.
  private func membersByLabel() throws -> [String: [String: Any]] {
    guard let contents = try contents() else { return [:] }
    return try JSONSerialization.jsonObject(with: contents) as? [String: [String: Any]] ?? [:]
  }

  private static func channels(of streams: [StreamDescription]) -> [(label: String, unit: String)] {
    streams.filter { $0.kind == .emg }.flatMap { stream in
      stream.channels.map { ($0.label, stream.unit == .volt ? microvolts : stream.unit.rawValue) }
    }
  }
}
