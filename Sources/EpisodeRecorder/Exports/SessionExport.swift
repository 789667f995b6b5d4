public import Signals

/// A session in a form that other programs read.
///
/// Signals come from a source that is opened as often as they are gone through; memory does not grow with their length.
public struct SessionExport {
  /// What can be written.
  public enum Format: String, CaseIterable, Sendable {
    /// A folder of tables: a file a stream, episodes, notes.
    case csv
    /// One file: the description, episodes, bouts and notes; no signals.
    case json
    /// One EDF+ file of 16 bits: signals, and all else as annotations.
    case edf
    /// A dataset by the Brain Imaging Data Structure: EMG-BIDS with BDF, and Motion-BIDS.
    case bids
  }

  let reading: SessionReading
  /// Whether the person, the device and all absolute times are left out.
  let isAnonymous: Bool
  let open: () throws -> any BlockSource
  /// The participant's label in a BIDS dataset: letters and digits.
  public var subject = "01"
  /// The task's label in a BIDS dataset: letters and digits.
  public var task = "monitoring"

  /// An export of the session that `reading` read, with the signals of the sources that `open` gives.
  public init(_ reading: SessionReading, anonymise: Bool, open: @escaping () throws -> any BlockSource) {
    self.reading = reading
    isAnonymous = anonymise
    self.open = open
  }

  /// Writes the session to `path`, where nothing may be; returns what a person should know, a line each.
  ///
  /// - Throws: ``SessionError`` or `WritingError` when it cannot be written, and what the source throws.
  public func write(_ format: Format, to path: String) throws -> [String] {
    var remarks: [String] = []
    if let trouble = reading.trouble { remarks.append("\(reading.folder.path): \(trouble)") }
    try ExportPlace(path).make { temporary in
      switch format {
      case .csv: remarks += try writeCSV(to: temporary)
      case .json: try ExportFile.write(json, to: temporary)
      case .edf: remarks += try writeEDF(to: temporary)
      case .bids: remarks += try writeBIDS(to: temporary)
      }
    }
    return remarks
  }

  /// The episodes in the order of their onsets.
  var episodes: [LibraryEpisode] {
    reading.episodes.sorted { ($0.episode.onset, $0.episode.id) < ($1.episode.onset, $1.episode.id) }
  }

  /// The notes in the order of their moments; without the person's words in an anonymous export.
  var notes: [Note] {
    reading.notes.notes.sorted { $0.at.unixSeconds < $1.at.unixSeconds }.map { note in
      var note = note
      if isAnonymous { note.text = nil }
      return note
    }
  }

  /// The wall clock at the first sample; nil in an anonymous export.
  var started: WallTime? { isAnonymous ? nil : reading.started }

  /// What recorded it, in words; empty in an anonymous export.
  var device: String { isAnonymous ? "" : reading.description?.device ?? "" }

  /// Goes through the signals, block by block, and returns the damage that was met.
  func forEachBlock(_ body: (borrowing Block) throws -> Void) throws -> [String] {
    let source = try open()
    var block = Block()
    while true {
      switch try source.next(into: &block) {
      case .block: try body(block)
      case .annotation, .news, .idle: continue
      case .end: return source.damage
      }
    }
  }
}
