internal import Events
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
  /// The exports of the further wearables: each has its own time, and where that lies is told.
  public var companions: [SessionExport] = []
  /// Which wearable this is of; nil where there is only one.
  var wearable: Int?
  /// Where its time lies in the first wearable's, and when that began.
  var clock = SessionClock(offset: 0)
  var first: WallTime?

  /// An export of the session that `reading` read, with the signals of the sources that `open` gives.
  public init(_ reading: SessionReading, anonymise: Bool, open: @escaping () throws -> any BlockSource) {
    self.reading = reading
    isAnonymous = anonymise
    self.open = open
  }

  /// An export of the session that `reading` read, all of its wearables, with the signals of its own files.
  public init(_ reading: SessionReading, anonymise: Bool) {
    func part(_ reading: SessionReading) -> SessionExport {
      SessionExport(reading, anonymise: anonymise) { try SessionSource(path: reading.folder.path) }
    }
    self = part(reading)
    guard !reading.companions.isEmpty else { return }
    wearable = 1
    clock = reading.manifest?.clock ?? clock
    companions = reading.companions.map { companion in
      var export = part(companion)
      export.wearable = companion.folder.wearable
      export.clock = reading.clock(of: companion)
      export.first = reading.started
      return export
    }
  }

  /// Writes the session to `path`, where nothing may be; returns what a person should know, a line each.
  ///
  /// - Throws: ``SessionError`` or `WritingError` when it cannot be written, and what the source throws.
  public func write(_ format: Format, to path: String) throws -> [String] {
    var remarks: [String] = []
    for part in [self] + companions {
      if let trouble = part.reading.trouble { remarks.append("\(part.reading.folder.path): \(trouble)") }
    }
    // A file that has no room for several wearables stands beside others.
    let files = format == .edf ? try companions.map { (try ExportPlace($0.path(beside: path)), $0) } : []
    try ExportPlace(path).make { temporary in
      switch format {
      case .csv: remarks += try writeCSV(to: temporary)
      case .json: try ExportFile.write(json, to: temporary)
      case .edf: remarks += try writeEDF(to: temporary)
      case .bids: remarks += try writeBIDS(to: temporary)
      }
    }
    for (place, part) in files {
      try place.make { remarks += try part.writeEDF(to: $0) }
      let offset = decimalText(part.clock.offset, decimals: 3)
      remarks.append("\(place.path): begins \(offset) s after \(path)")
    }
    return remarks
  }

  /// The path of this wearable's file beside the first one's: `night-wearable-2.edf` beside `night.edf`.
  private func path(beside path: String) -> String {
    let suffix = "-" + SessionFolder.companionName(wearable ?? 1)
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return path + suffix }
    return path.dropLast(name[dot...].count) + suffix + name[dot...]
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
  var started: WallTime? {
    // A further wearable's own start is told by the wall clock; the measured one is better.
    guard !isAnonymous, (wearable ?? 1) > 1, let first else { return isAnonymous ? nil : reading.started }
    return first.adding(clock.offset)
  }

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
