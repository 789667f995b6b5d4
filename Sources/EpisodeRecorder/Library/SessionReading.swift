internal import Foundation

/// What the files of a session tell, read together for the library and the exports.
public struct SessionReading: Sendable {
  public var folder: SessionFolder
  /// Nil where ``trouble`` says why.
  public var description: SessionDescription?
  public var manifest: SessionManifest?
  public var log: EventLog
  public var notes: NoteFile.Contents
  /// What is wrong with its files, in a line.
  public var trouble: String?
  /// The parts of the further wearables.
  public var companions: [SessionReading]

  /// Reads a session; whatever is cut off or damaged is left out and told in ``trouble``.
  public init(_ folder: SessionFolder) {
    self.folder = folder
    companions = folder.companions.map(SessionReading.init)
    var troubles: [String] = []
    func decoded<Value: Decodable>(_ type: Value.Type, _ path: String) -> Value? {
      guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
      let value = try? JSONDecoder().decode(type, from: bytes)
      if value == nil { troubles.append("\(path.split(separator: "/").last ?? "") cannot be understood") }
      return value
    }
    description = decoded(SessionDescription.self, folder.description)
    if description == nil, troubles.isEmpty { troubles.append("session.json cannot be read") }
    manifest = decoded(SessionManifest.self, folder.manifest)
    do throws(SessionError) { log = try EventLog(path: folder.events) } catch {
      log = EventLog()
      troubles.append("events.jsonl \(error.reason)")
    }
    do throws(SessionError) { notes = try NoteFile(path: folder.notes).read() } catch {
      notes = NoteFile.Contents()
      troubles.append("notes.jsonl \(error.reason)")
    }
    trouble = troubles.isEmpty ? nil : troubles.joined(separator: "; ")
  }

  /// The wall clock at the first sample.
  public var started: WallTime? { description.flatMap { WallTime(iso8601: $0.started) } }

  /// How long it is, in seconds: what the manifest says, or the log.
  public var duration: Double {
    [manifest?.duration, log.duration].compactMap(\.self).first { (0...EventLog.longest).contains($0) } ?? 0
  }

  /// The first wearable's episodes, with what the person says of each.
  public var episodes: [LibraryEpisode] {
    let corrections = notes.corrections
    let started = started
    return log.episodes.map { episode in
      LibraryEpisode(
        session: folder.id, at: started?.adding(episode.onset), episode: episode,
        correction: corrections[episode.id])
    }
  }

  /// The session as the library lists it.
  public var listed: LibrarySession {
    let all = [self] + companions
    let episodes = allEpisodes
    return LibrarySession(
      id: folder.id, state: state, started: started, duration: allDuration,
      source: description?.source ?? "", device: description?.device ?? "",
      preset: description?.preset ?? "", mode: description?.mode.rawValue ?? "",
      channels: all.compactMap(\.description).flatMap(\.streams).filter { $0.kind == "emg" }
        .map(\.channels.count).reduce(0, +),
      bytes: FileStamp.all(in: folder).map(\.bytes).reduce(0, +), trouble: allTrouble,
      counts: Dictionary(grouping: episodes, by: \.episode.kind).mapValues(\.count),
      bouts: all.map(\.log.bouts.count).reduce(0, +), notes: allNotes.count, wearables: all.count)
  }

  /// How the session stands: as the least finished of its wearables.
  private var state: LibrarySession.State {
    if description == nil { return .unreadable }
    let endings = ([self] + companions).map(\.manifest?.ending)
    if endings.contains(nil) { return folder.isBeingRecorded ? .recording : .open }
    return endings.contains(.repaired) ? .repaired : .closed
  }
}

/// The size of a file and when it was last changed: what tells whether it has to be read again.
struct FileStamp: Hashable {
  var name: String
  var bytes: Int64
  var seconds: Int
  var nanoseconds: Int

  /// The stamps of every file of a session, those of further wearables after the first one's, in the order of their names.
  static func all(in folder: SessionFolder) -> [FileStamp] {
    folder.wearables.flatMap { wearable in
      files(of: wearable, within: wearable.wearable == 1 ? "" : "wearable-\(wearable.wearable)/")
    }
  }

  private static func files(of folder: SessionFolder, within: String) -> [FileStamp] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().compactMap { name in
      var status = stat()
      guard lstat(folder.file(name), &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      return FileStamp(
        name: within + name, bytes: Int64(status.st_size), seconds: status.st_mtim.tv_sec,
        nanoseconds: status.st_mtim.tv_nsec)
    }
  }

  /// All stamps of a session as one text: the same as long as nothing is written.
  static func text(of folder: SessionFolder) -> String {
    all(in: folder)
      .map { "\($0.name) \($0.bytes) \($0.seconds).\($0.nanoseconds)" }.joined(separator: "\n")
  }
}
