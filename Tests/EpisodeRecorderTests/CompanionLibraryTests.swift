import Events
import Foundation
import GRDB
import Testing

@testable import EpisodeRecorder

/// A session of several wearables is one session to the library, and all of it to an export.
@Suite struct CompanionLibraryTests {
  /// A session with a further wearable that began 2.5 s after the first.
  private func session() throws -> (disk: SessionOnDisk, part: SessionOnDisk) {
    let disk = try SessionOnDisk()
    let part = try SessionOnDisk("\(disk.folder.id)/wearable-2", in: disk)
    for (session, start, bout) in [(disk, "05", 10.0), (part, "09", 20.0)] {
      try session.describe(started: "2026-11-25T03:12:\(start)+01:00")
      try session.write(
        session.folder.events,
        SessionOnDisk.episode(1, from: bout, to: bout + 5, bout: 1)
          + #"{"type":"bout","at_s":99,"id":1,"spasms":[1],"start_s":\#(bout),"end_s":\#(bout + 5)}"# + "\n"
          + SessionOnDisk.summary(duration: 100))
    }
    try disk.close(duration: 100)
    try disk.write(
      part.folder.manifest,
      #"{"schema":1,"ending":"closed","duration_s":100,"parts":[],"files":[],"clock":{"offset_s":2.5}}"#)
    let at = try #require(WallTime(iso8601: "2026-11-25T03:13:00+01:00"))
    try NoteFile(path: disk.folder.notes).append(Note(.mark, at: at, atSeconds: 55))
    try NoteFile(path: part.folder.notes).append(
      Note(.correction, at: at, atSeconds: 50, episode: 1, label: "movement"))
    return (disk, part)
  }

  @Test func `it is listed once, its episodes with their wearable's number in the first one's time`() throws {
    let (disk, _) = try session()
    let library = try Library(LibraryFolder(path: disk.home))
    let sessions = try library.sessions()
    #expect(sessions.map(\.id) == [disk.folder.id])
    #expect(sessions[0].wearables == 2 && sessions[0].counts == ["spasm": 2] && sessions[0].bouts == 2)
    #expect(sessions[0].channels == 4 && sessions[0].duration == 102.5 && sessions[0].notes == 1)
    let episodes = try library.episodes()
    #expect(episodes.map(\.wearable) == [1, 2] && episodes.map(\.episode.id) == [1, 1])
    #expect(episodes.map(\.episode.onset) == [10, 22.5] && episodes.map(\.episode.offset) == [15, 27.5])
    #expect(episodes[1].at?.iso8601 == "2026-11-25T03:12:27.500+01:00")
    #expect(episodes.map(\.correction) == [nil, "movement"])
    #expect(SessionReading(disk.folder).allEpisodes.map(\.wearable) == [1, 2])
  }

  @Test func `bouts of two wearables are two, whatever their numbers`() throws {
    let (disk, part) = try session()
    try FileManager.default.removeItem(atPath: part.folder.notes)
    let library = try Library(LibraryFolder(path: disk.home))
    let now = try #require(WallTime(iso8601: "2026-11-25T12:00:00+01:00"))
    let history = History(
      sessions: try library.sessions(), episodes: try library.episodes(), notes: [], days: 1, now: now)
    #expect(history.total.bouts == 2 && history.total.spasms == 2 && history.total.recorded == 102.5)
  }

  @Test func `without a measured clock the wall clock at both starts tells`() throws {
    let (disk, part) = try session()
    try FileManager.default.removeItem(atPath: part.folder.manifest)
    #expect(SessionReading(disk.folder).allEpisodes.map(\.episode.onset) == [10, 24])
  }

  @Test func `what is written to a further wearable's part is followed`() throws {
    let (disk, part) = try session()
    _ = try Library(LibraryFolder(path: disk.home))
    try part.write(part.folder.events, SessionOnDisk.episode(1, from: 1, to: 2))
    #expect(try Library(LibraryFolder(path: disk.home)).episodes().map(\.episode.onset) == [3.5, 10])
  }

  @Test func `a part is named by the session's name and its own`() throws {
    let (disk, part) = try session()
    let library = LibraryFolder(path: disk.home)
    #expect(try library.find("\(disk.folder.id)/wearable-2") == part.folder)
    #expect(try library.find("2026-11-25/wearable-2") == part.folder)
    #expect(try library.find(part.folder.path) == part.folder)
    for name in [
      "2026-11-25/wearable-3", "2026-11-25/wearable-02", "2026-11-25/wearable-1", "2027/wearable-2",
    ] {
      #expect(throws: SessionError.self) { try library.find(name) }
    }
  }

  @Test func `the index of an earlier version is made anew`() throws {
    let (disk, _) = try session()
    let library = LibraryFolder(path: disk.home)
    try library.create()
    do {
      let pool = try DatabasePool(path: library.index)
      try Library.migrator.migrate(pool, upTo: "1")
      try pool.write { database in
        let row = "'\(disk.folder.id)','s','closed',NULL,NULL,1,'','','','',1,1,NULL"
        try database.execute(sql: "INSERT INTO sessions VALUES (\(row))")
      }
      try pool.close()
    }
    let opened = try Library(library)
    #expect(try opened.sessions().map(\.wearables) == [2] && opened.episodes().count == 2)
    #expect(opened.remarks.isEmpty)
  }

  /// Exports a session of two wearables, the second of which began 2.5 s later.
  private func export(
    _ format: SessionExport.Format, anonymise: Bool = false
  ) throws -> (texts: [String: String], remarks: [String], disk: SessionOnDisk) {
    let (disk, _) = try session()
    var export = SessionExport(SessionReading(disk.folder), anonymise: anonymise)
    export.subject = "07"
    let place = "\(disk.home)/out"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
    let remarks = try export.write(format, to: "\(place)/night.\(format.rawValue)")
    return (try ExportedSession.texts(below: place), remarks, disk)
  }

  @Test func `each wearable is exported, and where its time lies`() throws {
    let csv = try export(.csv).texts
    #expect(csv["night.csv/emg.csv"] != nil && csv["night.csv/wearable-2/episodes.csv"] != nil)
    #expect(csv["night.csv/wearables.csv"]?.contains("\r\n2,Band 0042,2.5,,\r\n") == true)
    let json = try #require(try export(.json).texts["night.json"])
    #expect(json.contains(#""companions":[{"id":"2026-11-25T03-12-05/wearable-2""#))
    #expect(json.contains(#""wearable":2,"clock":{"offset_s":2.5,"#))
    let edf = try export(.edf)
    #expect(Set(edf.texts.keys) == ["night.edf", "night-wearable-2.edf"])
    #expect(edf.remarks.contains { $0.contains("night-wearable-2.edf: begins 2.5 s after") })
  }

  @Test func `in a BIDS dataset each wearable is a recording, and its motion a tracking system`() throws {
    let (texts, _, _) = try export(.bids)
    let names = texts.keys.map { $0.dropFirst("night.bids/".count) }.sorted()
    let stem = "sub-07_task-monitoring"
    for number in 1...2 {
      for ending in ["emg.bdf", "emg.json", "channels.tsv", "events.tsv", "events.json"] {
        #expect(names.contains("sub-07/emg/\(stem)_recording-wearable\(number)_\(ending)"))
      }
      for ending in ["motion.tsv", "motion.json", "channels.tsv", "events.tsv"] {
        #expect(names.contains("sub-07/motion/\(stem)_tracksys-wearable\(number)imu_\(ending)"))
      }
    }
    let scans = try #require(texts["night.bids/sub-07/sub-07_scans.tsv"]).split(separator: "\n")
    #expect(scans.contains { $0.hasSuffix("wearable1_emg.bdf\t2026-11-25T03:12:05.000") })
    #expect(scans.contains { $0.hasSuffix("wearable2_emg.bdf\t2026-11-25T03:12:07.500") })
    let hidden = try export(.bids, anonymise: true).texts
    #expect(hidden["night.bids/sub-07/sub-07_scans.tsv"] == nil)
    let sidecar = hidden["night.bids/sub-07/emg/\(stem)_recording-wearable2_emg.json"]
    #expect(sidecar?.contains(#""OffsetToFirstWearable":2.5"#) == true)
  }
}
