internal import Foundation
public import RecordingFormats
public import Signals
public import SpasmDetection

/// What is known of electrode sites, kept in a file from one recording to the next.
///
/// A JSON object with one member a site, by the label of its channel: `{"EMG1": {"rest": 2.1, "strength": 310,
/// "maximum": 420}}`, in microvolts or counts as ``SiteMemory`` has it. `maximum` is for a person or a calibration to
/// fill in; it is kept.
public struct SiteFile {
  private let path: String

  /// The file at `path`, which need not be there yet.
  public init(path: String) { self.path = path }

  /// What is known of the EMG channels of `streams`, in their order; nothing where there is no file.
  ///
  /// - Throws: ``RecordingError`` when the file cannot be read, is no such object or holds no amplitudes.
  public func sites(of streams: [StreamDescription]) throws(RecordingError) -> [SiteMemory?] {
    let known = try read()
    return Self.labels(of: streams).map { known[$0] }
  }

  /// Writes what is known of the EMG channels of `streams`; sites that they do not have stay as they were.
  ///
  /// The file is replaced as a whole, and only its owner can read it.
  /// - Throws: ``RecordingError``, or ``WritingError`` when it cannot be written.
  public func keep(_ sites: [SiteMemory?], of streams: [StreamDescription]) throws {
    var known = try read()
    for (label, site) in zip(Self.labels(of: streams), sites) { if let site { known[label] = site } }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let data = try encoder.encode(known) + Data("\n".utf8)
    do {
      try data.write(to: URL(filePath: path), options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    } catch let error as CocoaError {
      let isForbidden = [.fileWriteNoPermission, .fileWriteVolumeReadOnly].contains(error.code)
      throw WritingError(
        isForbidden ? .forbidden : .output, path: path,
        reason: error.code == .fileNoSuchFile || error.code == .fileReadNoSuchFile
          ? "the folder to keep electrode sites in does not exist"
          : "the electrode sites cannot be kept there")
    }
  }

  private func read() throws(RecordingError) -> [String: SiteMemory] {
    guard FileManager.default.fileExists(atPath: path) else { return [:] }
    let known: [String: SiteMemory]
    do {
      known = try JSONDecoder().decode([String: SiteMemory].self, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      throw RecordingError(
        .malformed, path: path,
        reason: "is no file of electrode sites: an object with rest, strength and maximum by channel label")
    }
    if let wrong = known.first(where: { !$0.value.isPlausible }) {
      throw RecordingError(
        .malformed, path: path, place: wrong.key, reason: "an amplitude has to be a positive number")
    }
    return known
  }

  private static func labels(of streams: [StreamDescription]) -> [String] {
    streams.filter { $0.kind == .emg }.flatMap { $0.channels.map(\.label) }
  }
}
