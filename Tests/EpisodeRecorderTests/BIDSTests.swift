import Foundation
import Testing

@testable import EpisodeRecorder

/// The dataset keeps the rules of the Brain Imaging Data Structure 1.11, each named with the section that it is from.
@Suite struct BIDSTests {
  private static let stem = "sub-01/emg/sub-01_task-monitoring"
  private static let motion = "sub-01/motion/sub-01_task-monitoring_tracksys-imu"

  /// A field that has to be there, what it may hold, and the section of the specification that says so.
  struct Rule: CustomTestStringConvertible, Sendable {
    var file: String
    var field: String
    var section: String
    var isKept: @Sendable (Any) -> Bool

    var testDescription: String { "\(file.split(separator: "/").last ?? ""): \(field) (\(section))" }
  }

  private static let isText: @Sendable (Any) -> Bool = { ($0 as? String)?.isEmpty == false }
  private static let isPositive: @Sendable (Any) -> Bool = { ($0 as? Double ?? 0) > 0 }
  private static func isOne(of words: String...) -> @Sendable (Any) -> Bool {
    { words.contains($0 as? String ?? "") }
  }

  static let rules: [Rule] = {
    let dataset = "Modality agnostic files, dataset_description.json"
    let emg = "Electromyography, Sidecar JSON (*_emg.json), required fields"
    let emgTask = "Electromyography, Sidecar JSON (*_emg.json), task information"
    let motionData = "Motion, Sidecar JSON (*_motion.json), required fields"
    return [
      Rule(file: "dataset_description.json", field: "Name", section: dataset, isKept: isText),
      Rule(
        file: "dataset_description.json", field: "BIDSVersion", section: dataset, isKept: isOne(of: "1.11.0")),
      Rule(
        file: "dataset_description.json", field: "DatasetType", section: dataset, isKept: isOne(of: "raw")),
      Rule(file: "\(stem)_emg.json", field: "TaskName", section: emgTask, isKept: isText),
      Rule(
        file: "\(stem)_emg.json", field: "EMGPlacementScheme", section: emg,
        isKept: isOne(of: "Measured", "ChannelSpecific", "Other")),
      Rule(
        file: "\(stem)_emg.json", field: "EMGPlacementSchemeDescription",
        section: emg + ": required where EMGPlacementScheme is Other", isKept: isText),
      Rule(file: "\(stem)_emg.json", field: "EMGReference", section: emg, isKept: isText),
      Rule(
        file: "\(stem)_emg.json", field: "SamplingFrequency", section: emg, isKept: { $0 as? Double == 1000 }),
      Rule(
        file: "\(stem)_emg.json", field: "PowerLineFrequency", section: emg,
        isKept: { isPositive($0) || $0 as? String == "n/a" }),
      Rule(
        file: "\(stem)_emg.json", field: "RecordingType", section: emg,
        isKept: isOne(of: "continuous", "discontinuous", "epoched")),
      Rule(
        file: "\(stem)_emg.json", field: "SoftwareFilters", section: emg,
        isKept: { $0 is [String: Any] || $0 as? String == "n/a" }),
      Rule(file: "\(stem)_emg.json", field: "EMGChannelCount", section: emg, isKept: { $0 as? Int == 2 }),
      Rule(file: "\(motion)_motion.json", field: "TaskName", section: motionData, isKept: isText),
      Rule(
        file: "\(motion)_motion.json", field: "SamplingFrequency", section: motionData,
        isKept: { $0 as? Double == 100 }),
      Rule(
        file: "\(motion)_motion.json", field: "ACCELChannelCount",
        section: "Motion, Sidecar JSON (*_motion.json), recommended fields", isKept: { $0 as? Int == 3 }),
    ]
  }()

  @Test func `every required field is there and holds what it may`() throws {
    let session = try ExportedSession()
    let texts = try ExportedSession.texts(below: session.export(.bids).path)
    for rule in Self.rules {
      let text = try #require(texts[rule.file], "\(rule.testDescription)")
      let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      let value = try #require(object?[rule.field], "\(rule.testDescription)")
      #expect(rule.isKept(value), "\(rule.testDescription): \(value)")
    }
  }

  /// The columns that a table begins with, in this order, and the section that says so.
  static let tables: [(file: String, columns: [String], section: String)] = [
    ("participants.tsv", ["participant_id"], "Modality agnostic files, participants.tsv"),
    ("sub-01/sub-01_scans.tsv", ["filename"], "Modality agnostic files, scans.tsv"),
    (stem + "_channels.tsv", ["name", "type", "units"], "Electromyography, Channels description"),
    (stem + "_events.tsv", ["onset", "duration"], "Task events"),
    (
      motion + "_channels.tsv", ["name", "component", "type", "tracked_point", "units"],
      "Motion, Channels description"
    ),
  ]

  @Test func `every table begins with its columns, and every row has a cell for each`() throws {
    let session = try ExportedSession()
    let texts = try ExportedSession.texts(below: session.export(.bids).path)
    for table in Self.tables {
      let lines = try #require(texts[table.file], "\(table.section)").split(separator: "\n")
        .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
      #expect(Array(lines[0].prefix(table.columns.count)) == table.columns, "\(table.section)")
      // "Common principles", "Tabular files": a cell without a value is n/a.
      #expect(lines.allSatisfy { $0.count == lines[0].count && !$0.contains("") }, "\(table.section)")
    }
    let channels = try #require(texts[Self.stem + "_channels.tsv"]).split(separator: "\n")
      .map { $0.split(separator: "\t").map(String.init) }
    #expect(channels.dropFirst().allSatisfy { $0[1] == "EMG" && ["uV", "mV", "V"].contains($0[2]) })
    // Events name channels as the channels' table does, in the order of their onsets.
    let events = try #require(texts[Self.stem + "_events.tsv"]).split(separator: "\n").dropFirst()
      .map { $0.split(separator: "\t").map(String.init) }
    #expect(events.map { $0[2] } == ["twitch", "spasm", "note", "mark"])
    #expect(events[0][3] == channels[2][0] && events[1][3] == channels[1][0])
    #expect(events[0][5] == "movement" && events[2][9] == "7" && events[1][0] == "2" && events[1][1] == "4.5")
    // A table of motion has no heading, and a row for every frame.
    let rows = try #require(texts[Self.motion + "_motion.tsv"]).split(separator: "\n")
    #expect(rows.count == 1000 && rows[0].split(separator: "\t").count == 3)
    // 1 g on the third axis, in metres a second squared.
    #expect(rows[0].split(separator: "\t")[2] == "9.80665")
  }

  @Test func `the label in the table is the label in the file`() throws {
    let session = try ExportedSession()
    let path = try session.export(.bids).path
    let header = try SessionExport.signals(ofHeader: "\(path)/\(Self.stem)_emg.bdf")
    #expect(header.map(\.unit) == ["uV", "uV"] && header[0].label.contains("calf"))
  }

  @Test(.enabled(if: Readers.areThere, "the official validator is not installed"), arguments: [false, true])
  func `the official validator finds no error`(anonymise: Bool) throws {
    let session = try ExportedSession()
    let path = try session.export(.bids, anonymise: anonymise).path
    let process = Process()
    process.executableURL = URL(filePath: Readers.validator)
    process.arguments = ["--json", path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let json = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let object = try #require(JSONSerialization.jsonObject(with: json) as? [String: Any])
    let issues = try #require((object["issues"] as? [String: Any])?["issues"] as? [[String: Any]])
    let errors = issues.filter { $0["severity"] as? String == "error" }
    #expect(errors.isEmpty, "\(errors)")
  }
}
