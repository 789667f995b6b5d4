import Events
import Foundation
import Signals
import Testing

@testable import EpisodeRecorder

/// The index says what the folders say, whatever has happened to either.
@Suite struct LibraryTests {
  private static let lines =
    #"{"type":"onset","at_s":11,"channel":"Left calf","channel_index":0,"onset_s":10}"# + "\n"
    + SessionOnDisk.episode(1, from: 10, to: 20, bout: 1)
    + SessionOnDisk.episode(2, "twitch", from: 30, to: 30.2, channel: 1)
    + SessionOnDisk.episode(3, from: 40, to: 60, bout: 1)
    + #"{"type":"bout","at_s":120,"channel":"Left calf","channel_index":0,"id":1,"spasms":[1,3],"start_s":10,"end_s":60}"#
    + "\n" + SessionOnDisk.summary(duration: 200)

  private func library(_ session: SessionOnDisk) throws -> Library {
    try Library(LibraryFolder(path: session.home))
  }

  @Test func `a session is listed with what its files tell`() throws {
    let disk = try SessionOnDisk()
    try disk.describe()
    try disk.write(disk.folder.events, Self.lines)
    try disk.close(duration: 200)
    let at = try #require(WallTime(iso8601: "2026-11-25T03:13:00+01:00"))
    let note = Note(.note, at: at, atSeconds: 55, text: "calf", pain: 6)
    try NoteFile(path: disk.folder.notes).append(note)
    try NoteFile(path: disk.folder.notes).append(
      Note(.correction, at: at, atSeconds: 55, episode: 3, label: "movement"))
    let library = try library(disk)
    let session = try #require(try library.sessions().first)
    #expect(session.id == disk.folder.id && session.state == .closed && session.duration == 200)
    #expect(session.counts == ["spasm": 2, "twitch": 1] && session.bouts == 1 && session.notes == 2)
    #expect(session.started?.iso8601 == "2026-11-25T03:12:05+01:00" && session.channels == 2)
    let episodes = try library.episodes()
    #expect(episodes.map(\.episode.id) == [1, 2, 3] && episodes[1].episode.channel == "Right calf")
    #expect(episodes[2].correction == "movement" && episodes[2].episode.kind == "spasm")
    #expect(episodes[0].at?.iso8601 == "2026-11-25T03:12:15+01:00")
    #expect(try library.notes().first?.note == note && library.remarks.isEmpty)
  }

  @Test func `a log cut at any byte keeps every whole line`() throws {
    let disk = try SessionOnDisk()
    try disk.describe()
    let bytes = Array(Self.lines.utf8)
    let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
    for length in stride(from: 0, through: bytes.count, by: 1) {
      try Data(bytes.prefix(length)).write(to: URL(filePath: disk.folder.events))
      let log = try EventLog(path: disk.folder.events)
      // A line without its line feed is whole.
      let whole = ends.count { $0 <= length }
      #expect(log.episodes.count == max(0, min(whole - 1, 3)), "\(length) bytes")
      #expect(log.bouts.count == (whole >= 5 ? 1 : 0) && log.isComplete == (whole == 6))
    }
  }

  @Test func `every line that the writer makes can be read`() throws {
    let disk = try SessionOnDisk()
    try disk.describe()
    let description = try #require(SessionReading(disk.folder).description)
    let streams = try description.streamDescriptions(path: "")
    let writer = EventLineWriter(streams: streams)
    let evidence = Evidence(
      restRMS: 2.5, rms: 20, peak: 31, ratio: 18, threshold: 9.5, motion: 0.01, posture: 1, company: 0.5,
      unevenness: 2, quality: 0.99, blanked: 0.01)
    let episode = Episode(
      id: 7, kind: .spasm, subtype: .clonic, onset: 1.5, offset: 9.25, involuntary: 0.75, bout: 2,
      severity: Severity(timesRest: 8, integrated: 12.5, ofMaximum: 0.25), evidence: evidence)
    let line = writer.line(Event(at: 10, stream: 0, channel: 1, .episode(episode)))
    try Data(line).write(to: URL(filePath: disk.folder.events))
    let read = try #require(try EventLog(path: disk.folder.events).episodes.first)
    #expect(read.id == 7 && read.kind == "spasm" && read.subtype == "clonic" && read.onset == 1.5)
    #expect(read.offset == 9.25 && read.involuntary == 0.75 && read.bout == 2 && read.channelIndex == 1)
    #expect(read.severity == .init(timesRest: 8, integrated: 12.5, mvcPercent: 25))
    let numbers = LoggedEpisode.Evidence.numbers.map { number in read.evidence.flatMap(number.value) }
    #expect(numbers == [2.5, 20, 31, 18, 9.5, 0.01, 1, 0.5, 2, 0.99, 0.01] && read.evidence?.unit == "uV")
  }

  @Test func `what is added, changed and removed is followed`() throws {
    let disk = try SessionOnDisk()
    try disk.describe()
    try disk.write(disk.folder.events, SessionOnDisk.episode(1, from: 1, to: 9))
    #expect(try library(disk).sessions().map(\.state) == [.recording])
    let log = try FileHandle(forUpdating: URL(filePath: disk.folder.events))
    try log.seekToEnd()
    try log.write(contentsOf: Data(SessionOnDisk.episode(2, from: 11, to: 19).utf8))
    let next = try SessionOnDisk("2026-11-26T03-12-05", in: disk)
    try next.describe(started: "2026-11-26T03:12:05+01:00")
    #expect(try library(disk).sessions().map { $0.counts["spasm"] ?? 0 } == [2, 0])
    try FileManager.default.removeItem(atPath: disk.folder.path)
    #expect(try library(disk).sessions().map(\.id) == [next.folder.id])
    #expect(try library(disk).episodes().isEmpty)
  }

  @Test func `an index that is deleted, rebuilt or damaged comes back the same`() throws {
    let disk = try SessionOnDisk()
    try disk.describe()
    try disk.write(disk.folder.events, Self.lines)
    let (sessions, episodes) = try { ($0, $1) }(library(disk).sessions(), library(disk).episodes())
    try library(disk).rebuild()
    #expect(try library(disk).sessions() == sessions)
    let index = LibraryFolder(path: disk.home).index
    func spoil(_ change: (inout Data) -> Void) throws {
      for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: index + ending) }
      var bytes = try Data(contentsOf: URL(filePath: index))
      change(&bytes)
      try bytes.write(to: URL(filePath: index))
    }
    // Not SQLite; cut in the middle; pages of nonsense; and a later version's.
    let spoilers: [(inout Data) -> Void] = [
      { $0 = Data("a story of no interest, told at some length".utf8) }, { $0 = $0.prefix($0.count / 2) },
      { for byte in 100..<$0.count { $0[byte] = UInt8(truncatingIfNeeded: byte &* 167) } },
    ]
    for spoiler in spoilers {
      try spoil(spoiler)
      let mended = try library(disk)
      #expect(try mended.sessions() == sessions && mended.episodes() == episodes)
      #expect(mended.remarks.count == 1 && mended.remarks[0].contains("made anew"))
      #expect(try library(disk).remarks.isEmpty)
    }
    #expect(FileManager.default.fileExists(atPath: index + ".damaged-3"))
    try FileManager.default.removeItem(atPath: index)
    for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: index + ending) }
    #expect(try library(disk).episodes() == episodes)
  }

  @Test func `folders are their owner's alone, and so is the index`() throws {
    let home = NSTemporaryDirectory() + "/spasm-\(UUID().uuidString)/deep/er"
    let folder = LibraryFolder(path: home)
    _ = try Library(folder)
    func mode(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try mode(home) == 0o700 && mode(folder.sessions) == 0o700 && mode(folder.index) == 0o600)
    try FileManager.default.removeItem(atPath: home)
  }

  @Test func `a session that cannot be understood is listed and said so`() throws {
    let disk = try SessionOnDisk()
    try disk.write(disk.folder.description, #"{"schema":1,"#)
    try disk.write(disk.folder.events, SessionOnDisk.episode(1, from: 1, to: 9))
    let session = try #require(try library(disk).sessions().first)
    #expect(session.state == .unreadable && session.trouble == "session.json cannot be understood")
    #expect(session.counts == ["spasm": 1])
  }

  @Test func `where the library is`() {
    #expect(LibraryFolder.standard(environment: ["SPASM_HOME": "/a/b", "HOME": "/h"]).path == "/a/b")
    #expect(LibraryFolder.standard(environment: ["XDG_DATA_HOME": "/d", "HOME": "/h"]).path == "/d/spasm")
    let home = LibraryFolder.standard(environment: ["XDG_DATA_HOME": "d", "HOME": "/h"])
    #expect(home.path == "/h/.local/share/spasm" && home.sessions == "/h/.local/share/spasm/sessions")
  }

  @Test func `what is being recorded is known by its lock`() throws {
    let disk = try SessionOnDisk("2026-11-25T03-12-05")
    let later = try SessionOnDisk("2026-11-26T01-00-00", in: disk)
    for session in [disk, later] {
      try session.describe()
      // What has just begun is taken for recorded without trying the lock.
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -60)], ofItemAtPath: session.folder.description)
    }
    let folder = LibraryFolder(path: disk.home)
    #expect(folder.current == later.folder && !disk.folder.isBeingRecorded)
    let lock = try SessionLock(disk.folder)
    #expect(folder.current == disk.folder && disk.folder.isBeingRecorded)
    #expect(try library(disk).sessions().map(\.state) == [.recording, .open])
    #expect(throws: SessionError.self) { try Deletion(disk.folder) }
    lock.release()
    #expect(try library(disk).sessions().map(\.state) == [.open, .open])
    try Deletion(disk.folder).perform()
    #expect(folder.sessionFolders == [later.folder])
  }

  @Test func `a session is named by its name, the beginning of it, or its folder`() throws {
    let disk = try SessionOnDisk("2026-11-25T03-12-05")
    let twin = try SessionOnDisk("2026-11-25T03-12-05-2", in: disk)
    let later = try SessionOnDisk("2026-11-26T01-00-00", in: disk)
    for session in [disk, twin, later] { try session.describe() }
    let folder = LibraryFolder(path: disk.home)
    #expect(try folder.find("2026-11-25T03-12-05") == disk.folder)
    #expect(try folder.find("2026-11-26") == later.folder)
    #expect(try folder.find(twin.folder.path + "/") == twin.folder)
    #expect(throws: SessionError.self) { try folder.find("2026-11-25") }
    #expect(throws: SessionError.self) { try folder.find("2027") }
    #expect(throws: SessionError.self) { try folder.find("") }
    #expect(folder.current == later.folder)
  }
}
