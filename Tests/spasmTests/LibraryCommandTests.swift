import Foundation
import Testing

/// Sessions, notes and history, as people use them.
@Suite struct LibraryCommandTests {
  /// A library with a closed session of an hour that began two hours ago, and an open one after it.
  private func library() throws -> Folder {
    let folder = try Folder()
    let format = ISO8601DateFormatter()
    for (id, ago) in [("a", 7200.0), ("b", 1800)] {
      let path = folder.file("sessions/\(id)")
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      let started = format.string(from: Date(timeIntervalSinceNow: -ago))
      _ = try folder.write(
        "sessions/\(id)/session.json",
        #"{"schema":1,"started":"\#(started)","source":"sim:basic","device":"d","mode":"continuous","#
          + #""record_us":1000000,"preset":"default","parameters":{},"streams":[],"software":"spasm 0.1.0"}"#)
      _ = try folder.write(
        "sessions/\(id)/events.jsonl",
        #"{"type":"episode","at_s":61,"channel":"EMG1","channel_index":0,"id":1,"kind":"spasm","onset_s":50,"#
          + #""offset_s":60,"duration_s":10,"severity":{"x_rest":8}}"# + "\n")
    }
    _ = try folder.write(
      "sessions/a/manifest.json", #"{"schema":1,"ending":"closed","duration_s":3600,"parts":[],"files":[]}"#)
    return folder
  }

  private func run(_ arguments: [String], in folder: Folder) throws -> Command.Result {
    try Command.run(arguments, environment: ["SPASM_HOME": folder.path, "TZ": "UTC"])
  }

  @Test func `a note goes to the session that is being recorded, and is in its place`() throws {
    let folder = try library()
    #expect(try run(["note", "after lifting", "--pain", "7", "--at", "-5m"], in: folder).code == 0)
    let json = try run(["mark", "--json"], in: folder)
    #expect(json.code == 0 && json.text.contains(#""kind":"mark""#))
    let notes = try String(contentsOfFile: folder.file("sessions/b/notes.jsonl"), encoding: .utf8)
    let lines = notes.split(separator: "\n")
    #expect(
      lines.count == 2 && !FileManager.default.fileExists(atPath: folder.file("sessions/a/notes.jsonl")))
    let fields = try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any]
    // Half an hour ago it began, and five minutes ago it was; whole seconds in session.json, and the time the test takes.
    let time = try #require(fields?["at_s"] as? Double)
    #expect((1500...1560).contains(time) && fields?["pain"] as? Int == 7)
  }

  @Test func `a correction stands beside the detector's word, and is what counts`() throws {
    let folder = try library()
    let before = try run(["history", "--json", "--days", "2"], in: folder)
    #expect(before.text.contains(#""episodes":{"spasm":2}"#))
    #expect(try run(["note", "--session", "a", "--correct", "1=movement"], in: folder).code == 0)
    let events = try String(contentsOfFile: folder.file("sessions/a/events.jsonl"), encoding: .utf8)
    #expect(events.contains(#""kind":"spasm""#))
    let shown = try run(["sessions", "show", "a", "--json"], in: folder)
    #expect(shown.text.contains(#""kind":"spasm""#) && shown.text.contains(#""correction":"movement""#))
    let after = try run(["history", "--json", "--days", "2"], in: folder)
    #expect(
      after.text.contains(#""episodes":{"movement":1,"spasm":1}"#) && after.text.contains(#""corrected":1"#))
    let missing = try run(["note", "--correct", "9=movement"], in: folder)
    #expect(missing.code == 66 && missing.error.contains("episode 9"))
  }

  @Test func `sessions are listed, shown and rebuilt`() throws {
    let folder = try library()
    let list = try run(["sessions", "list", "--json"], in: folder)
    #expect(list.lines.count == 2 && list.lines[0].hasPrefix(#"{"id":"a","state":"closed""#))
    #expect(try run(["sessions"], in: folder).text.contains("b"))
    let rebuilt = try run(["sessions", "rebuild"], in: folder)
    #expect(rebuilt.code == 0 && rebuilt.text.contains("2 sessions"))
    #expect(try run(["sessions", "show", "none"], in: folder).code == 66)
    #expect(try run(["sessions", "show", "b"], in: folder).text.contains("EMG1"))
    let elsewhere = try Folder()
    let other = try Command.run(
      ["sessions", "list", "--library", folder.path], environment: ["SPASM_HOME": elsewhere.path])
    #expect(other.text.contains("a") && other.code == 0)
    #expect(try Command.run(["note", "x"], environment: ["SPASM_HOME": elsewhere.path]).code == 66)
  }

  @Test func `deleting needs a yes`() throws {
    let folder = try library()
    let refused = try run(["sessions", "delete", "a"], in: folder)
    #expect(refused.code == 64 && refused.error.contains("--yes"))
    #expect(FileManager.default.fileExists(atPath: folder.file("sessions/a")))
    #expect(try run(["sessions", "delete", "a", "--yes"], in: folder).code == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("sessions")) == ["b"])
    #expect(try run(["sessions", "list", "--json"], in: folder).lines.count == 1)
  }

  @Test func `what is being recorded is not deleted`() throws {
    let folder = try library()
    let recorder = open(folder.file("sessions/b/session.json"), O_RDONLY)
    defer { close(recorder) }
    #expect(flock(recorder, LOCK_EX | LOCK_NB) == 0)
    let result = try run(["sessions", "delete", "b", "--yes"], in: folder)
    #expect(result.code == 64 && result.error.contains("is being recorded"))
  }

  @Test(arguments: [
    ["note"], ["note", ""], ["note", "x", "--pain", "11"], ["note", "x", "--at", "soon"],
    ["note", "--correct", "1"], ["note", "--correct", "1=cramp"], ["history", "--days", "0"],
    ["sessions", "list", "--library", ""],
  ]) func `wrong usage is 64`(arguments: [String]) throws {
    let folder = try library()
    let result = try run(arguments, in: folder)
    #expect(result.code == 64 && result.output.isEmpty && !result.error.isEmpty)
  }

  @Test(arguments: [["history"], ["sessions"], ["history", "--json"]])
  func `a library without sessions is no trouble`(arguments: [String]) throws {
    let result = try run(arguments, in: Folder())
    #expect(result.code == 0 && result.error.isEmpty && !result.output.isEmpty)
  }
}
