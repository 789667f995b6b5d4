import Fixtures
import Foundation
import Monitoring
import Testing

@testable import Settings

/// Where the file is, and whom it may be believed.
@Suite struct SettingsFileTests {
  private func file(mode: Int, folder: Int = 0o700, _ text: String) throws -> (SettingsFile, TemporaryFolder)
  {
    let temporary = try TemporaryFolder()
    let path = "\(temporary.path)/settings.yaml"
    try Data(text.utf8).write(to: URL(filePath: path))
    let files = FileManager.default
    try files.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    try files.setAttributes([.posixPermissions: folder], ofItemAtPath: temporary.path)
    return (SettingsFile(path: path), temporary)
  }

  @Test func `it lies in the folder for configuration`() {
    let home = ["HOME": "/home/ada"]
    func path(_ folder: String?) -> String {
      SettingsFile.standardPath(
        environment: home.merging(folder.map { ["XDG_CONFIG_HOME": $0] } ?? [:]) { $1 })
    }
    #expect(path(nil) == "/home/ada/.config/spasm/settings.yaml")
    #expect(path("/etc/mine") == "/etc/mine/spasm/settings.yaml")
    #expect(path("relative") == "/home/ada/.config/spasm/settings.yaml")
    #expect(path("") == "/home/ada/.config/spasm/settings.yaml")
  }

  @Test func `one that is not there says nothing`() {
    let file = SettingsFile(path: "/nowhere/settings.yaml")
    #expect(!file.exists && file.distrust == nil && SettingsInEffect(file: file).mistakes.isEmpty)
  }

  @Test func `a folder and a pipe are no settings file`() throws {
    let folder = try TemporaryFolder()
    let pipe = "\(folder.path)/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    for path in [folder.path, pipe] {
      #expect(
        SettingsInEffect(file: SettingsFile(path: path)).mistakes.map(\.message) == ["\(path): is no file"])
    }
  }

  @Test(arguments: [0o600, 0o644, 0o400]) func `what its owner alone may write is believed`(mode: Int) throws
  {
    let (file, _) = try file(mode: mode, "alerts: {command: [/bin/true]}")
    #expect(file.distrust == nil && SettingsInEffect(file: file).mistakes.isEmpty)
  }

  @Test(arguments: [(0o620, 0o700), (0o602, 0o700), (0o600, 0o770), (0o600, 0o707)])
  func `a command and a webhook that others could have written are refused`(mode: Int, folder: Int) throws {
    let text = "alerts:\n  command: [/bin/true]\n  webhook: https://a.example/\nperson: Ada\n"
    let (file, temporary) = try file(mode: mode, folder: folder, text)
    let place = mode == 0o600 ? temporary.path : file.path
    #expect(file.distrust?.reason.contains("chmod go-w '\(place)'") == true)
    let settings = SettingsInEffect(file: file)
    #expect(settings.mistakes.count == 2 && settings.mistakes.allSatisfy { $0.kind == .forbidden })
    #expect(settings[.person].value == .text("Ada"))
    #expect(throws: SettingsError.self) { try LiveSettings(environment: [:], file: file) }
  }

  @Test func `what cannot do harm is taken from a file that others may write`() throws {
    let (file, _) = try file(mode: 0o666, "person: Ada")
    #expect(try LiveSettings(environment: [:], file: file).person == "Ada")
    let environment = ["SPASM_ALERTS_COMMAND": "[/bin/true]"]
    #expect(try LiveSettings(environment: environment, file: file).alerts.command == ["/bin/true"])
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func `one that may not be read is a matter of permission`() throws {
    let (file, _) = try file(mode: 0o000, "person: Ada")
    #expect(SettingsInEffect(file: file).mistakes.map(\.kind) == [.forbidden])
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
  func `one of another user is not believed`() throws {
    let (_, folder) = try file(mode: 0o600, "person: Ada")
    let path = "\(folder.path)/settings.yaml"
    #expect(chown(path, 12345, 12345) == 0)
    #expect(SettingsFile(path: path).distrust?.reason.contains("belongs to another user") == true)
  }

  @Test func `a link leads to the file that is believed or not`() throws {
    let (file, folder) = try file(mode: 0o602, "person: Ada")
    let link = "\(folder.path)/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file.path)
    #expect(SettingsFile(path: link).distrust?.reason.contains(file.path) == true)
  }
}
