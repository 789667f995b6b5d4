import Events
import Fixtures
import Foundation
import Monitoring
import Testing

@Suite struct AlertSettingsTests {
  @Test func `who sets nothing has the usual rules, the bell and the desktop, discreetly`() throws {
    let settings = AlertSettings()
    #expect(try AlertSettings(rules: nil, words: nil) == settings && settings.rules == AlertRule.usual)
    #expect(settings.wording == .discreet && !settings.needTrust)
    let programs = try FakePrograms()
    #expect(settings.outlets(in: programs.surroundings).map(\.name) == ["desktop"])
    #expect(settings.outlets(in: programs.surroundings, bell: { _ in }).map(\.name) == ["bell", "desktop"])
  }

  @Test func `every outlet can be set, and the quickest come first`() throws {
    let settings = try AlertSettings(
      rules: ["link=lost", "link=lost", "kind=spasm"], words: "full", bell: true, desktop: true,
      soundFile: "/a.wav", vibration: true, command: ["tell", "-x"], webhook: "http://127.0.0.1:8/x")
    #expect(settings.rules.map(\.description) == ["link=lost", "kind=spasm"])
    #expect(settings.wording == .full && settings.needTrust && settings.sound)
    let names = settings.outlets(in: try FakePrograms().surroundings, bell: { _ in }).map(\.name)
    #expect(names == ["bell", "vibration", "desktop", "sound", "command", "webhook"])
    #expect(try AlertSettings(rules: []).rules.isEmpty)
    #expect(try AlertSettings(sound: false, soundFile: "/a.wav").sound == false)
  }

  @Test func `what leaves the process is shown before it does`() throws {
    let settings = try AlertSettings(
      rules: ["link=lost"], command: ["tell"], webhook: "https://example.org/x?key=1")
    let words = settings.words.joined(separator: "\n")
    let json = String(decoding: Alert.example.json(.discreet), as: UTF8.self)
    #expect(
      words.contains(
        "webhook (leaves this machine): POST https://example.org/x?key=1, with such an object: \(json)"))
    #expect(words.contains("command: 'tell', with such an object on its standard input: \(json)"))
    #expect(
      json.contains(#""mvc_percent""#) && (try? JSONSerialization.jsonObject(with: Data(json.utf8))) != nil)
    #expect(try AlertSettings(rules: []).words.first == "no alerts")
  }

  @Test func `a wrong setting is named`() throws {
    let wrong: [(String, () throws -> AlertSettings)] = [
      ("rules", { try AlertSettings(rules: ["kind=spasm", "spasm"]) }),
      ("words", { try AlertSettings(words: "loud") }),
      ("sound-file", { try AlertSettings(soundFile: "a.wav") }),
      ("command", { try AlertSettings(command: [""]) }),
      ("command", { try AlertSettings(command: ["tell me"]) }),
      ("command", { try AlertSettings(command: ["./tell"]) }),
      ("command", { try AlertSettings(command: ["tell", "a\0b"]) }),
      ("webhook", { try AlertSettings(webhook: "http://example.org/") }),
    ]
    for (field, make) in wrong {
      let error = #expect(throws: AlertSettingsError.self) { _ = try make() }
      #expect(error?.field == field && error?.message.hasPrefix("\(field): ") == true, "\(field)")
    }
  }
}

@Suite struct SettingsTrustTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path("inner"), withIntermediateDirectories: true)
    path = try folder.write([], to: "inner/settings")
    #expect(chmod(folder.path, 0o755) == 0 && chmod(folder.path("inner"), 0o700) == 0)
    #expect(chmod(path, 0o644) == 0)
  }

  private func trouble(_ path: String) -> (SettingsTrust.Failure.Problem, String)? {
    do throws(SettingsTrust.Failure) {
      try SettingsTrust.check(path)
      return nil
    } catch {
      #expect(error.message.hasPrefix(error.path))
      return (error.problem, error.path)
    }
  }

  @Test func `a file that its owner alone can change is trusted`() {
    #expect(trouble(path) == nil)
  }

  @Test(arguments: [mode_t(0o664), 0o646, 0o622])
  func `a file that others may write is refused`(mode: mode_t) throws {
    #expect(chmod(path, mode) == 0)
    let found = try #require(trouble(path))
    #expect(found.0 == .writable && found.1.hasSuffix("/inner/settings"))
  }

  @Test(arguments: ["inner", "."], [mode_t(0o770), 0o707])
  func `a folder on the way that others may write is refused, unless it keeps them apart`(
    name: String, mode: mode_t
  ) throws {
    #expect(chmod(folder.path(name), mode) == 0)
    #expect(try #require(trouble(path)).0 == .writable)
    #expect(chmod(folder.path(name), mode | 0o1000) == 0)
    #expect(trouble(path) == nil)
  }

  @Test func `a link is followed, and is trusted only where nobody else can turn it`() throws {
    try FileManager.default.createDirectory(atPath: folder.path("open"), withIntermediateDirectories: true)
    let link = folder.path("open/link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(chmod(folder.path("open"), 0o755) == 0)
    #expect(trouble(link) == nil)
    #expect(chmod(folder.path("open"), 0o775) == 0)
    #expect(try #require(trouble(link)).0 == .writable)
    #expect(chmod(folder.path("open"), 0o755) == 0 && chmod(path, 0o666) == 0)
    #expect(try #require(trouble(link)).0 == .writable)
  }

  @Test func `what is not there, or is no file, is told`() throws {
    #expect(try #require(trouble(folder.path("none"))).0 == .unseen(ENOENT))
    #expect(try #require(trouble(folder.path("inner"))).0 == .notAFile)
  }

  @Test(.enabled(if: geteuid() == 0, "only the administrator can give files away"))
  func `a file or a folder of another user is refused`() throws {
    #expect(chown(path, 4711, 4711) == 0)
    #expect(try #require(trouble(path)).0 == .owner)
    #expect(chown(path, 0, 0) == 0 && chown(folder.path("inner"), 4711, 4711) == 0)
    #expect(try #require(trouble(path)).0 == .owner)
  }
}
