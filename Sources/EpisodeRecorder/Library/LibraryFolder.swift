internal import Foundation

/// Where a person's sessions are kept: `sessions/`, a folder each, and `library.sqlite`, their index.
public struct LibraryFolder: Hashable, Sendable {
  public let path: String

  /// The library in the folder at `path`, which need not be there yet.
  public init(path: String) {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// `$SPASM_HOME`, or `$XDG_DATA_HOME/spasm`, or `~/.local/share/spasm`.
  ///
  /// A relative `$XDG_DATA_HOME` is passed over, as the XDG Base Directory Specification asks.
  public static func standard() -> LibraryFolder {
    standard(environment: ProcessInfo.processInfo.environment)
  }

  /// The same with an environment of the caller's.
  static func standard(environment: [String: String]) -> LibraryFolder {
    if let home = environment["SPASM_HOME"], !home.isEmpty { return LibraryFolder(path: home) }
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
      return LibraryFolder(path: data + "/spasm")
    }
    return LibraryFolder(path: (environment["HOME"] ?? NSHomeDirectory()) + "/.local/share/spasm")
  }

  /// The folder of the sessions.
  public var sessions: String { "\(path)/sessions" }
  /// The index.
  public var index: String { "\(path)/library.sqlite" }

  /// The session called `id`.
  public func session(_ id: String) -> SessionFolder { SessionFolder(path: "\(sessions)/\(id)") }

  /// Every session that is there, in the order of their names, which is that of their starts.
  public var sessionFolders: [SessionFolder] { Self.sessionFolders(in: sessions) }

  /// Every session in a folder, in the order of their names.
  public static func sessionFolders(in folder: String) -> [SessionFolder] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted().map { SessionFolder(path: "\(folder)/\($0)") }
      .filter(\.isSession)
  }

  /// Makes the folders that are not there, for their owner alone.
  ///
  /// - Throws: ``SessionError`` when they cannot be made.
  public func create() throws(SessionError) {
    do {
      for folder in [path, sessions] where !FileManager.default.fileExists(atPath: folder) {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      }
    } catch {
      let isForbidden = (error as? CocoaError)?.code == .fileWriteNoPermission
      throw SessionError(
        isForbidden ? .forbidden : .failed, path: path, reason: "the library's folder cannot be made")
    }
  }

  /// The session that a person means by `name`: its name, the beginning of it, or the path of its folder.
  ///
  /// `NAME/wearable-2` is the part of a further wearable.
  ///
  /// - Throws: ``SessionError`` when there is none, or more than one.
  public func find(_ name: String) throws(SessionError) -> SessionFolder {
    if name.contains("/") || name == "." || name == ".." {
      let folder = SessionFolder(path: URL(filePath: name).standardizedFileURL.path)
      guard folder.isSession else {
        if let part = try findPart(name) { return part }
        throw SessionError(.absent, path: name, reason: "is no session: there is no session.json")
      }
      return folder
    }
    let all = sessionFolders
    if let folder = all.first(where: { $0.id == name }) { return folder }
    let alike = name.isEmpty ? [] : all.filter { $0.id.hasPrefix(name) }
    guard let only = alike.first else {
      throw SessionError(
        .absent, path: sessions,
        reason: "there is no session '\(name)'; 'spasm sessions list' tells which are")
    }
    guard alike.count == 1 else {
      throw SessionError(
        .unsuitable, path: sessions,
        reason: "'\(name)' could be \(alike.count) sessions, from \(only.id) to \(alike.last?.id ?? "")")
    }
    return only
  }

  /// The part of a further wearable of a session of this library; nil where `name` means none.
  private func findPart(_ name: String) throws(SessionError) -> SessionFolder? {
    let names = name.split(separator: "/", omittingEmptySubsequences: false)
    guard names.count == 2, let number = SessionFolder.wearableNumber(names[1]) else { return nil }
    let part = try find(String(names[0])).companion(number)
    return part.isSession ? part : nil
  }

  /// The session that is being recorded, the newest of several; or else the newest one, if there is any.
  public var current: SessionFolder? {
    // By their starts: a name is of the place's clock, and anybody may change it.
    let all = sessionFolders.map { folder in
      let description = try? JSONFile.read(SessionDescription.self, from: folder.description)
      return (
        folder: folder, started: description.flatMap { WallTime(iso8601: $0.started)?.unixSeconds } ?? 0
      )
    }.sorted { $0.started < $1.started }.map(\.folder)
    return all.last(where: \.isBeingRecorded) ?? all.last
  }
}
