internal import Foundation
internal import RecordingFormats
internal import Signals

// How a session's folder begins, and how it is closed.

extension SessionRecorder {
  /// Makes a folder that no list of sessions shows.
  static func makeHiddenFolder(in sessions: String, settings: Settings) throws(SessionError) -> SessionFolder
  {
    for attempt in 1...10_000 {
      let folder = SessionFolder(path: "\(sessions)/.begun-\(getpid())-\(attempt)")
      let result = settings.calls.makeFolder(folder.path)
      if result == 0 { return folder }
      guard result == -EEXIST else { throw SessionError(system: -result, path: folder.path) }
    }
    throw SessionError(.failed, path: sessions, reason: "ten thousand sessions of this process were begun")
  }

  /// Names a session by its start, and two of one second differently; a further wearable's folder by its number.
  static func name(
    _ hidden: SessionFolder, in sessions: String, wearable: Int, settings: Settings
  ) throws(SessionError) -> SessionFolder {
    if wearable > 1 {
      let folder = SessionFolder(path: sessions).companion(wearable)
      let result = settings.calls.rename(hidden.path, folder.path)
      guard result == 0 else { throw SessionError(system: -result, path: folder.path) }
      return folder
    }
    let name = settings.started.localSeconds.replacing(":", with: "-")
    for attempt in 1...10_000 {
      let folder = SessionFolder(path: "\(sessions)/\(name)\(attempt == 1 ? "" : "-\(attempt)")")
      let result = settings.calls.rename(hidden.path, folder.path)
      if result == 0 { return folder }
      // A folder that is not empty is never replaced.
      guard [-EEXIST, -ENOTEMPTY, -ENOTDIR].contains(result) else {
        throw SessionError(system: -result, path: folder.path)
      }
    }
    throw SessionError(.failed, path: sessions, reason: "ten thousand sessions begin in the same second")
  }

  static func describe(
    _ streams: [StreamDescription], _ settings: Settings, _ encoding: EDFEncoding, in folder: SessionFolder
  ) throws(SessionError) {
    let isWhole = settings.mode == .continuous
    let companions = (0..<settings.companions).map { SessionFolder.companionName($0 + 2) }
    let description = SessionDescription(
      started: settings.started.iso8601, source: printable(settings.source, limit: 400),
      device: printable(settings.device, limit: 400), mode: settings.mode,
      preRoll: isWhole ? nil : settings.preRoll.value, postRoll: isWhole ? nil : settings.postRoll.value,
      recordMicroseconds: encoding.recordMicroseconds, preset: settings.preset,
      parameters: settings.parameters,
      streams: streams, software: settings.software, companions: companions.isEmpty ? nil : companions)
    let file = try AppendedFile(path: folder.description, calls: settings.calls)
    try file.append(try JSONFile.bytes(of: description, path: folder.description))
    _ = file.sync()
  }

  /// Ends the session: writes what waits, and the manifest.
  ///
  /// - Throws: ``SessionError`` when the session could not be closed; it is as one that was cut off, and can be mended.
  public func close() throws(SessionError) {
    if case .closed = state { return }
    do throws(SessionError) {
      try finish()
    } catch {
      let wish = error.kind == .diskFull ? "make room, and " : ""
      throw SessionError(
        error.kind, path: folder.path,
        reason: "the session is not closed: \(error.message); \(wish)'spasm sessions repair' closes it")
    }
  }

  private func finish() throws(SessionError) {
    assembler.finish()
    writeRecords()
    log.add(assembler.lines)
    assembler.lines.removeAll()
    let clock = clock.known()
    if let clock { log.add([.clock(clock)]) }
    if var keeper {
      self.keeper = nil
      keeper.finish(keep: write, leave: leave)
    }
    try log.flush()
    parts.closePart()
    digestLastPart()
    state = .closed
    disk.finish()
    disk.sync([log.delivery, log.events])
    disk.finish()
    try writeManifest(clock)
    lock.release()
  }

  private func writeManifest(_ clock: SessionClock?) throws(SessionError) {
    var files: [SessionManifest.File] = []
    let digested = digests.finish()
    let names = parts.closed.map(\.name)
    for path in [folder.description, folder.delivery, folder.events] + names.map(folder.file) {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      if let file = digested[name] { files.append(file) } else { files.append(try FileDigest.file(path)) }
    }
    let ledger = ledgers.map { ledgers in
      zip(ledgers, notStored).map { ledger, left in
        SessionManifest.Account(
          expected: ledger.expected, received: ledger.received, lost: ledger.lost, overrun: ledger.overrun,
          notStored: left)
      }
    }
    let ends = zip(streams.indices, streams).map { $1.rate.time(of: assembler.end(of: $0)).value }
    let manifest = SessionManifest(
      ending: .closed, duration: ends.max() ?? 0, ledger: ledger, parts: parts.closed, files: files,
      clock: clock, companions: folder.companionNames)
    try JSONFile.write(manifest, to: folder.manifest, calls: settings.calls)
    settings.calls.syncFolder(folder.path)
  }
}
