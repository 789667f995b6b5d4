internal import Events
internal import Foundation
internal import RecordingFormats
internal import Signals

/// Closes a session that was cut off by a crash or a power cut.
///
/// What is whole stays as it is; what was cut off in the middle (half a data record, half a line) is moved to a file of its own beside
/// it, so that nothing is deleted and every reader opens the rest.
public struct SessionRepair {
  /// What was done, a line each.
  public private(set) var steps: [String] = []
  private let folder: SessionFolder
  private let calls: FileCalls

  /// Closes the session in `folder`; what is closed already is left as it is.
  ///
  /// - Throws: ``SessionError`` when it is being recorded, is no session, or cannot be written.
  public init(_ folder: SessionFolder, calls: FileCalls = FileCalls()) throws(SessionError) {
    self.folder = folder
    self.calls = calls
    guard !folder.isClosed else { return }
    let lock = try SessionLock(folder)
    defer { lock.release() }
    try setAsideBrokenParts()
    for name in ["delivery.jsonl", "events.jsonl"] { try closeLines(name) }
    let session = try SessionParts(folder)
    for part in session.parts { try close(part) }
    var log = try DeliveryLog(path: folder.delivery, streamCount: session.streams.count)
    let missing = missingAtEnd(session, log)
    if !missing.isEmpty {
      try append(missing.flatMap(\.bytes), to: folder.delivery)
      log = try DeliveryLog(path: folder.delivery, streamCount: session.streams.count)
      steps.append("delivery.jsonl: what was cut off before its end is booked as lost")
    }
    let accounts = SessionAccount.all(of: session, log)
    try summarise(session, accounts)
    try writeManifest(session, accounts, log.clock)
  }

  /// A part without a whole header holds no samples.
  private mutating func setAsideBrokenParts() throws(SessionError) {
    for number in folder.parts {
      let path = folder.part(number)
      let length = try Self.length(of: path)
      let head = FileManager.default.contents(atPath: path, first: 256)
      let announced =
        head.count == 256 ? Int(String(decoding: head[184..<192], as: UTF8.self).filter(\.isNumber)) : nil
      if head.count < 256 || length < Int64(announced ?? Int.max) {
        try move(path, to: "\(path).cut")
        steps.append("\(name(path)): is cut within its header; set aside")
      }
    }
  }

  private mutating func closeLines(_ name: String) throws(SessionError) {
    let path = folder.file(name)
    guard let bytes = FileManager.default.contents(atPath: path) else {
      // It was cut off before anything became known.
      _ = try AppendedFile(path: path, calls: calls)
      return
    }
    let whole = (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    guard whole < bytes.count else { return }
    try cut(path, at: Int64(whole), tail: Array(bytes[whole...]))
    steps.append("\(name): its last line is cut off; set aside")
  }

  private mutating func close(_ part: SessionParts.Part) throws(SessionError) {
    if part.tailByteCount > 0 {
      let length = try Self.length(of: part.path)
      let tail = FileManager.default.contents(atPath: part.path, last: Int(part.tailByteCount))
      try cut(part.path, at: length - part.tailByteCount, tail: tail)
      steps.append("\(name(part.path)): its last data record is cut off; set aside")
    }
    guard part.announced != part.records else { return }
    let descriptor = open(part.path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SessionError(system: errno, path: part.path) }
    defer { Foundation.close(descriptor) }
    let count = EDFEncoding.recordCount(part.records)
    let done = count.withUnsafeBytes { calls.write(descriptor, $0, EDFEncoding.recordCountOffset) }
    guard done == count.count else { throw SessionError(system: Int32(max(0, -done)), path: part.path) }
    _ = calls.sync(descriptor)
    steps.append("\(name(part.path)): closed with \(part.records) data records")
  }

  /// Frames that the log says were the last, and that did not reach the disk.
  private func missingAtEnd(_ session: SessionParts, _ log: DeliveryLog) -> [DeliveryLine] {
    let last = max(
      session.parts.map { $0.first + $0.records }.max() ?? 0, log.notStored.map(\.upperBound).max() ?? 0)
    return log.streams.enumerated().flatMap { stream, delivery in
      let covered = last * Int64(session.framesPerRecord[stream])
      guard let end = delivery.end, end > covered else { return [DeliveryLine]() }
      var (lines, first) = ([DeliveryLine](), covered)
      for (gap, _) in delivery.gaps where gap.upperBound > first && gap.lowerBound < end {
        if gap.lowerBound > first {
          lines.append(.gap(stream: stream, first: first, count: gap.lowerBound - first, cause: .lost))
        }
        first = max(first, gap.upperBound)
      }
      if first < end { lines.append(.gap(stream: stream, first: first, count: end - first, cause: .lost)) }
      return lines
    }
  }

  /// Ends the event log: that it was cut off, and the account.
  private mutating func summarise(
    _ session: SessionParts, _ accounts: [SessionAccount]
  ) throws(SessionError) {
    let log = try EventLog(path: folder.events)
    guard !log.isComplete else { return }
    let duration = zip(accounts, session.streams).map { $1.rate.time(of: $0.expected) }.max() ?? 0
    var kinds: [Episode.Kind: Int] = [:]
    for episode in log.episodes {
      if let kind = Episode.Kind(rawValue: episode.kind) { kinds[kind, default: 0] += 1 }
    }
    let ledgers = accounts.map { account in
      var ledger = Ledger()
      ledger.receive(account.received, blank: account.blank)
      ledger.miss(account.lost, cause: .lost)
      ledger.miss(account.overrun, cause: .overrun)
      return ledger
    }
    let writer = EventLineWriter(streams: session.streams)
    let at = max(duration, Seconds(log.duration))
    let cut = Event(
      at: at, .health(Health(.cutOff, detail: "the recording was cut off here, and closed later")))
    let summary = Event(
      at: at, .summary(Summary(ledgers: ledgers, episodes: kinds, bouts: log.bouts.count, duration: duration))
    )
    try append(writer.line(cut) + writer.line(summary), to: folder.events)
    steps.append("events.jsonl: ended with its account")
  }

  private mutating func writeManifest(
    _ session: SessionParts, _ accounts: [SessionAccount], _ clock: SessionClock?
  ) throws(SessionError) {
    var files: [SessionManifest.File] = []
    for path in [folder.description, folder.delivery, folder.events] {
      files.append(try FileDigest.file(path))
    }
    for part in session.parts { files.append(try FileDigest.file(part.path)) }
    let duration = zip(accounts, session.streams).map { $1.rate.time(of: $0.expected).value }.max() ?? 0
    let manifest = SessionManifest(
      ending: .repaired, duration: duration,
      ledger: accounts.map { account in
        SessionManifest.Account(
          expected: account.expected, received: account.received, lost: account.lost,
          overrun: account.overrun,
          notStored: account.leftOut)
      },
      parts: session.parts.map { .init(name: name($0.path), firstRecord: $0.first, records: $0.records) },
      files: files, clock: clock, companions: folder.companionNames)
    try JSONFile.write(manifest, to: folder.manifest, calls: calls)
    steps.append("manifest.json: written")
    calls.syncFolder(folder.path)
  }

  /// Moves the end of a file to one beside it: first it is written there, then it is cut here.
  private func cut(_ path: String, at length: Int64, tail: [UInt8]) throws(SessionError) {
    let aside = try AppendedFile(path: Self.free("\(path).cut"), calls: calls)
    try aside.append(tail)
    let synced = aside.sync()
    if synced < 0 { throw SessionError(system: -synced, path: aside.path) }
    guard truncate(path, off_t(length)) == 0 else { throw SessionError(system: errno, path: path) }
  }

  private func move(_ path: String, to other: String) throws(SessionError) {
    let moved = calls.rename(path, Self.free(other))
    if moved < 0 { throw SessionError(system: -moved, path: path) }
  }

  private func append(_ bytes: [UInt8], to path: String) throws(SessionError) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw SessionError(system: errno, path: path) }
    defer { Foundation.close(descriptor) }
    let done = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
    guard done == bytes.count else { throw SessionError(system: done < 0 ? errno : ENOSPC, path: path) }
  }

  private func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// A name that no file has.
  private static func free(_ path: String) -> String {
    var (name, number) = (path, 1)
    while FileManager.default.fileExists(atPath: name) {
      number += 1
      name = "\(path)-\(number)"
    }
    return name
  }

  private static func length(of path: String) throws(SessionError) -> Int64 {
    var status = stat()
    guard stat(path, &status) == 0 else { throw SessionError(system: errno, path: path) }
    return Int64(status.st_size)
  }
}

extension FileManager {
  /// The first bytes of a file; fewer where it is shorter.
  fileprivate func contents(atPath path: String, first count: Int) -> [UInt8] {
    guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: count) else {
      return []
    }
    return Array(data)
  }

  /// The last bytes of a file.
  fileprivate func contents(atPath path: String, last count: Int) -> [UInt8] {
    guard let file = FileHandle(forReadingAtPath: path), let end = try? file.seekToEnd(),
      (try? file.seek(toOffset: end - UInt64(min(count, Int(end))))) != nil, let data = try? file.readToEnd()
    else { return [] }
    return Array(data)
  }
}
