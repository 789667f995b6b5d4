import EpisodeRecorder
import Foundation
import Testing

/// A monitor that runs is asked how it fares, and several wearables are one session.
@Suite struct StatusCommandTests {
  /// An environment whose runtime folder is the test's own.
  private func environment(_ home: Folder) throws -> [String: String] {
    let runtime = home.file("run")
    if !FileManager.default.fileExists(atPath: runtime) {
      try FileManager.default.createDirectory(
        atPath: runtime, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }
    return ["SPASM_HOME": home.path, "XDG_RUNTIME_DIR": runtime]
  }

  @Test func `without a monitor it says so with 69`() throws {
    let home = try Folder()
    let result = try Command.run(["status"], environment: try environment(home))
    #expect(result.code == 69 && result.text.isEmpty && result.error.contains("no monitor runs"))
  }

  @Test func `a monitor of two wearables answers, and keeps one session that is sound`() throws {
    let home = try Folder()
    let environment = try environment(home)
    let process = Process()
    process.executableURL = URL(filePath: Command.path)
    process.arguments = ["record", "sim:back-spasm", "sim:basic", "--json"]
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer { kill(process.processIdentifier, SIGKILL) }
    let waited = try Command.run(["status", "--wait", "--json"], environment: environment)
    #expect(waited.code == 0 && waited.lines.count == 1)
    let json = try JSONSerialization.jsonObject(with: waited.output) as? [String: Any]
    #expect(json?["pid"] as? Int == Int(process.processIdentifier))
    #expect((json?["wearables"] as? [[String: Any]])?.map { $0["recording"] as? String } == ["on", "on"])
    let page = try Command.run(["status"], environment: environment)
    #expect(page.code == 0 && page.text.contains("All is well.") && page.text.contains("sim:back-spasm"))
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try Command.run(["status"], environment: environment).code == 69)
    let folders = LibraryFolder(path: home.path).sessionFolders
    let folder = try #require(folders.first)
    #expect(folders.count == 1 && folder.companions == [folder.companion(2)])
    let verified = try Command.run(["sessions", "verify"], environment: environment)
    #expect(verified.code == 0 && verified.lines.count { $0.hasSuffix(": sound") } == 2, "\(verified.text)")
    let listed = try Command.run(["sessions", "list", "--json"], environment: environment)
    #expect(listed.lines.count == 1 && listed.text.contains(#""wearables":2"#))
    let shown = try Command.run(["sessions", "show", "\(folder.id)/wearable-2"], environment: environment)
    #expect(shown.code == 0, "\(shown.error)")
    let replayed = try Command.run(["replay", folder.path, "--json"], environment: environment)
    #expect(replayed.code == 0 && replayed.error.contains("for the others play \(folder.path)/wearable-2"))
    let relabelled = try Command.run(["relabel", folder.id, "--json"], environment: environment)
    #expect(relabelled.code == 0 && relabelled.lines.count == 2, "\(relabelled.error)")
  }
}
