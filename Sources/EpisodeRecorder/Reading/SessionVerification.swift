internal import Foundation
internal import Signals

/// Whether a session is what was recorded: its account, and the checksums of its files.
public struct SessionVerification: Hashable, Sendable {
  /// What is wrong, a line each; none for a sound session.
  public private(set) var problems: [String] = []
  /// The account of each stream, in words.
  public private(set) var account: [String] = []
  /// How many files have the checksum that the manifest says.
  public private(set) var soundFiles = 0

  /// Reads every file of the session in `folder`.
  ///
  /// - Throws: ``SessionError`` when there is no session, or its description is damaged.
  /// - Complexity: O(bytes of the session).
  public init(_ folder: SessionFolder) throws(SessionError) {
    let session = try SessionParts(folder)
    let log = try DeliveryLog(path: folder.delivery, streamCount: session.streams.count)
    problems = session.damage
    if log.damagedLines > 0 {
      problems.append("delivery.jsonl: \(log.damagedLines) lines cannot be understood")
    }
    for part in session.parts {
      let name = part.path.split(separator: "/").last ?? ""
      if part.announced != part.records {
        problems.append(
          "\(name): its header says \(part.announced ?? -1) data records, there are \(part.records)")
      }
      if part.tailByteCount > 0 { problems.append("\(name): a data record is cut off at its end") }
    }
    let accounts = SessionAccount.all(of: session, log)
    for (stream, account) in accounts.enumerated() { check(account, stream, session.streams[stream]) }
    guard folder.isClosed else {
      problems.append("is not closed: it is being recorded, or was cut off and can be repaired")
      return
    }
    let manifest = try JSONFile.read(SessionManifest.self, from: folder.manifest)
    check(manifest, accounts)
    check(manifest.files, in: folder)
    checkLog(folder)
    let there = folder.companionNames ?? []
    for name in manifest.companions ?? [] where !there.contains(name) {
      problems.append("\(printable(name)): is missing; it had what another wearable recorded")
    }
  }

  private mutating func check(_ account: SessionAccount, _ number: Int, _ stream: StreamDescription) {
    let name = "stream \(number) (\(stream.kind.rawValue))"
    var line = "\(name): \(account.expected) frames = \(account.received) received + \(account.lost) lost"
    if account.overrun > 0 { line += " + \(account.overrun) overrun" }
    line += "; \(account.stored) stored"
    if account.leftOut > 0 { line += ", \(account.leftOut) left out" }
    self.account.append(line)
    if account.unexplained != 0 {
      problems.append("\(name): \(account.unexplained) frames are missing and nothing tells why")
    }
  }

  private mutating func check(_ manifest: SessionManifest, _ accounts: [SessionAccount]) {
    guard let ledger = manifest.ledger else { return }
    guard ledger.count == accounts.count else {
      problems.append("manifest.json: has an account of \(ledger.count) streams, there are \(accounts.count)")
      return
    }
    for (stream, (told, counted)) in zip(ledger, accounts).enumerated() {
      let both = [
        ("expected", told.expected, counted.expected), ("received", told.received, counted.received),
        ("lost", told.lost, counted.lost), ("overrun", told.overrun, counted.overrun),
        ("not stored", told.notStored, counted.leftOut),
      ]
      for (name, told, counted) in both where told != counted {
        problems.append("stream \(stream): the manifest says \(told) frames \(name), the files \(counted)")
      }
    }
  }

  private mutating func check(_ files: [SessionManifest.File], in folder: SessionFolder) {
    for file in files {
      guard let found = try? FileDigest.file(folder.file(printableName(file.name))) else {
        problems.append("\(file.name): is missing, or cannot be read")
        continue
      }
      if found.bytes != file.bytes {
        problems.append("\(file.name): has \(found.bytes) bytes, the manifest says \(file.bytes)")
      } else if found.sha256 != file.sha256 {
        problems.append("\(file.name): its content is not what was written")
      } else {
        soundFiles += 1
      }
    }
    let known = Set(files.map(\.name))
    for number in folder.parts {
      let name = folder.part(number).split(separator: "/").last.map(String.init) ?? ""
      if !known.contains(name) { problems.append("\(name): is not in the manifest") }
    }
  }

  private mutating func checkLog(_ folder: SessionFolder) {
    guard let log = try? EventLog(path: folder.events) else {
      problems.append("events.jsonl: cannot be read")
      return
    }
    if log.unreadable > 0 { problems.append("events.jsonl: \(log.unreadable) lines cannot be understood") }
    if !log.isComplete { problems.append("events.jsonl: has no summary") }
  }

  /// A name that cannot lead out of the folder.
  private func printableName(_ name: String) -> String { String(name.filter { $0 != "/" }) }
}
