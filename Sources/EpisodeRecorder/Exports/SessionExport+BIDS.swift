internal import Events
internal import RecordingFormats
internal import Signals

extension SessionExport {
  /// The version of the specification that the dataset follows.
  static let bidsVersion = "1.11.0"

  /// Writes a dataset with one participant: muscle as EMG-BIDS in BDF+, motion as Motion-BIDS.
  ///
  /// The Brain Imaging Data Structure, version 1.11: "Modality agnostic files", "Electromyography", "Motion",
  /// "Task events".
  ///
  /// Of several wearables each has the entity `recording` in its names, and its motion a tracking system of its own.
  func writeBIDS(to folder: String) throws -> [String] {
    let person = "\(folder)/sub-\(subject)"
    try ExportPlace.makeFolder(folder)
    try ExportPlace.makeFolder(person)
    try ExportFile.write(datasetDescription, to: "\(folder)/dataset_description.json")
    try ExportFile.write(readme, to: "\(folder)/README")
    try ExportFile.write("participant_id\nsub-\(subject)\n", to: "\(folder)/participants.tsv")
    var scans: [(file: String, time: String?)] = []
    var remarks: [String] = []
    for part in [self] + companions {
      var part = part
      (part.subject, part.task) = (subject, task)
      let written = try part.writeRecordings(to: person)
      scans += written.recordings.map { ($0, part.acquisitionTime) }
      remarks += written.remarks
    }
    let rows = scans.compactMap { scan in scan.time.map { "\(scan.file)\t\($0)" } }
    if !rows.isEmpty {
      let table = (["filename\tacq_time"] + rows).joined(separator: "\n") + "\n"
      try ExportFile.write(table, to: "\(person)/sub-\(subject)_scans.tsv")
    }
    return Array(Set(remarks)).sorted()
  }

  /// When the first sample was taken; to the millisecond where another wearable's is to be held against it.
  private var acquisitionTime: String? {
    started.map { started in
      guard wearable != nil else { return started.localSeconds }
      let digits = String(1000 + started.microsecondsOfSecond / 1000).dropFirst()
      return "\(started.localSeconds).\(digits)"
    }
  }

  /// Writes the recordings of one wearable; gives their names within the participant's folder.
  private func writeRecordings(to person: String) throws -> (recordings: [String], remarks: [String]) {
    let streams = try open().description.streams
    var recordings: [String] = []
    var remarks: [String] = []
    var labels: [String] = []
    if streams.contains(where: { $0.kind == .emg }) {
      try ExportPlace.makeFolderIfAbsent("\(person)/emg")
      let muscle = try writeMuscle(streams.filter { $0.kind == .emg }, to: "\(person)/emg")
      (labels, remarks) = (muscle.labels, muscle.remarks)
      try writeEvents(labels: labels, to: "\(person)/emg/\(bidsStem)")
      recordings.append("emg/\(bidsStem)_emg.bdf")
    }
    let systems = trackingSystems(of: streams)
    if !systems.isEmpty {
      try ExportPlace.makeFolderIfAbsent("\(person)/motion")
      for system in systems {
        try writeMotion(system, of: streams[system.stream], to: "\(person)/motion")
        recordings.append("motion/\(taskStem)_tracksys-\(system.label)_motion.tsv")
      }
      remarks += try writeMotionTables(systems, of: streams, to: "\(person)/motion")
      // Motion knows no entity `recording`: of several wearables the tracking systems have events of their own.
      let owners = wearable == nil ? [""] : systems.map { "_tracksys-\($0.label)" }
      for owner in owners { try writeEvents(labels: labels, to: "\(person)/motion/\(taskStem)\(owner)") }
    }
    return (recordings, remarks)
  }

  /// What the names of the participant's files begin with.
  var taskStem: String { "sub-\(subject)_task-\(task)" }

  /// What the names of this wearable's files of muscle begin with.
  var bidsStem: String { taskStem + (wearable.map { "_recording-wearable\($0)" } ?? "") }

  /// The software that made the dataset, as the session tells it: `spasm 0.1.0` is SpasmKit's.
  private var softwareVersion: String {
    reading.description?.software.split(separator: " ").last.map(String.init) ?? "n/a"
  }

  private var datasetDescription: String {
    Self.sidecar { json in
      json.field(
        "Name", isAnonymous ? "Muscle and motion" : "Muscle and motion, session \(reading.folder.id)")
      json.field("BIDSVersion", Self.bidsVersion)
      json.field("DatasetType", "raw")
      json.array("GeneratedBy") { list in
        list.object {
          $0.field("Name", "SpasmKit")
          $0.field("Version", softwareVersion)
        }
      }
    }
  }

  private var readme: String {
    """
    Surface EMG and motion of one session, recorded with SpasmKit.

    The events are what SpasmKit's detector claims of the signal (sustained or brief involuntary-looking activity,
    movement, artefact), and what the person noted. They describe the signal; they are no diagnosis, and the strength
    of a signal is not the strength of a pain. A correction by the person stands beside the detector's word.

    Where samples are missing the BDF file holds digital zero under an annotation BAD_ACQ_SKIP, and the motion tables n/a.

    """
  }

  /// The fields that every recording's sidecar has.
  func writeTask(to json: inout JSONText) {
    json.field("TaskName", task)
    json.field("TaskDescription", "Monitoring of muscle activity in daily life; no task was given.")
    if !device.isEmpty { json.field("ManufacturersModelName", device) }
    // An anonymous dataset has no table of times: where one recording lies in the other is told here.
    if let wearable, wearable > 1 { json.field("OffsetToFirstWearable", clock.offset, decimals: 6) }
  }

  /// A JSON object with a line feed.
  static func sidecar(_ body: (inout JSONText) -> Void) -> String {
    var text = JSONText()
    text.object(body)
    return String(decoding: text.bytes, as: UTF8.self) + "\n"
  }

  /// A table with a heading; cells lose what would break it, and an empty one is `n/a`.
  static func tsv(_ heading: [String], _ rows: [[String?]]) -> String {
    let lines = rows.map { row in
      row.map { cell in
        let text = String((cell ?? "").map { $0 == "\t" || $0.isNewline ? " " : $0 })
        return text.isEmpty ? "n/a" : text
      }
    }
    return ([heading] + lines).map { $0.joined(separator: "\t") + "\n" }.joined()
  }

  /// A rate as a number of hertz.
  static func hertz(_ rate: SampleRate) -> String { decimalText(rate.hertz, decimals: 9) }
}
