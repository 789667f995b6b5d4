import Foundation
import Testing

/// The virtual wearable and the tools for makers of devices, as people run them.
@Suite struct WearableTests {
  /// A wearable of its own process, told to stop when it is released.
  private final class Wearable {
    let process = Process()
    let address: String

    init(_ folder: Folder, _ arguments: [String]) throws {
      address = "unix:\(folder.file("device"))"
      process.executableURL = URL(filePath: Command.path)
      process.arguments = ["wearable", "basic", "--seed", "3", "--listen", address] + arguments
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      // It is there when its socket is.
      for _ in 0..<500 where !FileManager.default.fileExists(atPath: folder.file("device")) { usleep(10_000) }
    }

    /// The exit code of a wearable that was asked to stop; nil where it did not within ten seconds.
    func stop() -> Int32? {
      process.interrupt()
      for _ in 0..<1000 where process.isRunning { usleep(10_000) }
      guard !process.isRunning else {
        kill(process.processIdentifier, SIGKILL)
        return nil
      }
      return process.terminationStatus
    }
  }

  @Test func `a wearable in software breaks no rule, and its capture is checked, shown and replayed`() throws
  {
    let folder = try Folder()
    let wearable = try Wearable(folder, [])
    let capture = folder.file("a.cap")
    let live = try Command.run([
      "protocol", "check", wearable.address, "--seconds", "4", "--capture", capture,
    ])
    #expect(live.code == 0 && live.text.contains("0 findings"), "\(live.text)\(live.error)")
    #expect(wearable.stop() == 0 && !FileManager.default.fileExists(atPath: folder.file("device")))
    let mode = try FileManager.default.attributesOfItem(atPath: capture)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let later = try Command.run(["protocol", "check", capture])
    #expect(later.code == 0 && later.text == live.text)
    let dump = try Command.run(["protocol", "dump", capture, "--samples"])
    #expect(dump.code == 0 && dump.lines.count > 20)
    for line in dump.lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["type"] != nil && object?["at_us"] != nil)
    }
    #expect(dump.text.contains("\"samples\":["))
    let replay = try Command.run(["replay", capture, "--json"])
    #expect(replay.code == 0 && replay.text.contains("\"type\":\"summary\""), "\(replay.error)")
    #expect(try Command.run(["replay", capture]).text.contains("virtual wearable"))
  }

  private static let pages = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Firmware-Protocol")

  /// Holds a program that is heard at a socket in `folder` to the rules.
  private func check(_ program: String, _ arguments: [String], in folder: Folder) throws -> Command.Result {
    let device = Process()
    device.executableURL = URL(filePath: program)
    device.arguments = arguments
    try device.run()
    for _ in 0..<1000 where !FileManager.default.fileExists(atPath: folder.file("device")) { usleep(10_000) }
    let result = try Command.run(["protocol", "check", "unix:\(folder.file("device"))", "--seconds", "3"])
    device.terminate()
    for _ in 0..<1000 where device.isRunning { usleep(10_000) }
    if device.isRunning { kill(device.processIdentifier, SIGKILL) }
    return result
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
  func `a device of another hand, written from the pages alone, breaks no rule`() throws {
    let folder = try Folder()
    let script = Self.pages.appending(path: "peer/device.py").path
    let result = try check(
      "/usr/bin/python3", ["-B", script, "--listen", "unix:\(folder.file("device"))", "--seed", "3"],
      in: folder)
    #expect(result.code == 0 && result.text.contains(" 0 findings"), "\(result.text)\(result.error)")
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/cc")))
  func `the example device for firmware breaks no rule`() throws {
    let folder = try Folder()
    let c = Self.pages.appending(path: "c")
    let sources = try FileManager.default.contentsOfDirectory(atPath: c.appending(path: "src").path)
      .filter { $0.hasSuffix(".c") }.map { "src/\($0)" }
    let compiler = Process()
    compiler.executableURL = URL(filePath: "/usr/bin/cc")
    compiler.currentDirectoryURL = c
    compiler.arguments =
      ["-std=c11", "-O1", "-Iinclude", "-Iexample"] + sources + [
        "example/wearable.c", "example/host.c", "-o", folder.file("host"),
      ]
    try compiler.run()
    compiler.waitUntilExit()
    #expect(compiler.terminationStatus == 0)
    let result = try check(folder.file("host"), [folder.file("device")], in: folder)
    #expect(result.code == 0 && result.text.contains(" 0 findings"), "\(result.text)\(result.error)")
  }

  @Test func `a device that breaks rules is told so, by exit code 1`() throws {
    let folder = try Folder()
    let wearable = try Wearable(folder, ["--fault", "bit-errors=0.2", "--fault", "rate=0.1"])
    let result = try Command.run(["protocol", "check", wearable.address, "--seconds", "5"])
    #expect(result.code == 1 && result.text.contains("R01"), "\(result.text)\(result.error)")
    _ = wearable.stop()
  }

  @Test func `what is not there is 69, and what is no capture 65`() throws {
    #expect(try Command.run(["protocol", "check", "unix:/nowhere/device"]).code == 69)
    #expect(try Command.run(["protocol", "dump", "/nowhere/a.cap"]).code == 66)
    let folder = try Folder()
    let text = try folder.write("a.txt", "no capture")
    let result = try Command.run(["protocol", "check", text])
    #expect(result.code == 65 && result.error.contains("a.txt"))
    for fault in ["loss", "loss=2", "nothing=1", "drift=x"] {
      #expect(try Command.run(["wearable", "basic", "--fault", fault]).code == 64)
    }
    #expect(try Command.run(["wearable", "basic", "--listen", "usb:"]).code == 64)
  }
}
