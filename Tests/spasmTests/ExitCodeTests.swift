import Fixtures
import Foundation
import Testing

/// Trouble is one line on standard error and the code that the contract names.
@Suite struct ExitCodeTests {
  @Test func `a recording that is read is no trouble`() throws {
    let result = try Command.run(["replay", Fixtures.path("plain.edf")])
    #expect(result.code == 0 && result.error.isEmpty && !result.text.isEmpty)
  }

  @Test(arguments: [
    ["replay"], ["replay", "--chunk", "0", "x"], ["replay", "--chunk", "10000001", "x"],
    ["replay", "--set", "hop_s", "x"], ["replay", "--set", "nothing=1", "x"],
    ["replay", "--preset", "knee", "x"],
    ["replay", "--preset", "wasm-2016", "--set", "spasm_limit_s=1", "x"],
    ["replay", "--rate", "fast", "x"], ["replay", "--speed", "0", "x"], ["replay", "--unit", "stone", "x"],
    ["replay", "--json", "--all", "x"], ["presets", "knee"], ["simulate"], ["simulate", "basic"],
    ["simulate", "nothing", "--out", "x.edf"], ["simulate", "basic", "--out", "x.mp3"],
    ["simulate", "basic", "--out", "x.edf", "--duration", "0"], ["score", "x", "--rule", "best"],
    ["score", "x", "--by", "snr,colour"], ["score", "x", "--by", ""], ["dance"],
  ]) func `wrong usage is 64`(arguments: [String]) throws {
    let result = try Command.run(arguments)
    #expect(result.code == 64 && result.output.isEmpty && !result.error.isEmpty)
  }

  @Test func `an unknown preset is told with the usage of the command that was used`() throws {
    #expect(try Command.run(["presets", "knee"]).error.contains("spasm presets"))
  }

  @Test func `a named signal without a value is not asked for again`() throws {
    let folder = try Folder()
    let table = "time,EMG1\n" + (0..<50).map { "\(Double($0) / 1000),nan\n" }.joined()
    let result = try Command.run(["replay", "--emg", "EMG1", try folder.write("x.csv", table)])
    #expect(!result.error.contains("name the signals"))
    #expect(result.error.contains("--emg"))
  }

  @Test func `text without a rate is 64 and names the option`() throws {
    let path = Fixtures.path("label-column.txt")
    let result = try Command.run(["replay", path])
    #expect(result.code == 64 && result.error.contains("--rate"))
    #expect(result.error.split(separator: "\n").count == 1)
    #expect(try Command.run(["replay", "--rate", "500", path]).code == 0)
  }

  @Test func `what cannot be understood is 65 and has its place`() throws {
    let folder = try Folder()
    let result = try Command.run(["replay", try folder.write("x.edf", "a story of no interest")])
    #expect(result.code == 65 && result.error.contains("x.edf") && result.output.isEmpty)
    #expect(try Command.run(["replay", folder.path]).code == 65)
    #expect(try Command.run(["score", folder.path]).code == 65)
    _ = try folder.write("x.json", "{")
    #expect(try Command.run(["score", folder.path]).code == 65)
  }

  @Test func `values of unknown size are 65 where the rule is in microvolts`() throws {
    let path = Fixtures.path("label-column.txt")
    let arguments = ["replay", "--rate", "500", "--json", "--preset", "wasm-2016", path]
    let counts = try Command.run(arguments + ["--unit", "count"])
    #expect(counts.code == 65 && counts.output.isEmpty)
    #expect(counts.error.contains("microvolts") && counts.error.split(separator: "\n").count == 1)
    let volts = try Command.run(arguments + ["--unit", "uV"])
    #expect(volts.code == 0 && volts.text.contains(#""subject":"leg_movements""#))
  }

  @Test func `what does not exist is 66`() throws {
    let folder = try Folder()
    #expect(try Command.run(["replay", folder.file("none.edf")]).code == 66)
    #expect(try Command.run(["score", folder.file("none")]).code == 66)
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func `what may not be read is 77`() throws {
    let folder = try Folder()
    let path = try folder.write("x.edf", "0")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    #expect(try Command.run(["replay", path]).code == 77)
  }

  @Test(arguments: [
    ["replay", "--json"], ["replay"], ["formats"], ["presets"], ["presets", "--json"],
    ["simulate", "--list"],
  ]) func `a full standard output is 74`(arguments: [String]) throws {
    let file = arguments[0] == "replay" ? [Fixtures.path("plain.edf")] : []
    let result = try Command.run(arguments + file, output: "/dev/full")
    #expect(result.code == 74 && result.error.contains("No space left"))
  }

  @Test func `a reader that leaves is no trouble`() throws {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let process = Process()
    process.executableURL = URL(filePath: Command.path)
    process.arguments = ["replay", "--json", Fixtures.path("plain.edf")]
    process.standardOutput = pipe.fileHandleForWriting
    let said = Pipe()
    process.standardError = said.fileHandleForWriting
    try process.run()
    process.waitUntilExit()
    try said.fileHandleForWriting.close()
    #expect(said.fileHandleForReading.readDataToEndOfFile().isEmpty)
    let byPipe = process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGPIPE
    #expect(byPipe || process.terminationStatus == 141 || process.terminationStatus == 0)
  }

  @Test func `several files are all played, and the first failure decides`() throws {
    let folder = try Folder()
    let bad = try folder.write("bad.edf", "a story of no interest")
    let files = [folder.file("none.edf"), bad, Fixtures.path("plain.edf")]
    let result = try Command.run(["replay", "--json"] + files)
    #expect(result.code == 66 && result.error.split(separator: "\n").count == 2)
    #expect(result.lines.last?.hasPrefix(#"{"type":"summary""#) == true)
  }

  @Test func `damage is a warning, and a failure only when strict`() throws {
    let folder = try Folder()
    let whole = try Data(contentsOf: URL(filePath: Fixtures.path("plain.edf")))
    try whole.dropLast(777).write(to: URL(filePath: folder.file("cut.edf")))
    let result = try Command.run(["replay", "--json", folder.file("cut.edf")])
    #expect(result.code == 0 && result.error.contains("cut.edf: damaged: "))
    #expect(result.error.split(separator: "\n").count == 1)
    #expect(result.lines.last?.hasPrefix(#"{"type":"summary""#) == true)
    let strict = try Command.run(["replay", "--json", "--strict", folder.file("cut.edf")])
    #expect(strict.code == 65 && strict.output == result.output)
  }

  @Test func `a recording without muscle is played, and the option is named`() throws {
    let folder = try Folder()
    let rows = (0..<300).map { "\(Double($0) / 100),0.01,0.02,\($0 % 7 == 0 ? 0.98 : 1.0)" }
    let path = try folder.write("still.csv", (["time_s,acc_x,acc_y,acc_z"] + rows).joined(separator: "\n"))
    let result = try Command.run(["replay", path])
    #expect(result.code == 0 && result.error.contains("--emg") && result.text.contains("Summary"))
    #expect(result.error.split(separator: "\n").count == 1)
  }

  @Test func `muscle that is too slow is told of`() throws {
    let folder = try Folder()
    let rows = (0..<300).map { "\(Double($0) / 50),\($0 % 7)" }
    let path = try folder.write("slow.csv", (["time_s,emg"] + rows).joined(separator: "\n"))
    let result = try Command.run(["replay", path])
    #expect(result.code == 0 && result.error.contains("too slow to be judged"))
  }
}
