import Foundation
import Signals
import Testing

@testable import EpisodeRecorder

/// Files that are cut, mixed up or full of strange numbers cost what they held, and nothing else.
@Suite struct SpoiltSessionTests {
  @Test func `whatever a session's files hold, the others stay, and all can be shown and exported`() throws {
    let sound = try SessionOnDisk("2026-11-25T03-12-05")
    try sound.describe()
    try sound.write(sound.folder.events, SessionOnDisk.episode(1, from: 10, to: 20))
    let model = try ExportedSession().disk
    let names = ["session.json", "manifest.json", "events.jsonl", "notes.jsonl"]
    let texts = try names.map { name in
      try Data(contentsOf: URL(filePath: model.folder.file(name)))
    }
    let strange = [
      "1e300", "-1", "null", "\"\"", "{}", "[]", "99999999999999999999", "\u{0}", "\\u0000", "\n",
    ]
    // In make evidence more; each case takes some milliseconds.
    let isEvidence = ProcessInfo.processInfo.environment["SPASM_EVIDENCE"] != nil
    for seed in 0..<(isEvidence ? 10_000 : 150) {
      var random = SeededGenerator(seed: UInt64(seed))
      let spoilt = try SessionOnDisk("2026-11-26T00-00-00", in: sound)
      for (name, text) in zip(names, texts) {
        var bytes = text
        for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
          let place = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0..<4, using: &random) {
          case 0: bytes = bytes.prefix(place)
          case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
          case 2:
            let digits = bytes[place...].prefix { ($0 >= 48 && $0 < 58) || $0 == 46 }
            let other = strange.randomElement(using: &random) ?? ""
            bytes.replaceSubrange(place..<place + digits.count, with: Data(other.utf8))
          default: bytes += bytes[place...]
          }
          bytes = Data(bytes)
        }
        try bytes.write(to: URL(filePath: spoilt.folder.file(name)))
      }
      let library = try Library(LibraryFolder(path: sound.home))
      let sessions = try library.sessions()
      #expect(sessions.count == 2 && sessions[0].counts == ["spasm": 1], "seed \(seed)")
      let notes = try library.notes().map(\.note)
      let now = WallTime(unixSeconds: 1_795_640_400, offset: 3600)
      let history = History(
        sessions: sessions, episodes: try library.episodes(), notes: notes, days: 3660, now: now)
      #expect(history.total.recorded >= 0, "seed \(seed)")
      let export = SessionExport(SessionReading(spoilt.folder), anonymise: seed % 2 == 0) {
        ListedBlocks([], [])
      }
      #expect(try JSONSerialization.jsonObject(with: Data(export.json.utf8)) is [String: Any], "seed \(seed)")
    }
  }
}
