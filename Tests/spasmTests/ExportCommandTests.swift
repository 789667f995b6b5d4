import Foundation
import Testing

/// A session that was recorded is exported, as people do it.
@Suite struct ExportCommandTests {
  @Test func `what was recorded is noted on, listed and exported in every format`() throws {
    let folder = try Folder()
    let home = ["SPASM_HOME": folder.path]
    func run(_ arguments: [String]) throws -> Command.Result { try Command.run(arguments, environment: home) }
    let record = try run(["record", "sim:basic", "--duration", "60", "--speed", "max", "--json"])
    #expect(record.code == 0)
    let claimed = record.lines.filter { $0.hasPrefix(#"{"type":"episode""#) }.count
    #expect(claimed > 2)
    #expect(try run(["note", "wide awake", "--pain", "2"]).code == 0)
    #expect(try run(["note", "--correct", "1=movement"]).code == 0)
    let listed = try #require(try run(["sessions", "list", "--json"]).lines.first)
    #expect(listed.contains(#""state":"closed""#) && listed.contains(#""notes":2"#))
    let id = try #require(FileManager.default.contentsOfDirectory(atPath: folder.file("sessions")).first)
    for format in ["csv", "json", "edf", "bids"] {
      let out = folder.file("out-\(format)")
      let arguments = ["sessions", "export", id, "--format", format, "--out", out]
      let result = try run(arguments)
      #expect(result.code == 0 && result.text.hasPrefix("Wrote "), "\(format): \(result.error)")
      // A second time it would write over the first.
      #expect(try run(arguments).code == 64)
      #expect(try run(arguments.dropLast() + ["\(out)-2", "--anonymise"]).code == 0)
    }
    let episodes = try String(contentsOfFile: folder.file("out-csv/episodes.csv"), encoding: .utf8)
    #expect(episodes.split(separator: "\r\n").count == claimed + 1 && episodes.contains(",movement,"))
    // What was exported is heard again: the same muscle gives the same episodes.
    let replay = try run([
      "replay", folder.file("out-bids/sub-01/emg/sub-01_task-monitoring_emg.bdf"), "--json",
    ])
    #expect(replay.code == 0 && replay.lines.contains { $0.contains(#""kind":"spasm""#) })
  }

  @Test(arguments: [
    ["--format", "mp3", "--out", "x"], ["--format", "csv", "--out", ""], ["--format", "csv"], ["--out", "x"],
    ["--format", "bids", "--out", "x", "--subject", "a_b"], ["--format", "bids", "--out", "x", "--task", ""],
  ]) func `wrong usage is 64`(arguments: [String]) throws {
    let result = try Command.run(["sessions", "export", "none"] + arguments)
    #expect(result.code == 64 && result.output.isEmpty && !result.error.isEmpty)
  }
}
