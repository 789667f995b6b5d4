import EpisodeRecorder
import Foundation
import Testing

/// The live screen as a person has it: on a terminal, with keys, in several sizes.
@Suite(.serialized, .enabled(if: TmuxScreen.isThere, "there is no tmux")) struct LiveScreenTests {
  private func screen(
    _ arguments: [String], _ home: Folder, columns: Int = 80, rows: Int = 24, plain: Bool = false
  ) throws -> TmuxScreen {
    var environment = ["SPASM_HOME": home.path, "XDG_CONFIG_HOME": home.file("config"), "LANG": "C.UTF-8"]
    if plain { environment["NO_COLOR"] = "1" }
    return try TmuxScreen(
      ["live"] + arguments, columns: columns, rows: rows, environment: environment,
      errors: home.file("errors"))
  }

  private func said(_ home: Folder) -> String {
    (try? String(contentsOfFile: home.file("errors"), encoding: .utf8)) ?? ""
  }

  @Test(arguments: [(80, 24), (200, 60)]) func `every state of a muscle is told in words`(
    columns: Int, rows: Int
  ) throws {
    let home = try Folder()
    let screen = try screen(["sim:back-spasm", "--speed", "3"], home, columns: columns, rows: rows)
    var missing: Set = ["learning rest", "rest", "active", "movement", "SPASM", "twitch"]
    let all = screen.waits(within: 100) { lines in
      // A channel's state stands alone at the start of a line, or before its clock.
      for line in lines {
        missing = missing.filter { !(line.hasPrefix($0) && !line.hasPrefix("\($0) time")) }
      }
      return missing.isEmpty
    }
    #expect(all, "not seen: \(missing.sorted()); \(screen.lines.joined(separator: "\n")) \(said(home))")
    #expect(screen.lines.allSatisfy { $0.count <= columns })
  }

  @Test func `an electrode that is off and a wearable that has gone are told in words`() throws {
    let home = try Folder()
    let off = try screen(["sim:reseat", "--speed", "6"], home)
    #expect(off.waits(within: 100) { $0.contains { $0.contains("electrode off") } }, "\(off.lines)")
    let address = "unix:\(home.file("device"))"
    let wearable = try RecordTests.Running(
      ["wearable", "basic", "--listen", address, "--fault", "unplug=4"], home: home)
    #expect(wearable.wait { FileManager.default.fileExists(atPath: home.file("device")) })
    let gone = try screen([address], home)
    #expect(gone.shows("NOTHING IS SEEN"), "\(gone.lines) \(said(home))")
    #expect(gone.waits { $0.contains { $0.contains("connected") } }, "\(gone.lines)")
  }

  @Test(arguments: [(80, 24), (200, 60)]) func `every key does what it says`(columns: Int, rows: Int) throws {
    let home = try Folder()
    let screen = try screen(["sim:basic", "--record"], home, columns: columns, rows: rows, plain: true)
    #expect(screen.shows("? help"), "\(said(home))")
    try screen.press("h")
    #expect(screen.shows("Keys"))
    try screen.press("Escape")
    #expect(screen.waits { !$0.contains { $0.contains("Keys ") } })
    try screen.press("p")
    #expect(screen.shows("PICTURE PAUSED"))
    try screen.press("p")
    #expect(screen.waits { !$0.contains { $0.contains("PICTURE PAUSED") } })
    try screen.press("m")
    #expect(screen.shows("marked"))
    try screen.press("n")
    #expect(screen.shows("Note:"))
    try screen.type("7 a cramp, after lifting")
    #expect(screen.shows("pain 7 of 10"))
    try screen.press("Enter")
    #expect(screen.shows("noted"))
    try screen.press("n")
    try screen.type("thrown away")
    #expect(screen.shows("thrown away"))
    try screen.press("Escape")
    #expect(screen.waits { !$0.contains { $0.contains("Note:") } })
    try screen.press("s")
    #expect(screen.shows("NO ALERTS for"))
    try screen.press("s")
    #expect(
      screen.waits { $0.contains { $0.contains("told again") } && !$0.contains { $0.contains("NO ALERTS") } })
    try screen.press("c")
    #expect(screen.shows("Calibration"), "\(screen.lines)")
    try screen.press("q")
    #expect(
      screen.waits { $0.contains { $0.contains("nothing is kept of the calibration") } }, "\(screen.lines)")
    try screen.press("v")
    #expect(screen.shows("no spasm to correct"))
    try screen.press("+")
    #expect(screen.waits { $0.contains { $0.contains("-20 s") } }, "\(screen.lines)")
    try screen.press("-", "-")
    #expect(screen.waits { $0.contains { $0.contains("-5 s") } && !$0.contains { $0.contains("-10 s") } })
    try screen.press("C-l", "Down", "Up", "Left", "Right")
    try screen.press("q")
    #expect(screen.shows("y ends it"))
    try screen.press("x")
    #expect(screen.waits { !$0.contains { $0.contains("y ends it") } })
    try screen.press("q")
    #expect(screen.shows("y ends it"))
    try screen.press("y")
    #expect(screen.shows("code 0"), "\(screen.lines)")
    let session = try #require(LibraryFolder(path: home.path).sessionFolders.first)
    #expect(session.isClosed && screen.lines.contains { $0.contains("not a diagnosis") })
    let notes = try NoteFile(path: session.notes).read().notes
    #expect(notes.map(\.kind) == [.mark, .note])
    #expect(notes.last?.pain == 7 && notes.last?.text == "a cramp, after lifting")
    #expect(try Command.run(["sessions", "verify", "--library", home.path]).code == 0)
  }

  @Test func `another size is drawn while it runs, down to what no trace fits in`() throws {
    let home = try Folder()
    let screen = try screen(["sim:back-spasm"], home)
    #expect(screen.shows("EMG2"))
    for (columns, rows) in [(200, 60), (40, 12), (20, 5), (132, 43), (80, 24)] {
      try screen.resize(columns: columns, rows: rows)
      let isDrawn = screen.waits { lines in
        lines.prefix(rows).contains { $0.contains("EMG1") } && lines.allSatisfy { $0.count <= columns }
          && lines.count <= rows + 1
      }
      #expect(isDrawn, "\(columns)x\(rows): \(screen.lines.joined(separator: "\n"))")
    }
    try screen.press("q")
    #expect(screen.shows("code 0"))
  }

  @Test func `SIGTERM gives the terminal back, with everything saved`() throws {
    let home = try Folder()
    let screen = try screen(["sim:basic", "--record"], home)
    #expect(screen.shows("? help"))
    let pids = try Command.processes(named: home.path)
    for pid in pids { kill(pid, SIGTERM) }
    #expect(screen.shows("code 0"), "\(screen.lines)")
    #expect(LibraryFolder(path: home.path).sessionFolders.first?.isClosed == true)
  }
}

extension Command {
  /// Processes of the command whose environment names `home`.
  static func processes(named home: String) throws -> [pid_t] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.filter { pid in
      let environment = (try? Data(contentsOf: URL(filePath: "/proc/\(pid)/environ"))) ?? Data()
      let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe")
      return program == path && String(decoding: environment, as: UTF8.self).contains(home)
    }
  }
}
