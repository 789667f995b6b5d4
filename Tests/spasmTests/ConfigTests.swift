import Fixtures
import Foundation
import Testing

/// `spasm config`: the settings file is written, checked and shown.
@Suite struct ConfigTests {
  /// A folder for configuration of a test's own, believed by everybody.
  private struct Place {
    let folder: Folder
    var path: String { folder.file("spasm/settings.yaml") }

    init(_ text: String? = nil, mode: Int = 0o600) throws {
      folder = try Folder()
      guard let text else { return }
      let files = FileManager.default
      try files.createDirectory(atPath: folder.file("spasm"), withIntermediateDirectories: true)
      try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.file("spasm"))
      try Data(text.utf8).write(to: URL(filePath: path))
      try files.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    func config(_ arguments: String..., environment: [String: String] = [:]) throws -> Command.Result {
      try Command.run(
        ["config"] + arguments,
        environment: ["XDG_CONFIG_HOME": folder.path].merging(environment) { $1 })
    }
  }

  @Test func `without a file all is well, and every setting is shown with its default`() throws {
    let place = try Place()
    let checked = try place.config("check")
    #expect(checked.code == 0 && checked.text.contains("There is no such file"), "\(checked.error)")
    let shown = try place.config("show")
    #expect(shown.code == 0)
    for name in ["pre-roll", "10 s", "alerts.rules", "discreet", "$SPASM_HOME", "--log-level"] {
      #expect(shown.text.contains(name))
    }
    #expect(try place.config("path").text == "\(place.path)\n")
  }

  @Test func `a file is begun for its owner alone, and never written over`() throws {
    let place = try Place()
    let first = try place.config("init")
    #expect(first.code == 0 && first.text == "\(place.path)\n")
    let attributes = try FileManager.default.attributesOfItem(atPath: place.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let folder = try FileManager.default.attributesOfItem(atPath: place.folder.file("spasm"))
    #expect(folder[.posixPermissions] as? Int == 0o700)
    #expect(try place.config("check").code == 0)
    try Data("person: Ada\n".utf8).write(to: URL(filePath: place.path))
    let second = try place.config("init")
    #expect(second.code == 64 && second.error.contains("is there already") && second.output.isEmpty)
    #expect(try String(contentsOfFile: place.path, encoding: .utf8) == "person: Ada\n")
  }

  @Test func `mistakes are 65, each in a line with its place`() throws {
    let place = try Place("pre-rol: 3\nrecord: perhaps\n")
    let result = try place.config("check", environment: ["SPASM_POST_ROLL": "-1"])
    #expect(result.code == 65 && result.text.contains("pre-roll"))
    let lines = result.error.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("spasm: \(place.path):1:1: there is no setting 'pre-rol'") })
    #expect(lines.contains { $0.hasPrefix("spasm: \(place.path):2:9: record: takes true or false") })
    #expect(lines.contains { $0.hasPrefix("spasm: $SPASM_POST_ROLL: post-roll: '-1' is outside") })
  }

  @Test func `a file that others may write is 77, with the line that mends it`() throws {
    let place = try Place("person: Ada\n", mode: 0o666)
    let result = try place.config("check")
    #expect(result.code == 77 && result.error.contains("chmod go-w '\(place.path)'"))
  }

  @Test func `values come with their sources, for a person and for a program`() throws {
    let place = try Place("pre-roll: 5\nalerts:\n  words: full\n")
    let text = try place.config("check", environment: ["SPASM_PERSON": "Bo"]).text
    #expect(text.contains("5 s") && text.contains("file, line 1") && text.contains("$SPASM_PERSON"))
    let json = try place.config("show", "--json", environment: ["SPASM_PERSON": "Bo"])
    let object = try JSONSerialization.jsonObject(with: json.output) as? [String: Any]
    let settings = try #require(object?["settings"] as? [[String: Any]])
    let found = Dictionary(uniqueKeysWithValues: settings.map { ($0["name"] as? String ?? "", $0) })
    #expect(found["pre-roll"]?["value"] as? Double == 5 && found["pre-roll"]?["default"] as? Double == 10)
    #expect(found["pre-roll"]?["source"] as? String == "\(place.path):1:11")
    #expect(found["person"]?["source"] as? String == "$SPASM_PERSON")
    #expect(found["alerts.sound"]?["value"] is NSNull && object?["file"] as? String == place.path)
  }

  @Test func `what a webhook would be sent is shown, and to which host`() throws {
    let place = try Place("alerts:\n  webhook: https://hooks.example/x\n  command: [/bin/cat, -n]\n")
    let result = try place.config("check", environment: ["COLUMNS": "400"])
    #expect(result.code == 0 && result.text.contains("hooks.example, another machine"), "\(result.error)")
    #expect(result.text.contains("\"type\":\"alert\"") && result.text.contains("/bin/cat -n"))
  }

  /// The arguments of a command, as its parser tells them.
  private func arguments(of command: String) throws -> [[String: Any]] {
    let help = try Command.run([command, "--experimental-dump-help"])
    let object = try JSONSerialization.jsonObject(with: help.output) as? [String: Any]
    let about = try #require(object?["command"] as? [String: Any])
    return try #require(about["arguments"] as? [[String: Any]])
  }

  @Test func `the flags that settings name are those of live`() throws {
    let names = try arguments(of: "live").flatMap { $0["names"] as? [[String: Any]] ?? [] }
    let flags = Set(names.compactMap { $0["name"] as? String }.map { "--\($0)" })
    let shown = try Command.run(["config", "show", "--json"])
    let object = try JSONSerialization.jsonObject(with: shown.output) as? [String: Any]
    let settings = try #require(object?["settings"] as? [[String: Any]])
    let named = settings.compactMap { $0["flag"] as? String }
    #expect(named.count > 10)
    #expect(named.filter { !flags.contains($0) } == [])
  }

  @Test(arguments: ["record", "live"])
  func `every option shows its default`(command: String) throws {
    let arguments = try arguments(of: command)
    let options = arguments.filter {
      $0["kind"] as? String == "option" && $0["shouldDisplay"] as? Bool == true
    }
    #expect(options.count > 10)
    for option in options {
      let isShown = (option["abstract"] as? String ?? "").contains("(default: ")
      #expect(isShown || option["defaultValue"] != nil, "\(option["valueName"] ?? option)")
    }
  }
}
