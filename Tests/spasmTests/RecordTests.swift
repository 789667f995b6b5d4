import EpisodeRecorder
import Fixtures
import Foundation
import Signals
import Testing

/// Recording, as people run it and as life ends it.
@Suite struct RecordTests {
  /// A command that runs beside the test.
  final class Running {
    let process = Process()
    let log: String

    init(_ arguments: [String], home: Folder, log: String = "log") throws {
      self.log = home.file(log)
      try Data().write(to: URL(filePath: self.log))
      process.executableURL = URL(filePath: Command.path)
      process.arguments = arguments
      process.environment = ProcessInfo.processInfo.environment.merging(["SPASM_HOME": home.path]) { $1 }
      process.standardOutput = FileHandle.nullDevice
      process.standardError = try FileHandle(forWritingTo: URL(filePath: self.log))
      try process.run()
    }

    deinit { kill(process.processIdentifier, SIGKILL) }

    /// Waits up to a minute until `isTrue`.
    func wait(until isTrue: () -> Bool) -> Bool {
      for _ in 0..<6000 {
        if isTrue() { return true }
        usleep(10_000)
      }
      return false
    }

    /// Sends a signal and waits for the end; nil where it does not come within a minute.
    func end(by signal: Int32) -> Int32? {
      kill(process.processIdentifier, signal)
      return wait { !process.isRunning } ? process.terminationStatus : nil
    }
  }

  private func sessions(_ home: Folder) -> [SessionFolder] { LibraryFolder(path: home.path).sessionFolders }

  private func size(_ path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }

  private func verify(_ home: Folder) throws -> Command.Result {
    try Command.run(["sessions", "verify", "--library", home.path])
  }

  @Test(arguments: [SIGINT, SIGTERM]) func `a signal ends it with everything saved`(signal: Int32) throws {
    let home = try Folder()
    let running = try Running(["record", "sim:basic", "--json"], home: home)
    #expect(running.wait { sessions(home).first.map { size($0.part(1)) > 10_000 } ?? false })
    #expect(running.end(by: signal) == 0)
    let verified = try verify(home)
    #expect(verified.code == 0, "\(verified.text)")
    let folder = try #require(sessions(home).first)
    let replayed = try Command.run(["replay", folder.path, "--json"])
    let kept = try String(contentsOfFile: folder.events, encoding: .utf8).split(separator: "\n").dropFirst()
    #expect(replayed.lines.dropFirst().map { $0[...] } == Array(kept))
  }

  @Test func `a terminal that hangs up twice means it once`() throws {
    let home = try Folder()
    let running = try Running(["record", "sim:basic", "--json"], home: home)
    #expect(running.wait { sessions(home).first.map { size($0.part(1)) > 10_000 } ?? false })
    for _ in 0..<3 { kill(running.process.processIdentifier, SIGHUP) }
    #expect(running.end(by: SIGHUP) == 0)
    #expect(try verify(home).code == 0)
  }

  @Test(arguments: ["| head -1 >/dev/null", "2>&1 >/dev/null | head -1 >/dev/null"])
  func `a reader that goes away does not end a recording`(reader: String) throws {
    let home = try Folder()
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    // Whoever runs the tests may have it ignore the signal of a broken pipe, which people's shells do not.
    process.arguments = [
      "-c",
      "env --default-signal=PIPE '\(Command.path)' record sim:basic --speed 20 --duration 60 \(reader); exit 0",
    ]
    process.environment = ["SPASM_HOME": home.path, "HOME": home.path, "PATH": "/usr/bin:/bin"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    for _ in 0..<2000 where sessions(home).first?.isClosed != true { usleep(10_000) }
    let folder = try #require(sessions(home).first)
    #expect(folder.isClosed)
    let source = try SessionSource(path: folder.path)
    #expect(source.description.announcedFrames[0] == 60_000)
  }

  @Test func `a session is replayed by the rules that it was recorded with`() throws {
    let home = try Folder()
    let live = try Command.run(
      [
        "record", "sim:back-spasm", "--json", "--speed", "max", "--duration", "60", "--set",
        "fast_contrast_db=14",
      ], environment: ["SPASM_HOME": home.path])
    #expect(live.code == 0)
    let folder = try #require(sessions(home).first)
    let replayed = try Command.run(["replay", "--json", folder.path])
    #expect(replayed.lines.dropFirst() == live.lines.dropFirst())
    #expect(replayed.lines.first?.contains("\"preset\":\"back\"") == true)
    let other = try Command.run(["replay", "--json", "--preset", "limb", folder.path])
    #expect(other.lines.first?.contains("\"preset\":\"limb\"") == true)
  }

  @Test func `a session is not written into by what is said where standard output and error are closed`()
    throws
  {
    let home = try Folder()
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", "exec \"$@\" <&- >&- 2>&-", "sh", Command.path, "record", "sim:basic", "--speed", "max",
      "--duration", "30",
    ]
    process.environment = ["SPASM_HOME": home.path, "HOME": home.path]
    try process.run()
    process.waitUntilExit()
    // What it had to say could not be said.
    #expect(process.terminationStatus == 74)
    #expect(try verify(home).code == 0)
    let folder = try #require(sessions(home).first)
    let lines = try String(contentsOfFile: folder.events, encoding: .utf8).split(separator: "\n")
    #expect(lines.count > 5 && lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
  }

  @Test func `kill -9 at any moment loses no more than the last second`() throws {
    let isEvidence = ProcessInfo.processInfo.environment["SPASM_EVIDENCE"] != nil
    var random = SeededGenerator(seed: 17)
    var worst = 0.0
    for round in 0..<(isEvidence ? 200 : 4) {
      let home = try Folder()
      let running = try Running(["record", "sim:basic", "--seed", "\(round)"], home: home)
      // From the first byte of a session on; the moment is told by a clock that starts with its folder.
      #expect(running.wait { !sessions(home).isEmpty })
      let begin = ContinuousClock.now
      let moment = UInt32.random(in: 0..<(isEvidence ? 4_000_000 : 3_000_000), using: &random)
      usleep(moment)
      #expect(running.end(by: SIGKILL) == SIGKILL)
      let lived = (ContinuousClock.now - begin) / .seconds(1)
      let folder = try #require(sessions(home).first)
      let repaired = try Command.run(["sessions", "repair", "--library", home.path])
      #expect(repaired.code == 0, "round \(round): \(repaired.error)")
      let verified = try verify(home)
      #expect(verified.code == 0, "round \(round), after \(lived) s: \(verified.text)\(verified.error)")
      let source = try SessionSource(path: folder.path)
      let held = Double(try #require(source.description.announcedFrames[0])) / 1000
      // It began somewhat after its folder was seen, and the end of the process was noticed within a hundredth.
      worst = max(worst, lived - held)
    }
    #expect(worst <= 1.3, "\(worst) s are missing at the worst")
    if isEvidence { print("kill -9: at the worst \(worst) s less than the process lived") }
  }

  @Test func `the next recording closes what was cut off`() throws {
    let home = try Folder()
    let running = try Running(["record", "sim:basic"], home: home)
    #expect(running.wait { sessions(home).first.map { size($0.part(1)) > 5000 } ?? false })
    #expect(running.end(by: SIGKILL) == SIGKILL)
    let next = try Command.run(
      ["record", "sim:basic", "--speed", "max", "--duration", "20"], environment: ["SPASM_HOME": home.path])
    #expect(next.code == 0 && next.error.contains("was cut off, and is closed now"))
    #expect(try verify(home).code == 0)
  }

  @Test func `a session that began with known sites is replayed with them`() throws {
    let home = try Folder()
    let sites = home.file("sites.json")
    for _ in 0..<2 {
      let result = try Command.run(
        ["record", "sim:power-on", "--speed", "max", "--sites", sites, "--to", home.path], environment: [:])
      #expect(result.code == 0, "\(result.error)")
    }
    let second = try #require(LibraryFolder.sessionFolders(in: home.path).last)
    #expect(FileManager.default.fileExists(atPath: second.sites))
    let relabelled = try Command.run(["relabel", second.path, "--json"])
    #expect(
      relabelled.code == 0 && relabelled.text.contains(#""changed":[],"gone":[],"new":[]"#),
      "\(relabelled.text)")
    let replayed = try Command.run(["replay", second.path, "--json"])
    let kept = try String(contentsOfFile: second.events, encoding: .utf8).split(separator: "\n").dropFirst()
    #expect(replayed.lines.dropFirst().map { $0[...] } == Array(kept))
  }

  @Test func `two recordings that begin together are both kept`() throws {
    for _ in 0..<5 {
      let home = try Folder()
      let both = try ["a", "b"].map {
        try Running(["record", "sim:basic", "--speed", "max", "--duration", "5"], home: home, log: $0)
      }
      for running in both {
        #expect(running.wait { !running.process.isRunning })
        let said = try String(contentsOfFile: running.log, encoding: .utf8)
        #expect(running.process.terminationStatus == 0, "\(said)")
      }
      #expect(sessions(home).count == 2)
      #expect(try verify(home).code == 0)
    }
  }

  @Test func `a recording goes on when nobody reads what it says`() throws {
    let home = try Folder()
    let result = try Command.run(
      ["record", "sim:basic", "--speed", "max", "--duration", "900", "--json"],
      environment: ["SPASM_HOME": home.path], output: "/dev/full")
    #expect(result.error.contains("the recording goes on") && result.code == 74)
    let source = try SessionSource(path: try #require(sessions(home).first).path)
    #expect(source.description.announcedFrames[0] == 900_000)
    #expect(try verify(home).code == 0)
  }

  @Test func `a wearable is recorded whole, and its wire beside it`() throws {
    let home = try Folder()
    let address = "unix:\(home.file("device"))"
    let wearable = try Running(["wearable", "basic", "--listen", address], home: home, log: "wearable.log")
    #expect(wearable.wait { FileManager.default.fileExists(atPath: home.file("device")) })
    let capture = home.file("a.cap")
    let running = try Running(["record", address, "--capture", capture], home: home)
    #expect(running.wait { sessions(home).first.map { size($0.part(1)) > 20_000 } ?? false })
    #expect(running.end(by: SIGINT) == 0)
    #expect(wearable.end(by: SIGINT) == 0)
    let verified = try verify(home)
    #expect(verified.code == 0 && verified.text.contains(" + 0 lost"), "\(verified.text)")
    #expect(try Command.run(["protocol", "check", capture]).code == 0)
  }

  @Test func `a device that goes away is called again, and the session goes on`() throws {
    let home = try Folder()
    let address = "unix:\(home.file("device"))"
    let wearable = try Running(
      ["wearable", "basic", "--listen", address, "--fault", "unplug=4"], home: home, log: "wearable.log")
    #expect(wearable.wait { FileManager.default.fileExists(atPath: home.file("device")) })
    let running = try Running(["record", address], home: home)
    func said() -> String { (try? String(contentsOfFile: running.log, encoding: .utf8)) ?? "" }
    #expect(running.wait { said().contains("the device is back") }, "\(said())")
    let before = sessions(home).first.map { size($0.part(1)) } ?? 0
    #expect(running.wait { sessions(home).first.map { size($0.part(1)) > before + 5000 } ?? false })
    #expect(running.end(by: SIGINT) == 0)
    _ = wearable.end(by: SIGINT)
    let verified = try verify(home)
    #expect(verified.code == 0, "\(verified.text)")
  }

  @Test func `what cannot be recorded is told, with its exit code`() throws {
    let home = try Folder()
    func code(_ arguments: [String]) throws -> Int32 {
      try Command.run(["record"] + arguments, environment: ["SPASM_HOME": home.path]).code
    }
    #expect(try code([]) == 64)
    #expect(try code(["sim:nothing"]) == 64)
    #expect(try code(["unix:/nowhere/device"]) == 69)
    #expect(try code(["file:/nowhere/a.edf"]) == 66)
    #expect(try code(["sim:basic", "--to", "/nowhere"]) == 66)
    #expect(try code(["unix:/nowhere/device", "--speed", "2"]) == 64)
    #expect(sessions(home).isEmpty)
  }
}
