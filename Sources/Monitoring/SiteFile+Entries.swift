internal import EpisodeRecorder
internal import Foundation
internal import RecordingFormats
internal import Signals
internal import SpasmDetection

extension SiteFile {
  /// One member of the file.
  struct Entry: Codable {
    var memory: SiteMemory
    var unit: String?
    /// The label of the channel that it is usually seen by.
    var label: String?
    /// When it was calibrated, ISO 8601.
    var calibrated: String?

    private enum CodingKeys: CodingKey { case unit, label, calibrated }

    init(memory: SiteMemory, unit: String) {
      self.memory = memory
      self.unit = unit
    }

    init(from decoder: any Decoder) throws {
      memory = try SiteMemory(from: decoder)
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      unit = try fields.decodeIfPresent(String.self, forKey: .unit)
      label = try fields.decodeIfPresent(String.self, forKey: .label)
      calibrated = try fields.decodeIfPresent(String.self, forKey: .calibrated)
    }

    func encode(to encoder: any Encoder) throws {
      try memory.encode(to: encoder)
      var fields = encoder.container(keyedBy: CodingKeys.self)
      try fields.encodeIfPresent(unit, forKey: .unit)
    }
  }

  /// A channel as the file knows it.
  typealias Channel = (label: String, unit: String)

  static let microvolts = "uV"

  static func channels(of streams: [StreamDescription]) -> [Channel] {
    streams.filter { $0.kind == .emg }.flatMap { stream in
      stream.channels.map { ($0.label, stream.unit == .volt ? microvolts : stream.unit.rawValue) }
    }
  }

  /// The name of each channel's site: the person's, or the one whose `label` it is, or the label itself.
  ///
  /// Nil for channels that share a label, and where the site that would be meant belongs to another channel.
  func siteNames(of channels: [Channel], in entries: [String: Entry]) -> [String?] {
    let taken = Set(names.values)
    return channels.map { channel in
      let label = channel.label
      guard channels.count(where: { $0.label == label }) == 1 else { return nil }
      if let name = names[label] { return name }
      let usual = entries.filter { $0.value.label == label && !taken.contains($0.key) }
      if let name = usual.max(by: {
        ($0.value.calibrated ?? "", $1.key) < ($1.value.calibrated ?? "", $0.key)
      }) {
        return name.key
      }
      return taken.contains(label) || entries[label]?.label.map { $0 != label } == true ? nil : label
    }
  }

  /// Lets `edit` change the member of each channel's site, and writes the file where it changed any.
  ///
  /// `edit` is handed the channel's number, its member and its unit, and says whether it changed something.
  func change(
    _ streams: [StreamDescription], edit: (Int, inout [String: Any], String) throws -> Bool
  ) throws {
    let entries = try read()
    var members = try membersByName()
    var isChanged = false
    let channels = Self.channels(of: streams)
    for (number, name) in siteNames(of: channels, in: entries).enumerated() {
      guard let name else { continue }
      var member = members[name] ?? [:]
      guard try edit(number, &member, channels[number].unit) else { continue }
      let label = channels[number].label
      if names[label] != nil {
        // The next recording finds it by the label, and no other site.
        for other in members.keys where members[other]?["label"] as? String == label {
          members[other]?["label"] = nil
        }
        member["label"] = label
      }
      members[name] = member
      isChanged = true
    }
    guard isChanged else { return }
    let text = try JSONSerialization.data(withJSONObject: members, options: [.prettyPrinted, .sortedKeys])
    if let library { try makeFolder(in: library) }
    try WholeFile.write(text + Data("\n".utf8), to: path, isPrivate: true)
  }

  /// Makes the library and its folder of sites, for their owner alone, where they are not there.
  private func makeFolder(in library: LibraryFolder) throws {
    try library.create()
    let folder = "\(library.path)/sites"
    guard !FileManager.default.fileExists(atPath: folder) else { return }
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
  }

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

  func read() throws(RecordingError) -> [String: Entry] {
    guard let contents = try contents() else { return [:] }
    guard let entries = try? JSONDecoder().decode([String: Entry].self, from: contents) else {
      throw RecordingError(
        .malformed, path: path,
        reason: "is no file of electrode sites: an object with rest, strength and maximum by channel label")
    }
    for (name, entry) in entries.sorted(by: { $0.key < $1.key }) where !entry.memory.isPlausible {
      throw RecordingError(
        .malformed, path: path, place: name, reason: "an amplitude has to be a positive number")
    }
    return entries
  }

  /// Everything that the file holds, what this program knows nothing of too.
  private func membersByName() throws -> [String: [String: Any]] {
    guard let contents = try contents() else { return [:] }
    return try JSONSerialization.jsonObject(with: contents) as? [String: [String: Any]] ?? [:]
  }
}
