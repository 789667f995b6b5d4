import Fixtures
import Foundation
import Testing

/// What people see of the command.
@Suite struct PresentationTests {
  static let subcommands = ["replay", "score", "simulate", "formats", "presets"]

  @Test(arguments: [[], ["--help"]]) func `help names every subcommand`(arguments: [String]) throws {
    let result = try Command.run(arguments)
    #expect(result.code == 0)
    for name in Self.subcommands { #expect(result.text.contains("\n  \(name) ")) }
    #expect(result.text.contains("Not a medical device"))
  }

  @Test(arguments: subcommands) func `every subcommand has help`(name: String) throws {
    let result = try Command.run([name, "--help"])
    #expect(result.code == 0 && result.text.contains("USAGE: spasm \(name)"))
  }

  @Test func `bash takes the completion script`() throws {
    let script = try Command.run(["--generate-completion-script", "bash"])
    #expect(script.code == 0 && script.text.contains("replay"))
    let folder = try Folder()
    let bash = Process()
    bash.executableURL = URL(filePath: "/bin/bash")
    bash.arguments = ["-n", try folder.write("spasm.bash", script.text)]
    try bash.run()
    bash.waitUntilExit()
    #expect(bash.terminationStatus == 0)
  }

  @Test func `a report into a file is plain and keeps the width`() throws {
    for columns in [60, 80, 120] {
      let result = try Command.run(
        ["replay", Fixtures.path("annotated.bdf")], environment: ["COLUMNS": "\(columns)"])
      #expect(!result.text.contains("\u{1B}") && result.lines.allSatisfy { $0.count <= columns })
      #expect(result.text.contains("not a diagnosis") && result.text.contains("Time line"))
    }
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func `a terminal has colour unless it is not wanted`() throws {
    for (variable, isColoured) in [("TERM=xterm", true), ("NO_COLOR=1", false), ("TERM=dumb", false)] {
      let folder = try Folder()
      let path = folder.file("typescript")
      let terminal = Process()
      terminal.executableURL = URL(filePath: "/usr/bin/script")
      let command = "env \(variable) '\(Command.path)' formats"
      terminal.arguments = ["-q", "-c", command, path]
      terminal.standardOutput = FileHandle.nullDevice
      terminal.standardInput = FileHandle.nullDevice
      terminal.environment = ProcessInfo.processInfo.environment
        .merging(["TERM": "xterm"]) { $1 }.filter { $0.key != "NO_COLOR" }
      try terminal.run()
      terminal.waitUntilExit()
      let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
      #expect(text.contains("OpenSignals") && text.contains("\u{1B}[") == isColoured, "\(variable)")
    }
  }

  @Test func `formats and presets are listed`() throws {
    let formats = try Command.run(["formats"]).text
    for name in ["EDF+", "BDF+", "WFDB", "OpenSignals", "OpenBCI", "Trigno", "delimited"] {
      #expect(formats.contains(name))
    }
    let presets = try Command.run(["presets"]).text
    for word in ["limb (default)", "back", "sleep", "spasm_limit_s", "differs: high_pass_hz = 30"] {
      #expect(presets.contains(word))
    }
    #expect(try Command.run(["presets", "back"]).text.contains("* 30"))
    let json = try Command.run(["presets", "--json"]).output
    let object = try JSONSerialization.jsonObject(with: json) as? [String: [[String: Any]]]
    #expect(
      object?["presets"]?.compactMap { $0["name"] as? String }
        == ["limb", "back", "sleep", "wasm-2016", "aasm-plm"])
  }

  @Test func `a preset with rules lists their limits, and only what has a part in it`() throws {
    let text = try Command.run(["presets", "aasm-plm"]).text
    for word in ["lm_onset_uv", "both_span_s", "interval_shortest_s", "high_pass_hz"] {
      #expect(text.contains(word))
    }
    #expect(!text.contains("spasm_limit_s") && !text.contains("lm_body_s"))
  }
}
