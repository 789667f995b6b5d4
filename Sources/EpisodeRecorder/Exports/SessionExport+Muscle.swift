internal import Events
internal import Foundation
internal import RecordingFormats
internal import Signals

extension SessionExport {
  /// Writes the muscle's recording with its sidecars: BIDS 1.11, "Electromyography".
  ///
  /// Gives the labels that the channels have in the file, and what a person should know.
  func writeMuscle(_ streams: [StreamDescription], to folder: String) throws -> (
    labels: [String], remarks: [String]
  ) {
    let stem = "\(folder)/\(bidsStem)"
    let signals = "\(stem)_emg.bdf"
    let remarks = try writeSignals(to: signals, EDFVariant(.three, .continuous)) { $0.kind == .emg }
    try ExportFile.write(muscleSidecar(streams), to: "\(stem)_emg.json")
    let header = try Self.signals(ofHeader: signals)
    try ExportFile.write(channelTable(streams, header), to: "\(stem)_channels.tsv")
    return (header.map(\.label), remarks)
  }

  private func muscleSidecar(_ streams: [StreamDescription]) -> String {
    Self.sidecar { json in
      writeTask(to: &json)
      // The specification's words for placement are "Measured", "ChannelSpecific" and "Other"; a person who puts on a
      // wearable measures nothing, and what is known of a site is its name.
      json.field("EMGPlacementScheme", "Other")
      json.field(
        "EMGPlacementSchemeDescription",
        "Placed by the wearer; how the site was found was not recorded. Names of sites are in channels.tsv.")
      json.field("EMGReference", "n/a")
      json.field("SamplingFrequency", streams.map(\.rate.hertz).max() ?? 0, decimals: 9)
      json.field("PowerLineFrequency", "n/a")
      json.field("RecordingType", reading.description?.mode == .episodes ? "discontinuous" : "continuous")
      json.field("SoftwareFilters", "n/a")
      json.field("HardwareFilters", "n/a")
      json.field("EMGChannelCount", streams.map(\.channels.count).reduce(0, +))
      if reading.duration > 0 { json.field("RecordingDuration", reading.duration, decimals: 6) }
    }
  }

  private func channelTable(
    _ streams: [StreamDescription], _ header: [(label: String, unit: String)]
  ) -> String {
    var rows: [[String?]] = []
    for stream in streams {
      for channel in stream.channels {
        let (label, unit) = header[rows.count]
        let site = [channel.side?.rawValue, channel.site].compactMap(\.self).joined(separator: " ")
        // A count has no unit of the international system.
        let isKnown = PhysicalUnit.parse(dimension: unit)?.unit == .volt
        rows.append([
          label, "EMG", isKnown ? unit : nil, Self.hertz(stream.rate), channel.muscle, "other",
          site.isEmpty ? nil : site,
        ])
      }
    }
    return Self.tsv(
      [
        "name", "type", "units", "sampling_frequency", "target_muscle", "placement_scheme",
        "placement_description",
      ], rows)
  }

  /// The labels and units that an EDF or BDF header holds, annotations left out: what readers will see.
  static func signals(ofHeader path: String) throws -> [(label: String, unit: String)] {
    guard let file = FileHandle(forReadingAtPath: path), let fixed = try file.read(upToCount: 256),
      let count = Int(String(decoding: fixed.suffix(4), as: UTF8.self).filter { $0 != " " }),
      let columns = try file.read(upToCount: count * (16 + 80 + 8))
    else {
      throw SessionError(.failed, path: path, reason: "the header that was just written cannot be read")
    }
    func text(_ offset: Int, _ width: Int) -> String {
      let bytes = columns.dropFirst(offset).prefix(width)
      return printable(String(decoding: bytes, as: UTF8.self))
    }
    return (0..<count).map { (text($0 * 16, 16), text(count * 96 + $0 * 8, 8)) }
      .filter { !$0.0.hasSuffix("Annotations") }
  }
}
