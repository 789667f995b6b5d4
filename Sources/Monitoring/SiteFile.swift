public import EpisodeRecorder
internal import Foundation
public import RecordingFormats
public import Signals
public import SpasmDetection

/// What is known of a person's electrode sites, kept in a file from one recording to the next.
///
/// A JSON object with one member a site: `{"left calf": {"label": "EMG1", "unit": "uV", "rest": 2.1, "strength": 310,
/// "maximum": 420}}`, in microvolts or counts as ``SiteMemory`` has it; without a unit, microvolts. A channel's site is
/// the one that the person names, or else the one whose `label` is the channel's, or else the one that is called as the
/// channel is. What a calibration found besides stands beside it, and everything that a person adds is kept.
public struct SiteFile: Sendable {
  /// What the file says of a recording's channels.
  public struct Known: Sendable {
    /// What is known of each EMG channel, in their order.
    public var sites: [SiteMemory?]
    /// What the site of each EMG channel is called; nil where channels share a label, or their site is another's.
    public var names: [String?]
    /// What a person should know: sites that are told and not used, and what is old.
    public var remarks: [String]
  }

  let path: String
  /// What the person calls the sites of channels, by label.
  let names: [String: String]
  /// The library whose folder of sites the file lies in, where it does.
  let library: LibraryFolder?

  /// The file at `path`, which need not be there yet; `names` is what the person calls the sites of channels, by label.
  public init(path: String, names: [String: String] = [:]) {
    self.path = path
    self.names = names
    library = nil
  }

  /// The file of a person in a library, `sites/NAME.json`; nil where `person` cannot be the name of a file.
  public init?(person: String, in library: LibraryFolder, names: [String: String] = [:]) {
    let isName =
      !person.isEmpty && person.utf8.count <= 100 && !person.hasPrefix(".") && !person.contains("/")
      && printable(person) == person
    guard isName else { return nil }
    path = "\(library.path)/sites/\(person).json"
    self.names = names
    self.library = library
  }

  /// Where it lies.
  public var location: String { path }

  /// What is known of the EMG channels of `streams`, `now` by the wall clock; nothing where there is no file.
  ///
  /// - Throws: ``RecordingError`` when the file cannot be read, is no such object or holds no amplitudes.
  public func known(of streams: [StreamDescription], at now: WallTime? = nil) throws(RecordingError) -> Known
  {
    let entries = try read()
    let channels = Self.channels(of: streams)
    var known = Known(sites: [], names: siteNames(of: channels, in: entries), remarks: [])
    for (channel, name) in zip(channels, known.names) {
      guard let name, let entry = entries[name] else {
        if channels.count(where: { $0.label == channel.label }) > 1, entries[channel.label] != nil {
          known.remarks.append(
            "several channels are called \(channel.label): what is known of that site is not used")
        }
        known.sites.append(nil)
        continue
      }
      let unit = entry.unit ?? Self.microvolts
      known.sites.append(unit == channel.unit ? entry.memory : nil)
      if unit != channel.unit {
        known.remarks.append(
          "\(name) is known in \(unit) and recorded in \(channel.unit): what is known of it is not used")
      } else if let now, let then = entry.calibrated.flatMap(WallTime.init(iso8601:)),
        case let days = (now.unixSeconds - then.unixSeconds) / 86_400, days > Self.oldAfter
      {
        known.remarks.append(
          "\(name) was calibrated \(Int(days)) days ago; 'spasm calibrate' brings it up to date")
      }
    }
    return known
  }

  /// Writes what is known of the EMG channels of `streams`; sites that they do not have stay as they were, and so do
  /// those of channels that share their label with another.
  ///
  /// The file is replaced as a whole, and only its owner can read it.
  /// - Throws: ``RecordingError``, or ``WritingError`` when it cannot be written.
  public func keep(_ sites: [SiteMemory?], of streams: [StreamDescription]) throws {
    try change(streams) { number, member, unit in
      guard sites.indices.contains(number), let site = sites[number] else { return false }
      let learnt = try JSONSerialization.jsonObject(
        with: JSONEncoder().encode(Entry(memory: site, unit: unit)))
      member.merge(learnt as? [String: Any] ?? [:]) { $1 }
      return true
    }
  }

  /// Calibrations are old after so many days: electrodes, skin and muscle are others by then.
  private static let oldAfter = 30.0
}
